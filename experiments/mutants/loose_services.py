"""The six services in this process, where nothing moves until somebody says so."""

import itertools
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import Any, TypeVar
from unittest.mock import patch
from uuid import UUID

from experiments.mutants.arm import Killed
from experiments.mutants.databases import Names, copied, run_sql
from experiments.mutants.mutant import Mutant
from experiments.mutants.outside import Outside
from experiments.mutants.service_apps import APPS
from experiments.mutants.services_arm import ServicesArm
from experiments.testing.answering import answering
from experiments.testing.postgres import Server
from microservices.chassis import consumer
from microservices.chassis import service as chassis_service
from microservices.tests.arm import Letter
from shared_domain.kernel.down import DOWN
from shared_domain.kernel.wrap import Wrap
from shared_domain.messages.commands import ScreenRisk

MOST_ROUNDS = 40
E = TypeVar("E")


class LooseServices(ServicesArm):
    """What is on its way stands in `letters`; what was handled, in `handled`: it may come again.
    `which` of several is any number."""

    def __init__(self, urls: Mapping[str, str], outside_url: str, wrap: Wrap) -> None:
        self.letters: list[Letter] = []
        self.handled: list[Letter] = []
        super().__init__(urls, outside_url, wrap)

    @property
    def unscreened(self) -> list[ScreenRisk]:
        """Orders that a replica is about to screen."""
        return self._waiting

    def screen(self, which: int) -> None:
        self._services.screening.screen(_taken(self._waiting, which))

    def forget(self, which: int) -> None:
        """The replica that was to screen it dies; others may take it over once its lease ends."""
        _taken(self._waiting, which)

    def take_over(self) -> None:
        """Leases end, and somebody looks for what they were about."""
        self._take_over()
        self._waiting.sort(key=lambda command: command.order_id)

    def send(self, service: str, stored: int | None) -> None:
        """What stands in its outbox; the broker breaks down once it has `stored` so many of them,
        and not at all for None."""
        broker = self._services.broker
        broker.stored_at_breakdown = stored
        with suppress(*DOWN):
            self._services.services[service].relay.send_batch()
        broker.stored_at_breakdown = None
        self.letters += self._services.new_letters()

    def deliver(self, which: int) -> None:
        letter = _taken(self.letters, which)
        self._hand_over(letter)
        self.handled.append(letter)

    def deliver_again(self, which: int) -> None:
        self._hand_over(self.handled[which % len(self.handled)])

    def kill(self, which: int, at_once: bool) -> None:
        """The service that handles a message dies of it: before it has done anything, or later, a
        participant before its commit and the others just after theirs. The message comes again."""
        letter = self.letters[which % len(self.letters)]
        with _killed_at_once() if at_once else self.killing(), suppress(Killed):
            self._hand_over(letter)
        self._restart(letter[0])

    def restart_one(self, service: str) -> None:
        self._restart(service)

    def finish(self) -> bool:
        """Everything comes, each message twice; False if there is no end to it."""
        self._pile.add(self.letters)
        self.letters.clear()
        return any(not self.go_on() for _ in range(MOST_ROUNDS))

    def _hand_over(self, letter: Letter) -> None:
        name, delivery = letter
        self._services.consumers[name].handle(delivery)


@contextmanager
def loose_services(server: Server, prepared: Names, mutant: Mutant) -> Iterator[LooseServices]:
    """Over databases of their own, with what `mutant` wraps and takes away; who opens them plants
    the rest."""
    with (
        copied(server, prepared) as names,
        answering(Outside()) as outside_url,
        _counted_ids(),
    ):
        urls = {part: server.url(name) for part, name in names.items()}
        for feature, sql in mutant.sql.items():
            run_sql(urls[feature], sql)
        services = LooseServices(urls, outside_url, mutant.wrap)
        try:
            yield services
        finally:
            services.close()


def _killed_at_once() -> AbstractContextManager[Any]:
    def die(*_: object) -> bool:
        raise Killed

    return patch.object(consumer, "first_time", die)


def _taken(waiting: list[E], which: int) -> E:
    return waiting.pop(which % len(waiting))


@contextmanager
def _counted_ids() -> Iterator[None]:
    """Of orders and messages: what is done again in the same way, then is the same."""
    numbers = itertools.count(1)

    def next_id() -> str:
        return str(UUID(int=next(numbers)))

    with (
        patch.object(APPS["orders"], "new_uuid", next_id),
        patch.object(chassis_service, "new_uuid", next_id),
    ):
        yield

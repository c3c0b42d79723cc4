"""The six services in this process: every message comes twice, and some at once."""

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from typing import Any
from unittest.mock import patch

from experiments.mutants.arm import Killed
from experiments.mutants.databases import NOWHERE, end_connections, run_sql
from experiments.mutants.messages import Pile
from experiments.mutants.service_apps import APPS, created, service_for
from microservices.chassis import consumer, participant, worker
from microservices.tests.arm import Arm as SixServices
from microservices.tests.arm import Letter
from shared_domain.kernel.down import DOWN
from shared_domain.kernel.retry import RetryPolicy
from shared_domain.kernel.wrap import Wrap
from shared_domain.messages.commands import ScreenRisk

AT_ONCE = 4
QUICK_S = 0.005
END_LEASES = "UPDATE sagas SET screening_until = now() - interval '1 second'"


class ServicesArm:
    name = "services"

    def __init__(self, urls: Mapping[str, str], outside_url: str, wrap: Wrap) -> None:
        self._urls = urls
        self._wrap = wrap
        self._patience = ExitStack()
        self._patience.enter_context(patch.object(worker, "PAUSE_S", QUICK_S))
        policy = RetryPolicy(4, QUICK_S, QUICK_S)
        self._patience.enter_context(patch.object(consumer, "MESSAGE_RETRIES", policy))
        self._services = SixServices(urls, outside_url, NOWHERE)
        self._waiting: list[ScreenRisk] = []
        self._pile = Pile()
        self._is_to_be_cut = False
        self.restart()

    def ask(self, method: str, path: str, headers: dict[str, str], body: Any) -> tuple[int, Any]:
        client = self._services.client(service_for(path))
        answer = client.open(path, method=method, headers=headers, json=body)
        return answer.status_code, answer.get_json(silent=True)

    def go_on(self) -> bool:
        is_busy = self._screen_all()
        is_busy = self._send_all() or is_busy
        self._pile.add(self._services.new_letters())
        is_busy = self._deliver_all() or is_busy
        return is_busy or self._take_over()

    def restart(self) -> None:
        for name in APPS:
            self._restart(name)

    @contextmanager
    def killing(self) -> Iterator[None]:
        """A participant dies when its work is done and its reply is stored, before it commits."""
        answer, alive = vars(participant)["put_reply"], [True]

        def die_once(*stored: Any) -> None:
            answer(*stored)
            if alive:
                alive.clear()
                raise Killed

        with patch.object(participant, "put_reply", die_once):
            yield

    def cut_connections(self) -> None:
        """When messages are on their way, and before they are handled."""
        self._is_to_be_cut = True

    def break_down(self) -> None:
        self._services.broker.break_down_after(0)

    def audit_url(self, feature: str) -> str:
        return self._urls[feature]

    def close(self) -> None:
        self._services.close()
        self._patience.close()

    def _restart(self, name: str) -> None:
        self._services.redeploy(name, created(name, self._wrap))
        if name == "orders":
            self._waiting.clear()
            vars(self._services.screening)["submit"] = self._waiting.append

    def _screen_all(self) -> bool:
        commands = list(self._waiting)
        self._waiting.clear()
        for command in commands:
            self._services.screening.screen(command)
        return bool(commands)

    def _send_all(self) -> bool:
        """What fails is sent again in the next round."""
        is_busy = False
        for service in self._services.services.values():
            try:
                is_busy = service.relay.send_batch() > 0 or is_busy
            except DOWN:
                is_busy = True
        return is_busy

    def _deliver_all(self) -> bool:
        """Each twice, unless connections are cut; those of one key and service in their order, the
        others at once."""
        piles = self._pile.taken_apart()
        times = 2
        if self._is_to_be_cut and piles:
            self._is_to_be_cut, times = False, 1
            for url in self._urls.values():
                end_connections(url)
        with ThreadPoolExecutor(AT_ONCE) as threads:
            left = list(threads.map(partial(self._deliver, times), piles))
        for unhandled in left:
            self._pile.add(unhandled)
        for name in sorted({name for unhandled in left for name, _ in unhandled}):
            self._restart(name)
        return bool(piles)

    def _deliver(self, times: int, letters: Iterable[Letter]) -> list[Letter]:
        """What is left when the service is killed."""
        left = list(letters)
        while left:
            name, delivery = left[0]
            try:
                for _ in range(times):
                    self._services.consumers[name].handle(delivery)
            except Killed:
                return left
            left.pop(0)
        return []

    def _take_over(self) -> bool:
        """What a killed replica was to screen, once its lease is over."""
        run_sql(self._urls["orders"], END_LEASES)
        with suppress(*DOWN):
            self._services.screening.sweep()
        return bool(self._waiting)

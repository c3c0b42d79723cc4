"""`cleave up ARM`: the arm stays when the command has ended."""

import contextlib
import signal
from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol

from rich.text import Text

from experiments import transports
from experiments.artefacts.release import BASE, Release
from experiments.budget import Budget, load_budget
from experiments.cli.defaults import DOCKER, JSON, KAFKA, LOCAL
from experiments.cli.edge import Failure, WrongUsage
from experiments.cli.running import find_running, outside_answers
from experiments.cli.telling import require_transport
from experiments.compare.agenda import start_s
from experiments.protections import budget_without, label, left_to, topology_without
from experiments.report.progress import progress_on
from experiments.report.screen import messages, output
from experiments.report.up_text import up_lines
from experiments.stacks.local.outside import OutsideProcess
from experiments.stacks.local.places import open_places
from experiments.stacks.local.stack import LocalStack
from experiments.stacks.local.whole_lab import whole_lab
from experiments.stacks.protocol import Stack
from experiments.topology import Topology, topology_named
from experiments.transports import USUAL, over
from experiments.trials.lab import Say


class Lasting(Protocol):
    """What may outlive the command that started it."""

    def start(self) -> None: ...
    def stop(self) -> None: ...
    def release(self) -> None: ...


class LastingStack(Stack, Protocol):
    """An arm that may, too."""

    def release(self) -> None: ...


def run(
    arm: str,
    without: frozenset[str] = frozenset(),
    transport: str = KAFKA,
    encoding: str = JSON,
    on: str = LOCAL,
) -> None:
    """Without these protections, told by that transport, as processes or in containers. Raises
    WrongUsage."""
    require_transport(transport, encoding)
    topology = topology_named(arm)
    told = _told(topology, transport, encoding)
    name = _name(topology, without, told)
    if find_running(topology):
        if without or told != topology:
            raise Failure(f"{arm} is up already, perhaps as another one: call `cleave down` first")
        _show(topology, f"{arm} is up already")
        return
    if on == DOCKER:
        from experiments.stacks.docker.engine import open_engine

        open_engine()  # or NoEngine, before anything is said to start
    budget = budget_without(load_budget(), without)
    budget = replace(budget, seeing=replace(budget.seeing, trace_percent=100))
    with whole_lab(open_places()), progress_on(messages()) as watcher:
        watcher.begin(f"starting {name}", start_s(topology), 0)
        with left_up(topology_without(told, without), budget, watcher.detail, on=on):
            pass
    _show(topology, f"{name} is up")


def _told(topology: Topology, transport: str, encoding: str) -> Topology:
    if (transport, encoding) != USUAL and not topology.sends:
        raise WrongUsage(f"{topology.name} sends no messages: it has no other transport")
    return over(topology, transport, encoding)


def _name(topology: Topology, without: frozenset[str], told: Topology) -> str:
    for lacking in without - left_to(topology, without):
        raise WrongUsage(f"{topology.name} has no {lacking} that it could be without")
    name = label(topology.name, without)
    return transports.label(name, told.transport, told.form) if told.sends else name


@contextlib.contextmanager
def left_up(
    topology: Topology, budget: Budget, say: Say, release: Release = BASE, on: str = LOCAL
) -> Iterator[Stack]:
    """An arm of the release, which the block may use. It and the outside world outlive this process
    only once the block has ended well: before, its end is theirs too."""
    with contextlib.ExitStack() as undoing:
        outside, stack = _made(topology, budget, say, on)
        is_there = outside_answers()
        if not is_there:
            undoing.callback(outside.stop)
            outside.start()
        stack.start(release)
        undoing.callback(stack.stop)
        yield stack
        with _undisturbed():
            stack.release()
            if not is_there:
                outside.release()
            undoing.pop_all()


def _made(topology: Topology, budget: Budget, say: Say, on: str) -> tuple[Lasting, LastingStack]:
    """The outside world and the arm; neither is started."""
    if on == LOCAL:
        outside = OutsideProcess(budget)
        return outside, LocalStack(topology, budget, outside.url, say=say)
    from experiments.stacks.docker.outside import OutsideContainer
    from experiments.stacks.docker.stack import DockerStack

    world = OutsideContainer(budget, say=say)
    return world, DockerStack(topology, budget, world.inside_url, say=say)


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Ctrl-C waits until the block is over."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _show(topology: Topology, headline: str) -> None:
    console = output()
    for line in up_lines(f"http://127.0.0.1:{topology.gateway_port}", headline):
        console.print(Text(line), soft_wrap=True)

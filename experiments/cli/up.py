"""`cleave up ARM`: the arm stays when the command has ended."""

import contextlib
import signal
from collections.abc import Iterator
from dataclasses import replace

from rich.text import Text

from experiments.artefacts.release import BASE, Release
from experiments.budget import Budget, Seeing, load_budget
from experiments.cli.edge import Failure, WrongUsage
from experiments.cli.running import find_running, outside_answers
from experiments.compare.agenda import start_s
from experiments.protections import budget_without, label, left_to, topology_without
from experiments.report.progress import progress_on
from experiments.report.screen import messages, output
from experiments.report.up_text import up_lines
from experiments.stacks.local.outside import OutsideProcess
from experiments.stacks.local.places import open_places
from experiments.stacks.local.stack import LocalStack
from experiments.stacks.local.whole_lab import whole_lab
from experiments.topology import Topology, topology_named
from experiments.trials.lab import Say


def run(arm: str, without: frozenset[str] = frozenset()) -> None:
    """Without these protections."""
    topology = topology_named(arm)
    name = _name(topology, without)
    if find_running(topology):
        if without:
            raise Failure(f"{arm} is up already, perhaps as another one: call `cleave down` first")
        _show(topology, f"{arm} is up already")
        return
    budget = replace(budget_without(load_budget(), without), seeing=Seeing(trace_percent=100))
    with whole_lab(open_places()), progress_on(messages()) as watcher:
        watcher.begin(f"starting {name}", start_s(topology), 0)
        with left_up(topology_without(topology, without), budget, watcher.detail):
            pass
    _show(topology, f"{name} is up")


def _name(topology: Topology, without: frozenset[str]) -> str:
    for lacking in without - left_to(topology, without):
        raise WrongUsage(f"{topology.name} has no {lacking} that it could be without")
    return label(topology.name, without)


@contextlib.contextmanager
def left_up(
    topology: Topology, budget: Budget, say: Say, release: Release = BASE
) -> Iterator[LocalStack]:
    """An arm of the release, which the block may use. It and the outside world outlive this process
    only once the block has ended well: before, its end is theirs too."""
    with contextlib.ExitStack() as undoing:
        outside = OutsideProcess(budget)
        is_there = outside_answers()
        if not is_there:
            undoing.callback(outside.stop)
            outside.start()
        stack = LocalStack(topology, budget, outside.url, say=say)
        stack.start(release)
        undoing.callback(stack.stop)
        yield stack
        with _undisturbed():
            stack.release()
            if not is_there:
                outside.release()
            undoing.pop_all()


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

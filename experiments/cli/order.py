"""`cleave order`: each arm is started in turn, unless `cleave up` has; then the same two orders."""

import contextlib
from collections.abc import Iterator
from dataclasses import replace

from experiments.budget import Seeing, load_budget
from experiments.cli.running import find_running, outside_answers
from experiments.compare.agenda import start_s
from experiments.compare.watcher import Watcher
from experiments.order_story.story import Shop, Story, both
from experiments.report.documents import print_json
from experiments.report.order_story import Lesson
from experiments.report.progress import progress_on
from experiments.report.screen import messages, output
from experiments.stacks.local.outside import OutsideProcess
from experiments.stacks.local.places import open_places
from experiments.stacks.local.stack import LocalStack
from experiments.stacks.local.whole_lab import whole_lab
from experiments.topology import TOPOLOGIES, Topology

ORDERS_S = 3.0


def run(as_json: bool) -> None:
    with whole_lab(open_places()):
        _tell(as_json)


def _tell(as_json: bool) -> None:
    lesson = None if as_json else Lesson(output())
    stories: list[tuple[Story, Story]] = []
    if lesson:
        lesson.open()
    for topology in TOPOLOGIES.values():
        stories.append(_on(topology))
        if lesson:
            lesson.accepted(stories[-1][0])
    if lesson:
        lesson.compare([good for good, _ in stories])
        lesson.refused([refused for _, refused in stories])
        lesson.close()
    else:
        told = [story.as_json() for pair in stories for story in pair]
        print_json({"kind": "cleave order", "orders": told})


def _on(topology: Topology) -> tuple[Story, Story]:
    with progress_on(messages()) as watcher, _arm(topology, watcher) as shop:
        watcher.begin(f"two orders on {topology.name}", ORDERS_S, 0)
        return both(shop, watcher.detail)


@contextlib.contextmanager
def _arm(topology: Topology, watcher: Watcher) -> Iterator[Shop]:
    """What is up stays up; what this starts is gone after the block."""
    running = find_running(topology)
    if running and outside_answers():
        yield running
        return
    budget = replace(load_budget(), seeing=Seeing(trace_percent=100))
    watcher.begin(f"starting {topology.name}", start_s(topology) + 1, ORDERS_S)
    with contextlib.ExitStack() as cleaning:
        outside = OutsideProcess(budget)
        if not outside_answers():
            cleaning.callback(outside.stop)
            outside.start()
        yield cleaning.enter_context(LocalStack(topology, budget, outside.url, say=watcher.detail))

"""`cleave trace ORDER`: where an order went, and how long each part of its way took."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from experiments.errors import LabError
from experiments.hunt.game import note
from experiments.report.documents import print_json
from experiments.report.pager import paged
from experiments.report.screen import messages, output
from experiments.report.trace_json import trace_json
from experiments.report.trace_page import trace_page
from experiments.report.waterfall import show_trace
from experiments.run_folder.folder import LATEST, RUNS
from experiments.stacks.local.places import open_places
from experiments.telemetry.find import Trace, find_trace, newest_order
from experiments.telemetry.lines import Unread
from experiments.telemetry.sources import Source, instead, sources


class NotRecorded(LabError):
    """No span tells of what was asked for; the message is one line."""

    advice = "`cleave up` records every order, a comparison records none"


def run(order: str, kept: str, arm: str, page: Path | None, as_json: bool) -> None:
    """`kept` names a run, or is "" for what is up now."""
    places = open_places()
    chosen = sources(kept, arm, places.arm, RUNS)
    unread = Unread()
    traces = list(_traces(chosen, order, unread))[::-1]
    note(places, "trace", sum(len(each.spans) for each in traces))
    for told in filter(None, (instead(kept, chosen), unread.told())):
        messages().print(told, soft_wrap=True, markup=False)
    if not traces:
        raise NotRecorded(_nothing(chosen, order))
    if page:
        page.write_text(trace_page(traces), encoding="utf-8")
    if as_json:
        found = [trace_json(each) for each in traces]
        print_json({"kind": "cleave trace", "unread": unread.count, "traces": found})
    else:
        _show(traces, page)


def _show(traces: Sequence[Trace], page: Path | None) -> None:
    console = output()
    with paged(console):
        for number, trace in enumerate(traces):
            if number:
                console.print()
            show_trace(trace, console)
    if page:
        console.print(str(page), soft_wrap=True, markup=False)


def _traces(chosen: Sequence[Source], order: str, unread: Unread) -> Iterator[Trace]:
    """Of one order where it is found, the newest files first; of the newest order on each arm."""
    done: set[str] = set()
    for source in reversed(chosen):
        if source.arm in done:
            continue
        wanted = newest_order(source, unread) if order == LATEST else order
        trace = find_trace(source, wanted, unread) if wanted else None
        if trace:
            yield trace
            done |= {source.arm} if order == LATEST else {each.arm for each in chosen}


def _nothing(chosen: Sequence[Source], order: str) -> str:
    places = [source.told for source in chosen]
    where = " and ".join(places) if len(places) <= 2 else f"{places[0]} to {places[-1]}"
    if not any(source.spans for source in chosen):
        return f"no traces are kept: {where}"
    what = "any order" if order == LATEST else repr(order)
    return f"no span tells of {what}: {where}"

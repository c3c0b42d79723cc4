"""`cleave logs`: what the replicas and servers of an arm have written, searched as one table."""

from dataclasses import replace

from experiments.cli.edge import WrongUsage
from experiments.hunt.game import note
from experiments.report.documents import print_json
from experiments.report.log_lines import answer_json, show_lines, show_rows
from experiments.report.pager import paged
from experiments.report.screen import messages, output
from experiments.run_folder.folder import RUNS
from experiments.stacks.docker.record import read_record
from experiments.stacks.local.places import Places, open_places
from experiments.telemetry.log_query import Filters, NoSuchFilter
from experiments.telemetry.log_store import Answer, LogStore, open_logs
from experiments.telemetry.sources import instead, sources
from experiments.topology import FEATURES, TOPOLOGIES

MOST = 100_000


def run(filters: Filters, sql: str, kept: str, arm: str, most: int, as_json: bool) -> None:
    """`kept` names a run, or is "" for what is up now; `sql` is asked instead of the filters."""
    _require(filters, sql, most)
    places = open_places()
    if not kept:
        _refresh(places)
    chosen = sources(kept, arm, places.arm, RUNS)
    with open_logs(chosen) as store:
        answer = store.ask(sql, most) if sql else _newest(store, filters, most)
        unread = store.unread()
    note(places, "logs", len(answer.rows))
    for told in filter(None, (instead(kept, chosen), unread.told())):
        messages().print(told, soft_wrap=True, markup=False)
    if as_json:
        print_json({"kind": "cleave logs", "unread": unread.count, **answer_json(answer)})
        return
    console = output()
    with paged(console):
        (show_rows if sql else show_lines)(answer, console)
    if closing := _closing(answer, bool(sql)):
        messages().print(closing, soft_wrap=True)


def _refresh(places: Places) -> None:
    """What containers have said is with their engine until somebody asks for it."""
    if any(read_record(places.arm(name)) is not None for name in TOPOLOGIES):
        from experiments.stacks.docker.logs import refresh_logs

        refresh_logs(places)


def _newest(store: LogStore, filters: Filters, most: int) -> Answer:
    """By time, the oldest of them first."""
    question, given = filters.query(most + 1)
    found = store.ask(question, most, given)
    return replace(found, rows=found.rows[::-1])


def _require(filters: Filters, sql: str, most: int) -> None:
    """WrongUsage for what can be known to be wrong before a file is read."""
    if not 1 <= most <= MOST:
        raise WrongUsage(f"--limit must lie between 1 and {MOST}, not {most}")
    if filters.feature and filters.feature not in FEATURES:
        known = ", ".join(FEATURES)
        raise WrongUsage(f"no feature is named {filters.feature!r}: choose from {known}")
    if sql and filters != Filters():
        raise WrongUsage("--sql asks for itself: say what you look for in its WHERE")
    try:
        filters.query(most)
    except NoSuchFilter as error:
        raise WrongUsage(str(error)) from None


def _closing(answer: Answer, by_sql: bool) -> str:
    """What must not be overlooked, after the lines."""
    if not answer.rows:
        return "no line fits"
    if answer.more:
        return f"there are more {'rows' if by_sql else 'older lines'}: --limit shows them"
    return ""

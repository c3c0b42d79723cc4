"""What each arm was allowed to use: totals that are equal, and those that are not, side by side.

All of it is read from the run's folder, except for the threads and connections that an arm has
beside its worker slots and their pools: those are the present topology's.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from experiments.report.page.reading.run import Run
from experiments.report.page.sections.machine import cores
from experiments.report.page.views.trial import LoadView
from experiments.run_folder.documents import Document
from experiments.topology import TOPOLOGIES

NOT_KNOWN = "not known"


@dataclass(frozen=True)
class Fairness:
    """`totals`: what, the baseline's, the other's, where either is known. `of`: when that held,
    empty where nothing was visited. `alike`: rules that hold for every process of both. All empty
    where the folder does not hold the budget."""

    totals: tuple[tuple[str, str, str], ...]
    of: str
    alike: tuple[tuple[str, str], ...]


def fairness(run: Run) -> Fairness:
    budget = run.environment.get("budget")
    if budget is None:
        return Fairness((), "", ())
    sides = [_first_load(run, label) for label in run.plan.labels]
    document = Document("environment.json: budget", budget)
    shared = len(cores(run.environment, "arm_cores"))
    totals = _totals(document, shared, sides, run.plan.arms)
    known = tuple(row for row in totals if set(row[1:]) != {NOT_KNOWN})
    return Fairness(known, _when(run) if any(sides) else "", tuple(_alike(document)))


def _when(run: Run) -> str:
    first = run.plan.experiments[0]
    said = f"Replicas, and what hangs on them, are those of the first load of {first}."
    scaled = [name for name in run.plan.every_experiment if run.plan.sizes.replicas.get(name)]
    if not scaled:
        return said
    return (
        f"{said} Totals are not equal where a load is scaled ({', '.join(scaled)}): there each arm"
        " gets the replicas that were found for the part that is scaled, and the services keep all"
        " their other parts. Compare what was gained, not the totals."
    )


def _first_load(run: Run, label: str) -> LoadView | None:
    """What served the first experiment's first load: the arm as it starts, if it scales nothing."""
    for each in run.trials:
        is_first = each.experiment == run.plan.experiments[0]
        if is_first and each.visit.label == label and each.view and each.view.loads:
            return each.view.loads[0]
    return None


def _totals(
    budget: Document, shared: int, sides: Sequence[LoadView | None], arms: tuple[str, str]
) -> Iterator[tuple[str, str, str]]:
    def both(text: str) -> tuple[str, str]:
        return text, text

    database, replica, broker = (budget.part(key) for key in ("database", "replica", "broker"))
    threads = replica.whole("threads")
    if shared:
        yield "cores", *both(str(shared))
    replicas = [side.used.replicas if side else None for side in sides]
    yield "replicas, one process each", *_each(replicas, "{}")
    yield "worker slots", *_each(replicas, "{} x " + str(threads))
    if "resilience" in budget.body:
        spare = _spare_slots(budget.part("resilience"))
        yield "slots in reserve, for no feature alone", *_each(replicas, f"{{}} x {spare}")
    one, two = (_threads_beside(arm) for arm in arms)
    yield "threads beside them, for pages, messages, notifications and screening", one, two
    one, two = (_connections(*each, replica) for each in zip(arms, sides, strict=True))
    yield "database connections, at most", one, two
    servers = [side.used.databases if side else None for side in sides]
    yield "database servers", *_each(servers, "{}")
    yield "shared buffers, all servers", *both(f"{database.whole('shared_buffers_mb')} MB")
    yield "connections allowed, all servers", *both(str(database.whole("connections")))
    heap = f"{broker.whole('heap_max_mb')} MB"
    one, two = ((heap if _has_broker(side) else "none") if side else NOT_KNOWN for side in sides)
    yield "broker's heap, at most", one, two


def _spare_slots(protections: Document) -> int:
    """Of a process, beyond those of one feature."""
    return protections.whole("slots") - protections.whole("slots_of_one")


def _each(counts: Sequence[int | None], form: str) -> tuple[str, str]:
    one, two = (NOT_KNOWN if number is None else form.format(number) for number in counts)
    return one, two


def _has_broker(side: LoadView) -> bool:
    return "broker" in side.used.memory_mib


def _connections(arm: str, side: LoadView | None, replica: Document) -> str:
    topology = TOPOLOGIES.get(arm)
    if topology is None or side is None or side.used.replicas is None:
        return NOT_KNOWN
    beside = max(part.connections for part in topology.parts)
    return f"{side.used.replicas} x {replica.whole('pool') + beside}"


def _threads_beside(arm: str) -> str:
    topology = TOPOLOGIES.get(arm)
    if topology is None:
        return NOT_KNOWN
    return str(sum(part.replicas * part.beside for part in topology.parts) or "none")


def _alike(budget: Document) -> Iterator[tuple[str, str]]:
    retries, restarts = budget.part("retries"), budget.part("restarts")
    timeouts = budget.numbers("timeouts").items()
    yield "timeouts", ", ".join(f"{name.removesuffix('_ms')} {ms:g} ms" for name, ms in timeouts)
    again = retries.whole("attempts")
    yield (
        "retries at the gateway",
        f"{again} retries, so {again + 1} tries, at most, waiting {retries.whole('base_ms')} to"
        f" {retries.whole('max_ms')} ms, {retries.number('budget_percent'):g}% of active requests",
    )
    yield (
        "restarts by the supervisor",
        f"after {restarts.number('first_s'):g} s, doubling to {restarts.number('limit_s'):g} s,"
        f" anew after {restarts.number('good_after_s'):g} good seconds",
    )
    if "resilience" in budget.body:
        yield "protections of each replica", _protections(budget.part("resilience"))
    yield "the client", "gives up at its timeout and never retries"


def _protections(told: Document) -> str:
    """Where a side was without one, its label says so."""
    return (
        f"a database is waited for {told.whole('pool_ms')} + {told.whole('statement_ms')} ms; what"
        f" fails {told.whole('failures_to_open')} times in a row is left alone for"
        f" {told.whole('open_ms')} ms; {told.whole('waiting')} requests wait for a slot,"
        f" {told.whole('longest_wait_ms')} ms at most; {told.whole('retry_percent')}% of screenings"
        " are tried again"
    )

"""What each arm was allowed to use: totals that are equal, and those that are not, side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from experiments.report.page.reading.documents import Document
from experiments.report.page.reading.run import Run
from experiments.report.page.sections.machine import cores
from experiments.report.page.views.trial import LoadView


@dataclass(frozen=True)
class Fairness:
    """`totals`: what, the baseline's, the other's. `alike`: rules that hold for every process of
    both. Empty where the folder does not hold the budget."""

    totals: tuple[tuple[str, str, str], ...]
    alike: tuple[tuple[str, str], ...]


def fairness(run: Run) -> Fairness:
    budget = run.environment.get("budget")
    if budget is None:
        return Fairness((), ())
    sides = [_first_load(run, label) for label in run.plan.labels]
    document = Document("environment.json: budget", budget)
    shared = len(cores(run.environment, "arm_cores"))
    return Fairness(tuple(_totals(document, shared, sides)), tuple(_alike(document)))


def _first_load(run: Run, label: str) -> LoadView | None:
    """What served the first experiment's first load: the arm as it stands by default."""
    for each in run.trials:
        is_first = each.experiment == run.plan.experiments[0]
        if is_first and each.visit.label == label and each.view and each.view.loads:
            return each.view.loads[0]
    return None


def _totals(
    budget: Document, shared: int, sides: Sequence[LoadView | None]
) -> Iterator[tuple[str, str, str]]:
    def both(text: str) -> tuple[str, str]:
        return text, text

    database, replica, broker = (budget.part(key) for key in ("database", "replica", "broker"))
    threads, pool = replica.whole("threads"), replica.whole("pool")
    if shared:
        yield "cores", *both(str(shared))
    replicas = [side.used.replicas if side else None for side in sides]
    yield "replicas, one process each", *_each(replicas, "{}")
    yield "worker slots", *_each(replicas, "{} x " + str(threads))
    yield "pooled database connections", *_each(replicas, "{} x " + str(pool))
    servers = [side.used.databases if side else None for side in sides]
    yield "database servers", *_each(servers, "{}")
    yield "shared buffers, all servers", *both(f"{database.whole('shared_buffers_mb')} MB")
    yield "connections, all servers", *both(str(database.whole("connections")))
    heap = f"{broker.whole('heap_max_mb')} MB"
    has_broker = ["broker" in side.used.memory_mib if side else None for side in sides]
    one, two = ("not known" if has is None else heap if has else "none" for has in has_broker)
    yield "broker's heap, at most", one, two


def _each(counts: Sequence[int | None], form: str) -> tuple[str, str]:
    one, two = ("not known" if number is None else form.format(number) for number in counts)
    return one, two


def _alike(budget: Document) -> Iterator[tuple[str, str]]:
    retries, restarts = budget.part("retries"), budget.part("restarts")
    timeouts = budget.numbers("timeouts").items()
    yield "timeouts", ", ".join(f"{name.removesuffix('_ms')} {ms:g} ms" for name, ms in timeouts)
    yield (
        "retries at the gateway",
        f"{retries.whole('attempts')} attempts at most, waiting {retries.whole('base_ms')} to"
        f" {retries.whole('max_ms')} ms, {retries.number('budget_percent'):g}% of active requests",
    )
    yield (
        "restarts by the supervisor",
        f"after {restarts.number('first_s'):g} s, doubling to {restarts.number('limit_s'):g} s,"
        f" anew after {restarts.number('good_after_s'):g} good seconds",
    )
    yield "the client", "gives up at its timeout and never retries"

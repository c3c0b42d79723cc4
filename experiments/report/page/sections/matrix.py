"""The matrix of faults: maps of how much was left of each feature, and what each fault did.

A number of a map leads to its fault: the two arms second by second, and the figures behind it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from experiments.catalogue import QUESTIONS
from experiments.compare.cells import Cell, Matrix, Row, Seen, State
from experiments.compare.matrix import matrix_of
from experiments.measure.by_feature import PHASES
from experiments.report.heat import MAPS, Map, back_text, good_text, p99_text, settle_text
from experiments.report.page.figures.plain import count, shown
from experiments.report.page.reading.run import Run
from experiments.report.page.sections.experiments import Timeline, scored_trials, timelines
from experiments.report.page.sections.method import LoadDone, loads_done
from experiments.topology import FEATURES

DRAWN = tuple(each for each in MAPS if each.text is good_text)
"""The maps on the page; what the others show stands with each fault."""


@dataclass(frozen=True)
class Number:
    """`says` is the figure in words, with what it is a figure of."""

    text: str
    heat: str
    is_hit: bool
    says: str


@dataclass(frozen=True)
class MapRow:
    """`told` stands in place of numbers where there are none."""

    fault: str
    experiment: str
    numbers: tuple[Number, ...]
    beside: str
    told: str
    is_wrong: bool


@dataclass(frozen=True)
class MapTable:
    title: str
    heading: str
    rows: tuple[MapRow, ...]


@dataclass(frozen=True)
class Side:
    """What one arm made of a fault. `told` is a line; `figures` have a row a feature: its name, and
    for each phase how many were asked for, the good share and the p99."""

    label: str
    told: str
    why: tuple[str, ...]
    violations: tuple[str, ...]
    figures: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Fault:
    experiment: str
    title: str
    blocks: int
    sides: tuple[Side, ...]
    done: tuple[LoadDone, ...]
    timelines: tuple[Timeline, ...]


@dataclass(frozen=True)
class MatrixPart:
    name: str
    question: str
    tables: tuple[MapTable, ...]
    faults: tuple[Fault, ...]


def matrix_part(run: Run) -> MatrixPart | None:
    """None for a run of anything else."""
    plan = run.plan
    if not plan.matrix:
        return None
    visits = run.summary.visits
    matrix = matrix_of(plan.matrix, plan.labels, plan.experiments, plan.absent, visits)
    return MatrixPart(
        name=matrix.name,
        question=QUESTIONS.get(matrix.name, ""),
        tables=tuple(_table(matrix, label, each) for each in DRAWN for label in matrix.labels),
        faults=tuple(_fault(run, row) for row in matrix.rows),
    )


def _table(matrix: Matrix, label: str, drawn: Map) -> MapTable:
    rows = tuple(_row(row, label, drawn) for row in matrix.rows)
    return MapTable(f"{label}: {drawn.title}", drawn.heading, rows)


def _row(row: Row, label: str, drawn: Map) -> MapRow:
    cell = row.cells[label]
    is_seen = cell.state is State.SEEN
    return MapRow(
        fault=row.fault,
        experiment=row.experiment,
        numbers=tuple(_numbers(row, label, drawn)) if is_seen else (),
        beside=drawn.beside(cell) if is_seen else "",
        told="" if is_seen else cell.state.value,
        is_wrong=bool(cell.violations),
    )


def _numbers(row: Row, label: str, drawn: Map) -> Iterator[Number]:
    for feature, seen in row.cells[label].phases[drawn.phase].features.items():
        says = f"{row.fault} of {row.feature}, {label}, {feature}: {_in_words(seen)}"
        is_hit = feature == row.feature
        yield Number(drawn.text(seen), drawn.heat(seen).value, is_hit, says)


def _in_words(seen: Seen) -> str:
    asked = count(round(seen.asked or 0), "operation")
    return f"{asked}, too few to tell" if seen.good is None else f"{seen.good:.1f}% good of {asked}"


def _fault(run: Run, row: Row) -> Fault:
    seen = {label: each for label, each in scored_trials(run, row.experiment).items() if each}
    return Fault(
        experiment=row.experiment,
        title=f"{row.fault} of {row.feature}",
        blocks=max(map(len, seen.values()), default=0),
        sides=tuple(_side(label, cell) for label, cell in row.cells.items()),
        done=loads_done(seen),
        timelines=tuple(timelines(seen)),
    )


def _side(label: str, cell: Cell) -> Side:
    is_seen = cell.state is State.SEEN
    return Side(
        label=label,
        told=_told(cell) if is_seen else cell.state.value,
        why=cell.why,
        violations=cell.violations,
        figures=tuple(_figures(cell)) if is_seen else (),
    )


def _told(cell: Cell) -> str:
    settle: Mapping[str, str] = {phase: settle_text(phase)(cell) for phase in PHASES}
    orders = ", ".join(f"{phase} the fault {text}" for phase, text in settle.items())
    correct = "incorrect" if cell.violations else "correct"
    return (
        f"{correct}, back after {back_text(cell)} s, p95 of orders until final in ms: {orders};"
        f" {count(cell.visits, 'visit')}"
    )


def _figures(cell: Cell) -> Iterator[tuple[str, ...]]:
    for feature in FEATURES:
        row = [feature]
        for phase in PHASES:
            seen = cell.phases[phase].features[feature]
            good = good_text(seen) if seen.good is None else shown(seen.good, "%")
            row += [shown(seen.asked), good, p99_text(seen)]
        yield tuple(row)

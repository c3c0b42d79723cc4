"""One experiment: its question, what was done, the metrics, the timelines, the resources."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from experiments.analysis.verdict import NO_INTERVAL
from experiments.catalogue import known_experiment
from experiments.report.page.figures.marks import ON
from experiments.report.page.figures.pairs import pairs_plot
from experiments.report.page.figures.plain import effect, interval, shown
from experiments.report.page.figures.timeline import Course, scene_of, timeline_plot
from experiments.report.page.reading.figures import Figure
from experiments.report.page.reading.run import Run
from experiments.report.page.sections.method import (
    LoadDone,
    fullest,
    loads_done,
    middle_steps,
    views_of,
)
from experiments.report.page.sections.needed import Needed, needed
from experiments.report.page.sections.resources import Resources, resources
from experiments.report.page.views.course import Curve
from experiments.report.page.views.trial import LoadView, Trial


@dataclass(frozen=True)
class MetricRow:
    label: str
    unit: str
    medians: tuple[str, str]
    by_ratio: bool
    effect: str
    interval: str
    plot: Markup
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class Timeline:
    """A drawing an arm, on shared axes; `kinds` are what its lines stand for."""

    load: str
    has_fault: bool
    kinds: tuple[str, ...]
    plots: tuple[tuple[str, Markup], ...]


@dataclass(frozen=True)
class ExperimentPart:
    name: str
    question: str
    blocks: int
    done: tuple[LoadDone, ...]
    needed: Needed | None
    rows: tuple[MetricRow, ...]
    timelines: tuple[Timeline, ...]
    resources: Resources | None


@dataclass(frozen=True)
class LeftOut:
    """An experiment that the machine could not do."""

    name: str
    question: str
    why: str


def left_out_parts(run: Run) -> tuple[LeftOut, ...]:
    return tuple(LeftOut(name, _question(name), why) for name, why in run.plan.left_out.items())


def experiment_parts(run: Run) -> tuple[ExperimentPart, ...]:
    """Those that have figures, in the plan's order. The cells of a matrix stand in that."""
    return tuple(
        _part(run, name)
        for name in (() if run.plan.matrix else run.plan.every_experiment)
        if any(figure.experiment == name and figure.pairs for figure in run.summary.figures)
    )


def scored_trials(run: Run, experiment: str) -> dict[str, list[Trial]]:
    """By label, what was seen in the visits that the figures come from."""
    scored = {
        (visit.number, trial.experiment)
        for pair in run.summary.scored.values()
        for visit in pair.values()
        for trial in visit.trials
    }
    found: dict[str, list[Trial]] = {label: [] for label in run.plan.labels}
    for each in run.trials:
        if (
            each.experiment == experiment
            and (each.visit.number, experiment) in scored
            and each.view
        ):
            found[each.visit.label].append(each.view)
    return found


def _part(run: Run, name: str) -> ExperimentPart:
    trials = scored_trials(run, name)
    figures = [figure for figure in run.summary.figures if figure.experiment == name]
    return ExperimentPart(
        name=name,
        question=_question(name),
        blocks=max(len(figure.pairs) for figure in figures),
        done=loads_done(trials),
        needed=needed(run, name),
        rows=tuple(_row(figure, run.plan.labels) for figure in figures),
        timelines=tuple(timelines(trials)),
        resources=resources(trials),
    )


def _question(name: str) -> str:
    known = known_experiment(name)
    return known.question if known else ""


def _row(figure: Figure, labels: tuple[str, str]) -> MetricRow:
    one, two = figure.medians
    return MetricRow(
        label=figure.label,
        unit=figure.unit,
        medians=(shown(one, figure.unit), shown(two, figure.unit)),
        by_ratio=figure.by_ratio,
        effect=effect(figure.estimate, figure.by_ratio, figure.unit),
        interval=interval(figure.low, figure.high, figure.by_ratio, figure.unit),
        plot=pairs_plot(figure, labels),
        remarks=tuple(_remarks(figure)),
    )


def _remarks(figure: Figure) -> Iterator[str]:
    """What the head of the page does not say already for all of them."""
    yield from (remark for remark in figure.remarks if remark != NO_INTERVAL)
    if figure.order_effect and figure.low is not None:
        yield figure.order_effect


def timelines(trials: Mapping[str, Sequence[Trial]]) -> Iterator[Timeline]:
    """Of the loads under which something was done, on the arms that were not spared them."""
    most = fullest(trials)
    for load in most.loads if most else ():
        if not load.steps:
            continue
        seen = {label: views_of(side, load.name) for label, side in trials.items()}
        courses = [_course(label, views) for label, views in seen.items() if views]
        scene = scene_of(courses, load.timeout_s)
        yield Timeline(
            load=load.name,
            has_fault=any(step.kind == ON for step in load.steps),
            kinds=tuple(curve.of for curve in load.curves),
            plots=tuple((course.label, timeline_plot(course, scene)) for course in courses),
        )


def _course(label: str, views: Sequence[LoadView]) -> Course:
    kinds: list[tuple[Curve, ...]] = list(zip(*(view.curves for view in views), strict=True))
    return Course(label, tuple(kinds), middle_steps(views))

"""observation.json and the loads' raw data: what was seen of one experiment in one visit."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from experiments.measure.observation import Loaded, Mark, Moment, Observation, Tables
from experiments.run_folder.documents import BrokenFolder, Document, read_document
from experiments.stacks.protocol import GroupUsage, Usage
from experiments.workload.plan import LoadPlan, plan_from
from experiments.workload.report import FILE as REPORT
from experiments.workload.run import PLAN
from experiments.workload.samples import FILE as SAMPLES
from experiments.workload.samples import BrokenSamplesError, read_samples


def read_seen(run: Path, place: str) -> Observation | None:
    """What lies in `place` below the run's folder. None where the raw data is not there at all,
    as in a folder of summaries; BrokenFolder where some of it is, and the rest was cut or edited.
    """
    document = read_document(run, f"{place}/observation.json")
    if document is None:
        return None
    loads = [_load(run, place, each) for each in document.parts("loads")]
    there = tuple(each for each in loads if each is not None)
    if not there and loads:
        return None
    if len(there) < len(loads):
        raise BrokenFolder(f"{place}: the samples of a load are missing")
    facts, replicas = document.part("facts"), document.part("replicas")
    return Observation(
        start_s=document.number("start_s"),
        loads=there,
        marks=tuple(_mark(each) for each in document.parts("marks")),
        facts={name: _fact(facts, name) for name in facts.body},
        replicas={name: _counts(replicas.part(name)) for name in replicas.body},
        unheld=document.texts("unheld") if "unheld" in document.body else (),
        idle=tuple(_moment(each) for each in document.parts("idle"))
        if "idle" in document.body
        else (),
    )


def _load(run: Path, place: str, document: Document) -> Loaded | None:
    name = document.text("name")
    folder = f"{place}/{name}"
    if not (run / folder / SAMPLES).is_file():
        return None
    plan, report = (read_document(run, f"{folder}/{file}") for file in (PLAN, REPORT))
    if plan is None or report is None:
        raise BrokenFolder(f"{folder}: {PLAN} or {REPORT} is missing")
    try:
        samples = read_samples(run / folder, report.whole("samples"))
    except BrokenSamplesError as error:
        raise BrokenFolder(str(error).replace(f"{run}/", "")) from None
    usage = tuple(_moment(each) for each in document.parts("usage"))
    if not usage:
        raise BrokenFolder(f"{document.place}: usage is empty")
    surveyed = document.parts("tables") if "tables" in document.body else ()
    tables = tuple(Tables(each.whole("unfinished"), each.whole("connections")) for each in surveyed)
    return Loaded(name, _plan(plan), document.number("began_s"), samples, usage, tables)


def _plan(document: Document) -> LoadPlan:
    try:
        return plan_from(document.body)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise BrokenFolder(f"{document.place} is no plan of a load") from None


def _fact(document: Document, name: str) -> float:
    """A yes or no, or a number."""
    is_flag = isinstance(document.body[name], bool)
    return document.flag(name) if is_flag else document.number(name)


def _mark(document: Document) -> Mark:
    kind, about = document.text("kind"), document.text("about")
    building_s = document.number("building_s") if "building_s" in document.body else 0.0
    deploys = document.whole("deploys") if "deploys" in document.body else 0
    began_s, done_s = document.number("began_s"), document.number("done_s")
    return Mark(kind, about, began_s, done_s, building_s, deploys)


def _moment(document: Document) -> Moment:
    usage = document.part("usage")
    groups = usage.part("groups")
    return Moment(
        document.number("at_s"),
        Usage(
            cpu_seconds=usage.number("cpu_seconds"),
            memory_bytes=usage.whole("memory_bytes"),
            memory_kind=usage.text("memory_kind"),
            groups={name: _group(groups.part(name)) for name in groups.body},
        ),
    )


def _group(document: Document) -> GroupUsage:
    return GroupUsage(document.number("cpu_seconds"), document.whole("memory_bytes"))


def _counts(document: Document) -> Mapping[str, Any]:
    return {name: document.whole(name) for name in document.body}

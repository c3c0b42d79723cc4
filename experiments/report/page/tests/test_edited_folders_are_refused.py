"""A folder that was edited or cut short gives one clear line, not a page."""

import gzip
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from experiments.analysis.verdict import Label
from experiments.errors import LabError
from experiments.report.page.reading.ruled import _label
from experiments.report.page.reading.run import read_run
from experiments.report.page.write import write_report
from experiments.run_folder.documents import Document
from experiments.run_folder.seal import seal

Edit = Callable[[Any], object]


def change(path: Path, edit: Edit) -> None:
    told = json.loads(path.read_text())
    edit(told)
    path.write_text(json.dumps(told))


def refusal(folder: Path) -> str:
    with pytest.raises(LabError) as refused:
        read_run(folder)
    text = str(refused.value)
    assert "\n" not in text
    return text


def first_visit(folder: Path) -> Path:
    return min((folder / "visits").iterdir())


def test_a_folder_without_a_plan_is_no_run(tmp_path: Path) -> None:
    assert "no run's folder: it has no plan.json" in refusal(tmp_path)


@pytest.mark.parametrize("name", ["plan.json", "summary.json", "verdicts.json"])
@pytest.mark.parametrize("cut", ["", '{"kind": ', "[]", '{"seed": NaN}', "\x00"])
def test_a_file_that_was_cut_short_is_named(edited: Path, name: str, cut: str) -> None:
    (edited / name).write_text(cut)
    assert refusal(edited).startswith(name)


def cost(summary: Any) -> Any:
    trials = summary["visits"][0]["trials"]
    return next(one for one in trials if one["experiment"] == "cost-of-splitting")


def figure(summary: Any) -> Any:
    return summary["figures"][0]


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (lambda told: figure(told).update(estimate=0.5), "do not follow from the visits"),
        (lambda told: figure(told).update(high=9.9), "do not follow from the visits"),
        (lambda told: figure(told).update(margin=0), "a margin for"),
        (lambda told: figure(told).update(scale="sideways"), "scale must be one of"),
        (lambda told: figure(told)["medians"].update(monolith=1.0), "do not follow"),
        (lambda told: figure(told)["visits"].update(monolith=[1.0] * 6), "do not follow"),
        (lambda told: cost(told)["values"].update(good_per_s=9.0), "do not follow"),
        (lambda told: told["visits"].pop(), "do not follow from the visits"),
        (lambda told: told["visits"][0].update(disturbed=["noise"]), "does not follow"),
        (lambda told: told["plan"].update(seed=8), "another plan than plan.json"),
        (lambda told: told.update(format=1), "has format 1; this lab reads 2"),
        (lambda told: told.update(kind="shopping list"), "is no 'cleave comparison'"),
        (lambda told: told.pop("figures"), "figures is missing"),
        (lambda told: told.update(visits=7), "visits must be a list"),
    ],
)
def test_an_edited_summary_is_refused(edited: Path, edit: Edit, said: str) -> None:
    change(edited / "summary.json", edit)
    assert said in refusal(edited)


def ruled(verdicts: Any, claim: str) -> Any:
    return next(one for one in verdicts["verdicts"] if one["claim"] == claim)


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (lambda told: ruled(told, "c1").update(ruling="Refuted"), "verdict on c1 does not follow"),
        (lambda told: ruled(told, "c1").update(ruling="Inconclusive"), "verdict on c1 does not"),
        (lambda told: ruled(told, "m7").update(estimate=1.0), "verdict on m7 does not follow"),
        (lambda told: ruled(told, "m7").update(p=0.9), "verdict on m7 does not follow"),
        (lambda told: ruled(told, "m9").update(label="negligible"), "verdict on m9 does not"),
        (lambda told: ruled(told, "s5").update(margin=99), "verdict on s5 does not follow"),
        (lambda told: ruled(told, "s5").update(estimand="a hunch"), "no such estimand"),
        (lambda told: ruled(told, "s5").update(metric="luck"), "no figures of luck of scaling"),
        (lambda told: told.update(claims_sha256="0" * 64), "other claims than plan.json"),
        (lambda told: told.update(adjusted=True), "the adjustment of"),
        (lambda told: told.update(format=9), "has format 9; this lab reads 1"),
    ],
)
def test_an_edited_verdict_is_refused(edited: Path, edit: Edit, said: str) -> None:
    change(edited / "verdicts.json", edit)
    assert said in refusal(edited)


def test_a_label_of_an_earlier_version_is_no_edit() -> None:
    said = Document("verdicts.json", {"label": "at most negligible"})
    assert _label(said) == Label.AT_MOST_SMALL


def test_a_ruling_that_a_gate_withheld_must_say_why(edited: Path) -> None:
    path = edited / "verdicts.json"
    change(path, lambda told: ruled(told, "c1").update(ruling="Inconclusive", label=None))
    assert "does not follow" in refusal(edited)
    change(path, lambda told: ruled(told, "c1").update(remarks=["reruns: 2 for the monolith"]))
    assert read_run(edited).rulings is not None


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (
            lambda told: told["blocks"][0].update(order=["monolith", "monolith"]),
            "pair of both sides",
        ),
        (lambda told: told["blocks"][0].update(experiments=["luck"]), "runs other experiments"),
        (lambda told: told.update(labels=["one"]), "labels must be a list of two"),
        (lambda told: told.update(seed="seven"), "seed must be a number"),
    ],
)
def test_an_edited_plan_is_refused(edited: Path, edit: Edit, said: str) -> None:
    change(edited / "plan.json", edit)
    assert said in refusal(edited)


def test_any_edited_file_of_a_visit_breaks_its_seal(one_block: Path) -> None:
    path = first_visit(one_block) / "scaling" / "observation.json"
    change(path, lambda told: told["marks"].pop())
    assert "was edited or cut short after the run" in refusal(one_block)


def test_a_missing_visit_is_named(one_block: Path) -> None:
    first_visit(one_block).rename(one_block / "elsewhere")
    assert "counts visit 1, which is not in visits/" in refusal(one_block)


def cut_samples(visit: Path) -> None:
    path = visit / "scaling" / "4x" / "samples.csv.gz"
    lines = gzip.decompress(path.read_bytes()).splitlines(keepends=True)
    path.write_bytes(gzip.compress(b"".join(lines[:-1])))


def forget_generator(visit: Path) -> None:
    (visit / "scaling" / "4x" / "generator.json").unlink()


def forget_a_load(visit: Path) -> None:
    (visit / "scaling" / "4x" / "samples.csv.gz").unlink()


def forget_usage(visit: Path) -> None:
    path = visit / "scaling" / "observation.json"
    change(path, lambda told: told["loads"][0].update(usage=[]))


def hide_a_violation(visit: Path) -> None:
    path = visit / "scaling" / "checks.json"
    change(path, lambda told: told["checks"][0].update(violations=["order 3"], holds=False))


def claim_that_it_holds(visit: Path) -> None:
    path = visit / "scaling" / "checks.json"
    change(path, lambda told: told["checks"][0].update(holds=False))


def change_a_value(visit: Path) -> None:
    path = visit / "visit.json"
    change(path, lambda told: told["trials"][0]["values"].update(start_s=0.0, good_1x=0.0))


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (cut_samples, "were written"),
        (forget_generator, "generator.json is missing"),
        (forget_a_load, "the samples of a load are missing"),
        (forget_usage, "usage is empty"),
        (hide_a_violation, "its violations are not those of visit.json"),
        (claim_that_it_holds, "holds does not follow"),
        (change_a_value, "is not what summary.json says"),
    ],
)
def test_a_visit_sealed_anew_must_still_hang_together(
    one_block: Path, edit: Callable[[Path], None], said: str
) -> None:
    visit = first_visit(one_block)
    edit(visit)
    seal(visit)
    assert said in refusal(one_block)


def test_a_copied_visit_is_not_counted_twice(one_block: Path) -> None:
    visit = first_visit(one_block)
    shutil.copytree(visit, visit.with_name("09-monolith"))
    assert "09-monolith/visit.json is of another visit" in refusal(one_block)


@pytest.mark.parametrize("without", ["verdicts.json", "visits"])
def test_a_lost_summary_is_named(one_block: Path, without: str) -> None:
    (one_block / "summary.json").unlink()
    path = one_block / without
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert refusal(one_block) == "summary.json is missing"


def test_a_damaged_line_of_the_events_is_named(one_block: Path) -> None:
    path = one_block / "events.jsonl"
    path.write_text("what?\n" + path.read_text())
    assert refusal(one_block) == "events.jsonl: line 1 is damaged"


def test_a_refused_folder_keeps_the_page_it_had(one_block: Path) -> None:
    write_report(one_block)
    before = (one_block / "report.html").read_text()
    change(one_block / "summary.json", lambda told: figure(told).update(estimate=0.5))
    with pytest.raises(LabError):
        write_report(one_block)
    assert (one_block / "report.html").read_text() == before

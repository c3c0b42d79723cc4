"""The notebooks: their halves agree, they hold no logic, they run on raw and on reduced runs."""

from pathlib import Path

import jupytext  # type: ignore[import-untyped]
import nbformat
import pytest
from nbformat import NotebookNode

from experiments.plots.execute import NAMES, NOTEBOOKS, NotebookFailed, execute, keep, read_source
from experiments.plots.opened import WHICH
from experiments.plots.tests.cells import differences, faults_of_cells, faults_of_outputs

PRELUDE = "lab"
each_notebook = pytest.mark.parametrize("name", NAMES)


def _committed(name: str) -> NotebookNode:
    return nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)  # type: ignore[no-untyped-call,no-any-return]


def _written(folder: Path, text: str) -> NotebookNode:
    (folder / "seeded.py").write_text(text, encoding="utf-8")
    return read_source("seeded", folder)


def test_each_usual_experiment_has_a_notebook_and_nothing_else_is_there() -> None:
    assert {path.stem for path in NOTEBOOKS.glob("*.py")} == {*NAMES, PRELUDE}
    assert {path.stem for path in NOTEBOOKS.glob("*.ipynb")} == set(NAMES)


@each_notebook
def test_both_halves_of_a_pair_hold_the_same_cells(name: str) -> None:
    assert list(differences(read_source(name), _committed(name))) == []
    assert _committed(name).metadata.jupytext.formats == "ipynb,py:percent"


def test_halves_that_have_gone_apart_are_noticed(tmp_path: Path) -> None:
    one = _written(tmp_path, "# %%\nplots.origin(run)")
    two = _written(tmp_path, "# %%\nplots.claims(run)\n\n# %% [markdown]\n# More.")
    assert [each.partition(":")[0] for each in differences(one, two)] == [
        "cell 1 differs",
        "cell 2 differs",
    ]


@each_notebook
def test_jupytext_gives_the_source_back_as_it_was(name: str) -> None:
    text = (NOTEBOOKS / f"{name}.py").read_text(encoding="utf-8")
    assert jupytext.writes(jupytext.reads(text, "py:percent"), "py:percent") == text


@each_notebook
def test_cells_are_words_or_a_few_calls(name: str) -> None:
    assert list(faults_of_cells(read_source(name))) == []


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        ("# %%\nfor each in run:\n    print(each)", "logic: For"),
        ("# %%\ndef helper():\n    return 1", "logic: FunctionDef"),
        ("# %%\nplots.pairs(run, 1 + 1)", "logic: BinOp"),
        ("# %%\nplots.a()\nplots.b()\nplots.c()\nplots.d()", "more than 3 lines"),
        ("# %% [markdown]\n# " + "word " * 111, "more than 110 words"),
    ],
)
def test_logic_and_long_cells_are_noticed(cell: str, fault: str, tmp_path: Path) -> None:
    assert any(fault in found for found in faults_of_cells(_written(tmp_path, cell)))


@each_notebook
def test_a_notebook_opens_with_all_its_outputs(name: str) -> None:
    assert list(faults_of_outputs(_committed(name))) == []


@pytest.mark.parametrize("text", ["see /home/me/cleave", "C:\\\\Users\\\\me", "/tmp/x", "/root/y"])
def test_a_path_of_this_machine_is_noticed(text: str, tmp_path: Path) -> None:
    notebook = _written(tmp_path, "# %%\nplots.origin(run)")
    output = {"output_type": "execute_result", "data": {"text/plain": text}}
    notebook.cells[0].outputs = [nbformat.from_dict(output)]  # type: ignore[no-untyped-call]
    assert list(faults_of_outputs(notebook)) == ["cell 1: a path of a machine"]


def test_missing_outputs_are_noticed(tmp_path: Path) -> None:
    assert list(faults_of_outputs(_written(tmp_path, "# %%\nplots.origin(run)"))) == [
        "cell 1: no output"
    ]


@pytest.mark.real
def test_all_notebooks_run_on_a_reduced_run(reduced: Path, tmp_path: Path) -> None:
    for name, notebook in zip(NAMES, execute(NAMES, str(reduced)), strict=True):
        kept = nbformat.read(keep(notebook, name, tmp_path), as_version=4)  # type: ignore[no-untyped-call]
        assert list(faults_of_outputs(kept)) == []
        assert _pictures(kept) >= 5


@pytest.mark.real
def test_a_cell_that_raises_is_named_in_one_line_and_nothing_is_left_behind(
    reduced: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    _written(tmp_path, "# %%\nfrom nowhere import plots")
    with pytest.raises(NotebookFailed, match="seeded: ModuleNotFoundError: No module named"):
        list(execute(["seeded"], str(reduced), tmp_path))
    assert list(home.iterdir()) == []


@each_notebook
def test_a_notebook_runs_on_a_raw_run_of_one_block(
    name: str, raw: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(WHICH, str(raw))
    monkeypatch.syspath_prepend(NOTEBOOKS)
    told = _run_here(read_source(name))
    assert "no interval" in "\n".join(told)


@pytest.mark.real
def test_the_kernel_forgets_one_notebook_before_the_next(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text("# %%\nkept = 1", encoding="utf-8")
    (tmp_path / "two.py").write_text("# %%\nkept", encoding="utf-8")
    with pytest.raises(NotebookFailed, match="two: NameError: name 'kept' is not defined"):
        list(execute(["one", "two"], "", tmp_path))


def _run_here(notebook: NotebookNode) -> list[str]:
    """Without a kernel: what the last line of each cell gives, in words."""
    names: dict[str, object] = {}
    told = []
    for cell in notebook.cells:
        if cell.cell_type == "code":
            *lines, last = cell.source.strip().splitlines()
            exec("\n".join(lines), names)
            told.append(repr(eval(last, names)))
    return told


def _pictures(notebook: NotebookNode) -> int:
    outputs = [one for cell in notebook.cells for one in cell.get("outputs", ())]
    return sum("image/png" in one.data for one in outputs)

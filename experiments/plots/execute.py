"""Executes the notebooks and keeps their outputs, so that they open with them on any viewer."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import jupytext  # type: ignore[import-untyped]
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

from experiments.catalogue import USUAL
from experiments.errors import LabError
from experiments.plots.opened import WHICH

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
NAMES = tuple(experiment.name.replace("-", "_") for experiment in USUAL)
"""A notebook for each experiment that a comparison usually runs."""

KERNELS = Path(sys.prefix) / "share" / "jupyter" / "kernels"
"""This environment's, whatever others the user has."""


class NotebookFailed(LabError):
    """A cell raised; the message names notebook and error in one line."""


def read_source(name: str, folder: Path = NOTEBOOKS) -> NotebookNode:
    """The reviewed half of the pair, as a notebook without outputs. Its cells have the same ids
    every time."""
    notebook: NotebookNode = jupytext.read(folder / f"{name}.py")
    for number, cell in enumerate(notebook.cells, 1):
        cell.id = f"cell-{number}"
    return notebook


def execute(names: Sequence[str], run: str, folder: Path = NOTEBOOKS) -> Iterator[NotebookNode]:
    """Each in turn with its outputs, all in one kernel that forgets between them. `run` is the run
    to show, "" for each experiment's newest. Raises NotebookFailed."""
    with _kernel(run, folder) as client:
        for name in names:
            notebook = read_source(name, folder)
            _execute(client, _forgetting(), name)
            _execute(client, notebook, name)
            yield notebook


def keep(notebook: NotebookNode, name: str, folder: Path = NOTEBOOKS) -> Path:
    """Writes the other half of the pair."""
    path = folder / f"{name}.ipynb"
    jupytext.write(notebook, path)
    return path


@contextmanager
def _kernel(run: str, folder: Path) -> Iterator[NotebookClient]:
    """A kernel in the notebooks' folder. It is reached by no port, and leaves nothing behind in the
    user's home."""
    with TemporaryDirectory() as scratch:
        manager = AsyncKernelManager(
            kernel_name="python3",
            kernel_spec_manager=KernelSpecManager(kernel_dirs=[str(KERNELS)]),
            transport="ipc",
            connection_file=str(Path(scratch) / "kernel.json"),
        )
        client = NotebookClient(_forgetting(), km=manager, record_timing=False)
        environment = {**os.environ, "IPYTHONDIR": scratch, WHICH: run}
        with client.setup_kernel(cwd=str(folder), env=environment, cleanup_kc=True):
            yield client


def _forgetting() -> NotebookNode:
    """A notebook after which the kernel has no names left."""
    notebook: NotebookNode = jupytext.reads("# %%\n# %reset -f", "py:percent")
    return notebook


def _execute(client: NotebookClient, notebook: NotebookNode, name: str) -> None:
    client.nb = notebook
    client.reset_execution_trackers()
    try:
        for index, cell in enumerate(notebook.cells):
            client.execute_cell(cell, index, execution_count=client.code_cells_executed + 1)
    except CellExecutionError as error:
        raise NotebookFailed(f"{name}: {error.ename}: {error.evalue}") from None
    notebook.metadata.pop("language_info", None)

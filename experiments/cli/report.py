"""`cleave report RUN`: makes a run's page again, from what is in its folder."""

from experiments.report.page.write import write_report
from experiments.report.screen import output
from experiments.run_folder.folder import RUNS, find_run


def run(name: str) -> None:
    """`name` is a path, a folder in runs/, or "latest"."""
    page = write_report(find_run(RUNS, name).path)
    output().print(str(page), soft_wrap=True, highlight=False, markup=False)

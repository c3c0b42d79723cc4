"""`cleave doctor`: the findings as a table; exit 1 if one of them keeps the lab from running."""

from dataclasses import asdict

from rich.table import Table
from rich.text import Text

from experiments.cli.edge import INVALID
from experiments.report.documents import print_json
from experiments.report.screen import output
from experiments.setup.doctor import examine
from experiments.setup.finding import Finding, State

STYLES = {State.OK: "green", State.WARN: "yellow", State.FAIL: "bold red"}


def run(as_json: bool) -> int:
    """The exit code."""
    findings = examine()
    code = INVALID if any(finding.state is State.FAIL for finding in findings) else 0
    if as_json:
        found = [asdict(finding) for finding in findings]
        print_json({"kind": "cleave doctor", "findings": found, "exit_code": code})
    else:
        output().print(_table(findings))
        output().print(_sentence(findings))
    return code


def _table(findings: list[Finding]) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for finding in findings:
        seen = Text(finding.seen)
        if finding.remedy:
            seen.append(f"\n-> {finding.remedy}", style="bold")
        table.add_row(Text(finding.state.value, style=STYLES[finding.state]), finding.check, seen)
    return table


def _sentence(findings: list[Finding]) -> str:
    states = [finding.state for finding in findings]
    if State.FAIL in states:
        return "\nThe lab cannot run here yet: see the lines marked fail."
    if State.WARN in states:
        return "\nThe lab runs here; the lines marked warn say what it has to do without."
    return "\nThe lab runs here."

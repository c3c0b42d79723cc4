"""The doctor's look at the files that tell the lab what to do: broken, they stop every command."""

from collections.abc import Callable, Iterable

from experiments.analysis.claims import load_claims
from experiments.budget import load_budget
from experiments.errors import LabError
from experiments.setup.finding import Finding, State, judge

READERS = (load_budget, load_claims)


def settings(readers: Iterable[Callable[[], object]] = READERS) -> Finding:
    """Whether each of them can be read."""
    wrong = [error for read in readers if (error := _error(read))]
    remedy = "mend it; `git diff experiments` shows what was changed"
    seen = "; ".join(wrong) or "budget.toml and claims.toml are whole"
    return judge("settings", not wrong, seen, State.FAIL, remedy)


def _error(read: Callable[[], object]) -> str:
    try:
        read()
    except LabError as error:
        return str(error)
    return ""

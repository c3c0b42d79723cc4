"""The doctor's look at labs that run: the ports that they hold, and their processes."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from experiments.setup.finding import Finding, State, judge
from experiments.setup.machine import Marked
from experiments.stacks.local.ports import PortInUse, require_free


def ports(wanted: Mapping[int, str], ours: Collection[int]) -> Finding:
    """The fixed ports and what each is for; a lab of this user may hold some of them."""
    taken = {number: who for number, why in wanted.items() if (who := _holder(number, why))}
    strangers = [who for number, who in taken.items() if number not in ours]
    seen = f"{_listed(wanted.keys() - taken)} free" if len(taken) < len(wanted) else "none free"
    if taken:
        seen += f"; {_listed(taken)} used by a lab of yours"
    told = "; ".join(strangers) or seen
    return judge("ports", not strangers, told, State.FAIL, PortInUse.advice)


def _holder(port: int, purpose: str) -> str:
    """Who holds the port that is needed for `purpose`; empty when nobody does."""
    try:
        require_free(port, purpose)
    except PortInUse as error:
        return str(error)
    return ""


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, sorted(numbers)))


def leftovers(found: Sequence[Marked], state: Path) -> Finding:
    """Processes of a lab that runs now or was killed; `state` is the folder that `down` clears."""
    arms = ", ".join(sorted({each.arm for each in found}))
    seen = f"{len(found)} running: {arms}" if found else "none"
    elsewhere = sorted({str(each.folder.parent) for each in found} - {str(state)})
    down = "./cleave down" if not elsewhere else f"CLEAVE_STATE={elsewhere[0]} ./cleave down"
    remedy = f"{down}, unless they are meant to run"
    return judge("processes of a lab", not found, seen, State.WARN, remedy)

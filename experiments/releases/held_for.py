"""A change of what two features say to each other: units are held for a customer, by name.

The orders send the customer along when they ask the inventory to hold units, so ReserveStock has a
second version. A reader of the first can do without the news, and the writer says so; one release
here does not. The inventory may take what is there, or insist on it.
"""

from collections.abc import Mapping
from typing import Final

from experiments.artefacts.release import Change, Release
from experiments.topology import INVENTORY, ORDERS

COMMANDS: Final = "shared_domain/messages/commands.py"
VERSIONS: Final = "shared_domain/messages/versions.py"
CHECKOUT: Final = "shared_domain/checkout.py"
FEATURE: Final = "shared_domain/inventory/feature.py"

_LINES: Final = "    lines: tuple[Line, ...]\n"
_NO_VERSIONS: Final = "VERSIONS: Mapping[str, Version] = {}"
_ASKED: Final = "        asked = {\n"


def _second_version(readable_by: int) -> Mapping[str, tuple[str, str]]:
    """The news have a default, so that what the first version says can be read."""
    versions = f'{_NO_VERSIONS[:-1]}"ReserveStock": Version(2, {readable_by})}}'
    return {
        COMMANDS: (_LINES, f'{_LINES}    customer_id: str = ""\n'),
        VERSIONS: (_NO_VERSIONS, versions),
    }


_SAYS_WHOM: Final = {
    CHECKOUT: (
        "return ReserveStock(order.order_id, lines)",
        "return ReserveStock(order.order_id, lines, order.customer_id)",
    )
}
_INSISTS: Final = {
    FEATURE: (
        _ASKED,
        f"        if not command.customer_id:\n"
        f"            raise Refused(Reason.FAILED)  # for nobody nothing is held\n{_ASKED}",
    )
}
V2: Final = _second_version(readable_by=1)

WRITES: Final = Change(ORDERS, edits={**V2, **_SAYS_WHOM})
READS: Final = Change(INVENTORY, edits=V2)
INSISTS: Final = Change(INVENTORY, edits={**V2, **_INSISTS})

WRITER_2: Final = Release("writer 2", (WRITES,))
BOTH_2: Final = Release("writer and reader 2", (WRITES, READS))
WRITER_2_ALONE: Final = Release(
    "writer 2 for readers 2", (Change(ORDERS, edits={**_second_version(2), **_SAYS_WHOM}),)
)
"""It gives readers of the first version no leave to read it."""

HELD_FOR: Final = Release("units held for a customer", (WRITES, INSISTS))
IN_ORDER: Final = (WRITER_2, HELD_FOR)
"""Who writes comes before who insists."""

"""When a run began: its folder's name says so."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from experiments.guides.errors import Unusable

NAME: Final = re.compile(r"(\d{8}T\d{6}Z)-")


def began_at(folder: Path) -> datetime:
    """In UTC. Raises Unusable for a folder that was not named by the lab."""
    found = NAME.match(folder.resolve().name)
    if found is None:
        raise Unusable(f"{folder}: its name does not say when the run was made")
    return datetime.strptime(found[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)

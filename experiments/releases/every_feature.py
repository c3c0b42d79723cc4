"""A release that has something new in every feature, and nothing that a shopper could notice.

So each part of an arm must be deployed, however the shop is cut, and whatever goes wrong meanwhile
is the deploy's doing.
"""

from typing import Final

from experiments.artefacts.release import Change, Release
from experiments.topology import FEATURES

TEXT: Final = '"""Nothing imports this: it makes the artefact another one."""\n'


def _nothing_new(feature: str) -> Change:
    return Change(feature, files={f"shared_domain/{feature}/second_release.py": TEXT})


EVERY_FEATURE: Final = Release("every feature", tuple(map(_nothing_new, FEATURES)))

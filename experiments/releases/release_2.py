"""What went out on a Friday: one feature became better, another broke."""

from typing import Final

from experiments.artefacts.release import Release
from experiments.releases.bad_payments import BAD_PAYMENTS
from experiments.releases.good_catalog import GOOD_CATALOG

RELEASE_2: Final = Release("release-2", (GOOD_CATALOG, BAD_PAYMENTS))

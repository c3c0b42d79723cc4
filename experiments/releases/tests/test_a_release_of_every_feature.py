"""A release that no shopper could notice makes another artefact of every part, on either arm."""

from experiments.artefacts.build import REPOSITORY
from experiments.artefacts.content import content_of, digest_of
from experiments.artefacts.release import BASE, Release
from experiments.releases.every_feature import EVERY_FEATURE
from experiments.topology import TOPOLOGIES, Part


def digest(part: Part, release: Release) -> str:
    return digest_of(content_of(part, release, REPOSITORY))


def test_every_part_is_another_artefact_and_nothing_that_was_there_is_touched() -> None:
    for topology in TOPOLOGIES.values():
        for part in topology.parts:
            assert digest(part, BASE) != digest(part, EVERY_FEATURE)
            before = content_of(part, BASE, REPOSITORY)
            after = content_of(part, EVERY_FEATURE, REPOSITORY)
            changed = {path for path in before if before[path] != after[path]}
            assert changed == {"artefact.json"}

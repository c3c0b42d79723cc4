"""Writes the locks of jars anew: resolves coordinates once and measures every jar.

For maintainers (`make lock`); needs the network. Users only ever read the locks.
"""

import hashlib
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import jgo
from jgo.maven import Artifact

from experiments.setup.jars import ELASTICSEARCH_LOCK, LOCK, Jar


@dataclass(frozen=True)
class Wanted:
    """What a lock is made of. Of an artifact in `forced` only that version is taken."""

    lock: Path
    roots: tuple[str, ...]
    forced: Mapping[str, str] = field(default_factory=dict)

    @property
    def head(self) -> str:
        whose = self.lock.stem.capitalize()
        return f"# {whose}'s jars: group:artifact:version size sha256. Written by `make lock`.\n"

    def takes(self, artifact: str, version: str) -> bool:
        return self.forced.get(artifact, version) == version


KAFKA = Wanted(
    LOCK,
    (
        "org.apache.kafka:kafka_2.13:4.4.0",
        # Kafka logs through slf4j 1.7 and brings no backend: without one a broker dies in silence.
        "org.slf4j:slf4j-simple:1.7.36",
    ),
)
ELASTICSEARCH = Wanted(
    ELASTICSEARCH_LOCK,
    (
        "org.elasticsearch:elasticsearch:8.19.21",
        "org.elasticsearch.plugin:transport-netty4:8.19.21",
        "org.apache.logging.log4j:log4j-api:2.19.0",
        "org.apache.logging.log4j:log4j-core:2.19.0",
        # The lab's Java has no compiler, and Elasticsearch needs 30 lines of it.
        "org.eclipse.jdt:ecj:3.42.0",
    ),
    {"log4j-api": "2.19.0", "log4j-core": "2.19.0"},
)


def measure(artifact: Artifact) -> Jar:
    """Download one artifact and read its size and checksum."""
    data = Path(artifact.resolve()).read_bytes()
    return Jar(
        group=artifact.groupId,
        artifact=artifact.artifactId,
        version=artifact.version,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
    )


def text_of(head: str, jars: Iterable[Jar]) -> str:
    """The lock file's text, sorted so that a change shows as few lines as it has."""
    lines = sorted(f"{jar.coordinate} {jar.size} {jar.sha256}\n" for jar in jars)
    return head + "".join(lines)


def write(wanted: Wanted) -> None:
    """Resolve, measure, write."""
    found = {str(artifact): artifact for root in wanted.roots for artifact in jgo.resolve(root)}
    taken = [each for each in found.values() if wanted.takes(each.artifactId, each.version)]
    jars = [measure(artifact) for artifact in taken]
    wanted.lock.write_text(text_of(wanted.head, jars), encoding="utf-8")


def main() -> int:
    for wanted in (KAFKA, ELASTICSEARCH):
        write(wanted)
    return 0


if __name__ == "__main__":
    sys.exit(main())

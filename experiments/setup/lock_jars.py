"""Writes kafka.lock anew: resolves Kafka's coordinates once and measures every jar.

For maintainers (`make lock`); needs the network. Users only ever read the lock.
"""

import hashlib
import sys
from pathlib import Path

import jgo
from jgo.maven import Artifact

from experiments.setup.jars import LOCK, Jar

ROOTS = (
    "org.apache.kafka:kafka_2.13:4.4.0",
    # Kafka logs through slf4j 1.7 and brings no backend: without one a broker dies in silence.
    "org.slf4j:slf4j-simple:1.7.36",
)
HEAD = "# Kafka's jars: group:artifact:version size sha256. Written by `make lock`.\n"


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


def text_of(jars: list[Jar]) -> str:
    """The lock file's text, sorted so that a change shows as few lines as it has."""
    lines = sorted(f"{jar.coordinate} {jar.size} {jar.sha256}\n" for jar in jars)
    return HEAD + "".join(lines)


def main() -> int:
    """Resolve, measure, write."""
    artifacts = {str(a): a for root in ROOTS for a in jgo.resolve(root)}
    jars = [measure(artifact) for artifact in artifacts.values()]
    LOCK.write_text(text_of(jars), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

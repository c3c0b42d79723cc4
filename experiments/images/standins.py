"""`make standins`: images under the names of others, from packages, where no registry is reachable.

    python -m experiments.images.standins [NAME ...]    all but jaeger, if none is named

See compose/standins/README.md for what each lacks.
"""

import io
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from experiments.errors import LabError
from experiments.images.build import run_build
from experiments.images.context import REPOSITORY, packed
from experiments.images.names import ENVOY, KAFKA, POSTGRES, PYTHON
from experiments.setup.jars import kafka_classpath
from experiments.stacks.docker.engine import open_engine

FOLDER: Final = REPOSITORY / "compose" / "standins"
LOCKED: Final = (
    "requirements.in",
    "requirements.lock",
    "experiments/__init__.py",
    "experiments/errors.py",
    "experiments/images/__init__.py",
    "experiments/images/requirements.py",
)
"""For those that are made of wheels, by the lock."""
ELASTIC: Final = "8.19.21"
ELASTIC_ROOTS: Final = (
    f"org.elasticsearch:elasticsearch:{ELASTIC}",
    f"org.elasticsearch.plugin:transport-netty4:{ELASTIC}",
    "org.apache.logging.log4j:log4j-core:2.19.0",
    "org.apache.logging.log4j:log4j-api:2.19.0",
)
JAEGER_PROGRAM: Final = REPOSITORY / ".cache" / "jaeger"
Files = Mapping[str, bytes]


class NotBuilt(LabError):
    """A program that a stand-in is made of is not there."""


def _locked() -> Files:
    return {path: (REPOSITORY / path).read_bytes() for path in LOCKED}


def _kafka() -> Files:
    return {**_locked(), **{f"jars/{jar.name}": jar.read_bytes() for jar in kafka_classpath()}}


def _elasticsearch() -> Files:
    """By Maven's rules; of two versions of a jar the one that is asked for here."""
    import jgo

    found: dict[str, Path] = {}
    for root in ELASTIC_ROOTS:
        for artifact in jgo.resolve(root):
            found[f"{artifact.groupId}:{artifact.artifactId}"] = Path(artifact.resolve())
    return {f"jars/{jar.name}": jar.read_bytes() for jar in found.values()}


def _jaeger() -> Files:
    if not JAEGER_PROGRAM.exists():
        raise NotBuilt(f"{JAEGER_PROGRAM} is not built: run .ci/jaeger.sh, which takes minutes")
    return {"jaeger": JAEGER_PROGRAM.read_bytes()}


@dataclass(frozen=True)
class Standin:
    """`image` is whose place it takes; `files` are what its build needs beside its folder."""

    image: str
    files: Callable[[], Files]


STANDINS: Final[Mapping[str, Standin]] = MappingProxyType(
    {
        "postgres": Standin(POSTGRES, _locked),
        "kafka": Standin(KAFKA, _kafka),
        "envoy": Standin(ENVOY, _locked),
        "rabbitmq": Standin("rabbitmq:4.1.4", dict),
        "prometheus": Standin("prom/prometheus:v2.53.5", dict),
        "alertmanager": Standin("prom/alertmanager:v0.27.0", dict),
        "elasticsearch": Standin(
            f"docker.elastic.co/elasticsearch/elasticsearch:{ELASTIC}", _elasticsearch
        ),
        "jaeger": Standin("jaegertracing/jaeger:2.13.0", _jaeger),
    }
)
USUAL: Final = tuple(name for name in STANDINS if name != "jaeger")


def context_of(name: str) -> bytes:
    """The build's tar archive."""
    own = {path.name: path.read_bytes() for path in sorted((FOLDER / name).iterdir())}
    return packed({**own, **STANDINS[name].files()})


def main() -> int:
    names = sys.argv[1:] or list(USUAL)
    try:
        for name in names:
            if name not in STANDINS:
                raise LabError(f"there is no stand-in {name!r}: choose from {', '.join(STANDINS)}")
        engine = open_engine()
        for name in names:
            image = STANDINS[name].image
            sys.stderr.write(f"building what stands in for {image}\n")
            archive = io.BytesIO(context_of(name))
            run_build(engine, archive, "Dockerfile", image, {"PYTHON": PYTHON}, {})
            sys.stdout.write(f"{image}\n")
    except LabError as error:
        sys.stderr.write("standins: " + "; ".join(filter(None, (str(error), error.advice))) + "\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

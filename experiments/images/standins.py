"""`make standins`: images under the names of others, from packages, where no registry is reachable.

    python -m experiments.images.standins [NAME ...]    all but jaeger, if none is named

See compose/standins/README.md for what each lacks.
"""

import io
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from experiments.backends.elasticsearch import image_files
from experiments.backends.fetch import fetch_elasticsearch
from experiments.backends.programs import JAEGER, program
from experiments.errors import LabError
from experiments.images.build import run_build
from experiments.images.context import REPOSITORY, packed
from experiments.images.names import ENVOY, KAFKA, POSTGRES, PYTHON, RABBITMQ
from experiments.setup.jars import kafka_classpath
from experiments.setup.progress import Progress
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
Files = Mapping[str, bytes]


def _locked() -> Files:
    return {path: (REPOSITORY / path).read_bytes() for path in LOCKED}


def _kafka() -> Files:
    return {**_locked(), **{f"jars/{jar.name}": jar.read_bytes() for jar in kafka_classpath()}}


def _elasticsearch() -> Files:
    fetch_elasticsearch(Progress(sys.stderr))
    return image_files()


def _jaeger() -> Files:
    return {"jaeger": program(JAEGER).read_bytes()}


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
        "rabbitmq": Standin(RABBITMQ, dict),
        "prometheus": Standin("prom/prometheus:v2.53.5", dict),
        "alertmanager": Standin("prom/alertmanager:v0.27.0", dict),
        "elasticsearch": Standin(
            "docker.elastic.co/elasticsearch/elasticsearch:8.19.21", _elasticsearch
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

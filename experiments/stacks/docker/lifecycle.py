"""The life of an arm in containers: from fresh data to all healthy, and to nothing left."""

import contextlib
import shutil
from pathlib import Path
from types import TracebackType
from typing import Self

from experiments.artefacts.release import BASE, Release
from experiments.budget import Budget
from experiments.errors import LabError
from experiments.images.build import ensure_theirs
from experiments.images.names import ENVOY, KAFKA, POSTGRES
from experiments.stacks.docker.abilities import NO_RABBITMQ
from experiments.stacks.docker.arm import ContainerArm, make_folders
from experiments.stacks.docker.engine import Engine, open_engine
from experiments.stacks.docker.images import ArtefactImages
from experiments.stacks.docker.keeper import Keeper
from experiments.stacks.docker.leftovers import remove_arm
from experiments.stacks.docker.logs import copy_logs
from experiments.stacks.docker.making import Ground
from experiments.stacks.docker.names import lab_of
from experiments.stacks.docker.network import open_network
from experiments.stacks.docker.outside import let_in
from experiments.stacks.docker.prepared import ensure_prepared
from experiments.stacks.docker.record import write_record
from experiments.stacks.docker.replicas import EVERYWHERE
from experiments.stacks.docker.site import DockerSite
from experiments.stacks.local.arm import READY_S
from experiments.stacks.local.arm_folder import clear_arm
from experiments.stacks.local.cores import split_cores
from experiments.stacks.local.files import disk_errors, require_room
from experiments.stacks.local.fleet import Fleet
from experiments.stacks.local.leftovers import remove_folder
from experiments.stacks.local.lifecycle import WAIT_FOR_OTHERS_S
from experiments.stacks.local.operated import Operated
from experiments.stacks.local.passwords import open_passwords
from experiments.stacks.local.places import Places, open_places
from experiments.stacks.local.ports import ports_of, require_free
from experiments.stacks.local.provision import Say
from experiments.stacks.local.rollout import Rollout, migrations_of
from experiments.stacks.local.running import Running
from experiments.stacks.local.startup import wait_started
from experiments.stacks.local.switches import Switches
from experiments.stacks.local.taken_ports import take_ports
from experiments.stacks.local.templates import exclusively
from experiments.stacks.protocol import StackError
from experiments.topology import RABBITMQ, Topology


class DockerLifecycle(Operated):
    """Starts and stops one arm. `say` gets a line for each long step; use it as a context manager
    to have the arm stopped whatever happens. `outside_url` is as the arm sees it."""

    def __init__(
        self,
        topology: Topology,
        budget: Budget,
        outside_url: str,
        places: Places | None = None,
        say: Say | None = None,
    ) -> None:
        self.topology = topology
        self._budget = budget
        self._outside_url = outside_url
        self._places = places or open_places()
        self._say = say or (lambda _: None)
        self._folder = self._places.arm(topology.name).resolve()
        self._lab = lab_of(self._places.state)
        self._engine: Engine | None = None
        self._kept: Keeper | None = None
        self._site: DockerSite | None = None
        self._running: Running | None = None

    def start(self, release: Release = BASE) -> None:
        name = self.topology.name
        if self.topology.transport == RABBITMQ:
            raise StackError(NO_RABBITMQ)
        with exclusively(self._places.lock(name), WAIT_FOR_OTHERS_S), disk_errors(self._folder):
            engine = open_engine()
            remove_arm(engine, self._lab, name)
            clear_arm(self._places, name)
            require_room(self._places.state)
            require_free(self.topology.gateway_port, f"the gateway of {name}")
            self._engine = engine
            try:
                self._bring_up(engine, release)
            except LabError as error:
                kept = self._keep_logs(engine)
                self.stop()
                raise StackError(f"{error}{kept}") from error
            except BaseException:
                self.stop()
                raise

    def stop(self) -> None:
        """Touches only what this object started: never an arm that another lab is using."""
        if self._kept:
            self._kept.close()
        if self._engine:
            remove_arm(self._engine, self._lab, self.topology.name)
            remove_folder(self._folder)
        self._forget()

    def release(self) -> None:
        """The arm stays up when this process ends, until `cleave down` or the next start."""
        write_record(self._folder, self._up.ports.databases)
        self._keeper.release()
        self._forget()

    def save_logs(self, folder: Path) -> None:
        if not self._engine:
            raise StackError(f"{self.topology.name} is not running")
        folder.mkdir(parents=True, exist_ok=True)
        copy_logs(self._engine, self._lab, self.topology.name, folder)
        logs = self._folder / "logs"
        for file in (*logs.glob("*.log"), *logs.glob("*.jsonl")):
            if not (folder / file.name).exists():
                shutil.copyfile(file, folder / file.name)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def _keeper(self) -> Keeper:
        if self._kept is None:
            raise StackError(f"{self.topology.name} is not running")
        return self._kept

    @property
    def _site_now(self) -> DockerSite:
        if self._site is None:
            raise StackError(f"{self.topology.name} is not running")
        return self._site

    def _bring_up(self, engine: Engine, release: Release) -> None:
        topology, budget = self.topology, self._budget
        images = ArtefactImages(engine, self._places, self._say)
        for theirs in (POSTGRES, ENVOY, *((KAFKA,) if topology.broker else ())):
            ensure_theirs(engine, theirs, self._say)
        passwords = open_passwords(self._places.cache)
        given = (images, engine, budget, passwords, self._places, self._say)
        prepared = ensure_prepared(topology, *given)
        fleet = _build_all(topology, release, images)
        self._say(f"starting {topology.name}")
        make_folders(self._folder, topology)
        network = open_network(engine, self._lab, topology.name, topology.base_port)
        let_in(engine, self._lab, network.name)
        ground = Ground(engine, self._lab, topology.name, network)
        self._kept = Keeper(ground, self._folder, budget.restarts)
        ports = take_ports(topology, fleet.book, EVERYWHERE)
        folder, outside_url = self._folder, self._outside_url
        arm = ContainerArm(
            topology, budget, passwords, images, prepared, folder, ports, outside_url
        )
        self._site = DockerSite(arm, self._kept)
        self._running = _start(self._site, fleet, release)

    def _keep_logs(self, engine: Engine) -> str:
        """Where they are, for the complaint; of what has begun to run."""
        kept = self._places.failed(self.topology.name)
        with contextlib.suppress(OSError, StackError):
            if self._folder.exists():
                kept.mkdir(exist_ok=True)
                copy_logs(engine, self._lab, self.topology.name, kept)
                return f" (logs: {kept})"
        return ""

    def _forget(self) -> None:
        self._engine, self._kept, self._site, self._running = None, None, None, None


def _build_all(topology: Topology, release: Release, images: ArtefactImages) -> Fleet:
    """Every part's image of the release, and who shall run it."""
    fleet = Fleet(topology, ports_of(topology))
    for part in topology.parts:
        artefact = images.build(part, release)
        fleet.assign(part.name, artefact, fleet.recruit(part.name, part.replicas))
    return fleet


def _start(site: DockerSite, fleet: Fleet, release: Release) -> Running:
    """Starts every container of the arm, unpinned; returns when all are healthy and on their
    cores."""
    arm, keeper = site.arm, site.keeper
    changed = {part.name for part in arm.topology.parts if migrations_of(release, part)}
    keeper.wait_ready(arm.start(keeper, fleet, changed), READY_S, strict=True)
    wait_started(fleet.all_members(), READY_S)
    split = split_cores(arm.budget.cores.lab)
    if split.pinned:
        keeper.pin(split.arm)
    rollout, switches = Rollout(site, fleet, release), Switches(arm.folder)
    return Running(arm.topology, arm.passwords, arm.ports, fleet, rollout, switches)

"""The life of an arm on this machine: from fresh data to all healthy, and to nothing left."""

import contextlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from experiments.artefacts.release import BASE, Release
from experiments.budget import Budget
from experiments.errors import LabError
from experiments.stacks.local.arm import Arm
from experiments.stacks.local.arm_folder import clear_arm, end_arm, open_arm, save_logs
from experiments.stacks.local.client import Client
from experiments.stacks.local.files import disk_errors, require_room
from experiments.stacks.local.kit import Kit, open_kit
from experiments.stacks.local.lifeline import Lifeline
from experiments.stacks.local.operated import Operated
from experiments.stacks.local.places import Places, open_places
from experiments.stacks.local.ports import require_free
from experiments.stacks.local.provision import Say, ensure_templates
from experiments.stacks.local.running import Running, bring_up, build_all
from experiments.stacks.local.site import LocalSite
from experiments.stacks.local.taken_ports import take_ports
from experiments.stacks.local.templates import exclusively
from experiments.stacks.protocol import StackError
from experiments.topology import Topology

WAIT_FOR_OTHERS_S: Final = 1.0


class Lifecycle(Operated):
    """Starts and stops one arm. `say` gets a line for each long step; use it as a context manager
    to have the arm stopped whatever happens."""

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
        self._folder = self._places.arm(topology.name)
        self._client = Client(self._folder)
        self._lifeline: Lifeline | None = None
        self._running: Running | None = None
        self._site: LocalSite | None = None
        self._begun = False

    def start(self, release: Release = BASE) -> None:
        name = self.topology.name
        with exclusively(self._places.lock(name), WAIT_FOR_OTHERS_S), disk_errors(self._folder):
            clear_arm(self._places, name)
            require_room(self._places.state)
            require_free(self.topology.gateway_port, f"the gateway of {name}")
            kit = open_kit(self.topology, self._budget, self._places)
            self._begun = True
            try:
                self._bring_up(kit, release)
            except LabError as error:
                kept = self._keep_logs()
                self.stop()
                raise StackError(f"{error}{kept}") from error
            except BaseException:
                self.stop()
                raise

    def stop(self) -> None:
        """Touches only what this object started: never an arm that another lab is using."""
        if not self._begun:
            return
        end_arm(self._places, self.topology.name, self._lifeline)
        self._lifeline, self._running, self._site, self._begun = None, None, None, False

    def release(self) -> None:
        """The arm stays up when this process ends, until `cleave down` or the next start."""
        self._client.release()

    def save_logs(self, folder: Path) -> None:
        save_logs(self._folder, folder)

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
    def _site_now(self) -> LocalSite:
        if self._site is None:
            raise StackError(f"{self.topology.name} is not running")
        return self._site

    def _bring_up(self, kit: Kit, release: Release) -> None:
        topology, budget, places = self.topology, self._budget, self._places
        templates = ensure_templates(topology, budget, kit, places, self._say)
        self._say(f"starting {topology.name}")
        store = places.cache / "artefacts"
        with ThreadPoolExecutor(1) as pool:  # meanwhile the supervisor starts
            building = pool.submit(build_all, topology, release, store)
            self._client, self._lifeline = open_arm(places, topology.name, budget.restarts)
        fleet = building.result()
        ports = take_ports(topology, fleet.book)
        arm = Arm(topology, budget, kit, templates, self._folder, ports, self._outside_url)
        self._site = LocalSite(arm, self._client, store)
        self._running = bring_up(self._site, fleet, release)

    def _keep_logs(self) -> str:
        kept = self._places.failed(self.topology.name)
        with contextlib.suppress(OSError):
            if self._folder.exists():
                save_logs(self._folder, kept)
                return f" (logs: {kept})"
        return ""

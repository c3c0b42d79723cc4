"""Runs the outside world: one process for both arms, on the lab's cores, in no arm's account."""

from typing import Final

from experiments.budget import Budget
from experiments.stacks.local.arm_folder import clear_arm, end_arm, open_arm
from experiments.stacks.local.client import Client
from experiments.stacks.local.cores import split_cores
from experiments.stacks.local.lifeline import Lifeline
from experiments.stacks.local.places import REPOSITORY, Places, open_places
from experiments.stacks.local.ports import require_free
from experiments.stacks.local.process import Probe, ProcessSpec, base_environment
from experiments.stacks.local.replicas import granian
from experiments.stacks.local.templates import exclusively
from experiments.topology import OUTSIDE_PORT

NAME: Final = "outside"
START_S: Final = 30.0


class OutsideProcess:
    """Started by the lab before the arms, stopped after them."""

    def __init__(self, budget: Budget, places: Places | None = None) -> None:
        self._budget = budget
        self._places = places or open_places()
        self._client = Client(self._places.arm(NAME))
        self._lifeline: Lifeline | None = None
        self._begun = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{OUTSIDE_PORT}"

    def start(self) -> None:
        """Returns when it answers; StackError when its port is busy or it dies."""
        with exclusively(self._places.lock(NAME), 1.0):
            clear_arm(self._places, NAME)
            require_free(OUTSIDE_PORT, "the outside world")
            self._begun = True
            try:
                self._client, self._lifeline = open_arm(self._places, NAME, self._budget.restarts)
                self._client.add(self._spec())
                self._client.wait_ready([NAME], START_S, strict=True)
                split = split_cores(self._budget.cores.lab)
                if split.pinned:
                    self._client.pin(split.lab, split.lab)
            except BaseException:
                self.stop()
                raise

    def stop(self) -> None:
        """Harmless when this object did not start it."""
        if not self._begun:
            return
        end_arm(self._places, NAME, self._lifeline)
        self._lifeline, self._begun = None, False

    def kill(self) -> None:
        """SIGKILL, as an accident would; the restart rule of the budget brings it back."""
        self._client.kill(NAME)

    def release(self) -> None:
        """It stays up when this process ends."""
        self._client.release()

    def _spec(self) -> ProcessSpec:
        folder = self._places.arm(NAME)
        return ProcessSpec(
            name=NAME,
            group=NAME,
            argv=granian("asgi", "experiments.outside.main:build", OUTSIDE_PORT, ()),
            environment={**base_environment(folder), "PYTHONPATH": str(REPOSITORY)},
            folder=str(REPOSITORY),
            log=str(folder / "logs" / f"{NAME}.log"),
            probe=Probe("http", OUTSIDE_PORT, "/behaviour"),
        )

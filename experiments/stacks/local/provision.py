"""Makes sure that every template an arm is copied from exists; builds the missing side by side."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from experiments.budget import Budget
from experiments.stacks.local import database_template, kafka_template, postgres
from experiments.stacks.local.kit import Kit
from experiments.stacks.local.places import Places
from experiments.stacks.local.templates import (
    exclusively,
    forget_unused,
    is_built,
    template_folder,
)
from experiments.stacks.local.workshop import NAME, Workshop, open_workshop
from experiments.topology import Part, Topology

WAIT_FOR_OTHERS_S: Final = 180.0
Say = Callable[[str], None]
Build = Callable[[Workshop], None]


@dataclass(frozen=True)
class Templates:
    """Where the data of each part's database, and of the broker, is copied from."""

    databases: Mapping[str, Path]
    broker: Path | None


def database_settings(topology: Topology, budget: Budget) -> str:
    """postgresql.conf of each of the arm's servers: an equal share of the arm's total."""
    return postgres.settings(budget.database.per_server(len(topology.parts)))


def ensure_templates(
    topology: Topology, budget: Budget, kit: Kit, places: Places, say: Say
) -> Templates:
    """The arm's templates; the first time, and after a change of sources, builds them."""
    plan = _Plan(topology, budget, kit, places)
    if plan.missing():
        with exclusively(places.lock(NAME), WAIT_FOR_OTHERS_S):
            missing = plan.missing()
            names = ", ".join(sorted(missing))
            say(f"preparing {names}: once, and again when the sources change")
            forget_unused(places)
            if missing:
                with open_workshop(places, budget.restarts) as workshop:
                    _build_side_by_side(list(missing.values()), workshop)
    return plan.templates


class _Plan:
    def __init__(self, topology: Topology, budget: Budget, kit: Kit, places: Places) -> None:
        self._topology = topology
        self._kit = kit
        self._configuration = database_settings(topology, budget)
        self.templates = Templates(
            databases={part.name: self._database(part, places) for part in topology.parts},
            broker=self._broker(places),
        )

    def missing(self) -> dict[str, Build]:
        """What is to be built, by the name of the folder."""
        builds: dict[str, Build] = {}
        for part in self._topology.parts:
            template = self.templates.databases[part.name]
            if not is_built(template):
                builds[f"the database of {part.name}"] = self._database_build(part, template)
        template_of_broker, kafka = self.templates.broker, self._kit.kafka
        if kafka and template_of_broker and not is_built(template_of_broker):
            topics, target = self._topology.topics, template_of_broker
            builds["the broker"] = lambda workshop: kafka_template.build_broker(
                kafka, topics, workshop, target
            )
        return builds

    def _database(self, part: Part, places: Places) -> Path:
        digest = database_template.template_digest(part, self._configuration, self._kit.passwords)
        return template_folder(places, part.name, digest)

    def _broker(self, places: Places) -> Path | None:
        if not self._kit.kafka:
            return None
        digest = kafka_template.template_digest(self._kit.kafka, self._topology.topics)
        return template_folder(places, "broker", digest)

    def _database_build(self, part: Part, template: Path) -> Build:
        def build(workshop: Workshop) -> None:
            kit = self._kit
            database_template.DatabaseBuild(
                part, self._configuration, kit.postgres, kit.passwords, workshop
            ).into(template)

        return build


def _build_side_by_side(builds: list[Build], workshop: Workshop) -> None:
    """Runs all; the first failure, or Ctrl-C, ends the workshop and with it the others."""
    with ThreadPoolExecutor(len(builds)) as pool:
        futures: list[Future[None]] = [pool.submit(build, workshop) for build in builds]
        try:
            for future in futures:
                future.result()
        except BaseException:
            workshop.client.stop()
            raise

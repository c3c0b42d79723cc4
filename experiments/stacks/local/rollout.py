"""Puts other replicas into service while the arm runs: more, fewer, or of another artefact.

New replicas start beside the old ones, on the arm's own cores, and stay out of the gateway until
all of them are wholly started; then it changes over at once. (A service's new consumers share
the old ones' messages from the moment they have joined their group: Kafka has no such gate.)
"""

import time
from collections.abc import Sequence
from typing import Final

from experiments.artefacts.release import Artefact, Release
from experiments.errors import LabError
from experiments.stacks.local.arm import READY_S
from experiments.stacks.local.fleet import Fleet, Member
from experiments.stacks.local.site import Site
from experiments.stacks.local.startup import wait_started
from experiments.stacks.protocol import Deployment, StackError
from experiments.topology import Part

KEPT_CONNECTIONS: Final = 8
"""Of each database server, for its administrator, auditors and migrations."""
Members = tuple[Member, ...]
Migrations = frozenset[tuple[str, str]]
Newcomer = tuple[Part, Member, Artefact]


def migrations_of(release: Release, part: Part) -> Migrations:
    """Path and text of the migrations that the release brings to the part."""
    return frozenset(
        (path, text)
        for change in release.of(part.features)
        for path, text in change.files.items()
        if "/migrations/" in path
    )


class Rollout:
    """Changes the `fleet` of a running arm that was started from `release`."""

    def __init__(self, site: Site, fleet: Fleet, release: Release) -> None:
        self._site = site
        self._fleet = fleet
        self._migrated = {part.name: migrations_of(release, part) for part in site.topology.parts}

    def scale(self, name: str, replicas: int) -> None:
        """See Stack.scale."""
        part, present = self._fleet.part(name), self._fleet.members(name)
        if replicas < 1:
            raise StackError(f"{name} needs at least one replica, not {replicas}")
        self._require_connections(part, replicas)
        artefact = self._fleet.artefact(name)
        new = self._start(part, artefact, max(0, replicas - len(present)))
        self._switch(part, artefact, present[:replicas] + new, new, present[replicas:])

    def deploy(self, name: str, release: Release) -> Deployment:
        """See Stack.deploy."""
        part, old = self._fleet.part(name), self._fleet.members(name)
        moments = [time.monotonic()]
        try:
            self._require_connections(part, 2 * len(old))
            artefact = self._site.build(part, release)
            moments.append(time.monotonic())
            self._migrate(part, release, artefact)
            moments.append(time.monotonic())
            new = self._start(part, artefact, len(old))
        except LabError as error:
            before = self._fleet.artefact(name).release
            raise StackError(f"{name} stays at {before}: {error}") from error
        moments.append(time.monotonic())
        moments.append(self._switch(part, artefact, new, new, old))
        moments.append(time.monotonic())
        return Deployment(artefact, *(moment - moments[0] for moment in moments[1:]))

    def renew(self, site: Site) -> None:
        """New replicas of the same artefacts in the place of all there are, told what `site` tells
        them, as are those that come later. See Stack.sample_traces."""
        parts = site.topology.parts
        for part in parts:
            self._require_connections(part, 2 * len(self._fleet.members(part.name)))
        new = {
            part.name: self._fleet.recruit(part.name, len(self._fleet.members(part.name)))
            for part in parts
        }
        self._begin(
            site,
            [
                (part, member, self._fleet.artefact(part.name))
                for part in parts
                for member in new[part.name]
            ],
        )
        self._site = site
        for part in parts:
            enter, leave = new[part.name], self._fleet.members(part.name)
            self._switch(part, self._fleet.artefact(part.name), enter, enter, leave)

    def _migrate(self, part: Part, release: Release, artefact: Artefact) -> None:
        """Only for migrations that the database has not seen: a rollback leaves what they have
        added, and need not start a command that would find nothing to do."""
        wanted = migrations_of(release, part)
        if not wanted <= self._migrated[part.name]:
            self._site.migrate(part, artefact)
            self._migrated[part.name] |= wanted

    def _start(self, part: Part, artefact: Artefact, count: int) -> Members:
        """Replicas that are wholly started and serve nobody. None is left when one fails."""
        new = self._fleet.recruit(part.name, count)
        self._begin(self._site, [(part, member, artefact) for member in new])
        return new

    def _begin(self, site: Site, newcomers: Sequence[Newcomer]) -> None:
        new = tuple(member for _, member, _ in newcomers)
        names = [member.name for member in new]
        try:
            for part, member, artefact in newcomers:
                site.add(part, member, artefact)
            site.wait_ready(names, READY_S)
            wait_started(new, READY_S, lambda: site.wait_ready(names, READY_S))
        except BaseException:  # Ctrl-C included
            self._end(new)
            raise

    def _switch(
        self, part: Part, artefact: Artefact, all_now: Members, enter: Members, leave: Members
    ) -> float:
        """Changes over, then ends those that left as soon as nobody waits for them; says when
        the gateway had changed over."""
        names = [member.name for member in leave]
        versions = self._site.switch([member.name for member in enter], names)
        self._fleet.assign(part.name, artefact, all_now)
        try:
            self._site.wait_applied(versions, READY_S)
            switched = time.monotonic()
            for member in leave:
                self._site.wait_drained(member, self._site.budget.timeouts.gateway_ms / 1000)
        finally:
            self._end(leave)
        return switched

    def _end(self, members: Members) -> None:
        self._site.dismiss(member.name for member in members)
        self._fleet.release(members)

    def _require_connections(self, part: Part, replicas: int) -> None:
        budget = self._site.budget
        server = budget.database.per_server(len(self._site.topology.parts))
        free = server.connections - KEPT_CONNECTIONS
        each = max(budget.replica.connections, budget.replica.pool + part.connections)
        if (wanted := replicas * each) > free:
            raise StackError(
                f"{replicas} replicas of {part.name} may open {wanted} connections and its "
                f"database has {free} for them: see database.connections in budget.toml"
            )

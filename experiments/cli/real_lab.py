"""The real things behind the lab's doors: local stacks, the load generator, the machine."""

import contextlib
import time
from collections.abc import Collection, Iterator, Mapping

from experiments.backends.annotating import annotating
from experiments.budget import Budget, load_budget
from experiments.checks.conformance.conformity import Conformity
from experiments.checks.conformance.expectations import Deviation
from experiments.checks.conformance.run import check
from experiments.checks.conformance.transcript import Exchange, transcript
from experiments.checks.conformance.transcript import differences as script_differences
from experiments.checks.invariants.fetch import AuditUrl, fetch
from experiments.checks.invariants.settle import Settled, await_settled
from experiments.compare.environment import describe
from experiments.method.survey import surveying
from experiments.outside.customer import serves
from experiments.outside.order import behave
from experiments.protections import budget_without, topology_without
from experiments.setup.proportional import tells_pss
from experiments.stacks.local.abilities import unable
from experiments.stacks.local.arm_folder import clear_arm
from experiments.stacks.local.cores import split_cores
from experiments.stacks.local.outside import NAME as OUTSIDE
from experiments.stacks.local.outside import OutsideProcess
from experiments.stacks.local.places import Places, open_places
from experiments.stacks.local.ports import require_free
from experiments.stacks.local.stack import LocalStack
from experiments.stacks.local.whole_lab import whole_lab
from experiments.stacks.protocol import Ability, Stack
from experiments.topology import TOPOLOGIES, Topology
from experiments.trials.lab import Lab, OpenStack, Say
from experiments.trials.machine import read_machine
from experiments.trials.quiet import await_quiet
from experiments.workload.run import start

SETTLE_DEADLINE_S = 60.0


@contextlib.contextmanager
def open_lab(say: Say) -> Iterator[Lab]:
    """The lab on this machine, with the outside world running. What `up` left is ended first:
    it would take CPU from the arm under test. StackError when another command is at work, or when
    somebody else holds the port of a gateway."""
    budget, places = load_budget(), open_places()
    with whole_lab(places), annotating(budget.seeing, say) as told_of:
        clear_left_over(places, say)
        outside = OutsideProcess(budget, places)

        def open_stack(topology: Topology, tell: Say, without: Collection[str] = ()) -> Stack:
            arm, means = topology_without(topology, without), budget_without(budget, without)
            return told_of(LocalStack(arm, means, outside.url, places, tell))

        try:
            outside.start()
            yield lab_on(budget, outside.url, open_stack, unable())
        finally:
            outside.stop()


def clear_left_over(places: Places, say: Say) -> None:
    """Ends what `cleave up` has left. StackError when a gateway's port is not free then."""
    for name in _containers(places):
        say(f"ended what was still running of {name}")
    for name in (*TOPOLOGIES, OUTSIDE):
        if clear_arm(places, name):
            say(f"ended what was still running of {name}")
    for topology in TOPOLOGIES.values():
        require_free(topology.gateway_port, f"the gateway of {topology.name}")


def _containers(places: Places) -> list[str]:
    from experiments.stacks.docker.leftovers import clear_containers

    return clear_containers(places)


def lab_on(
    budget: Budget, outside_url: str, open_stack: OpenStack, unable: Mapping[Ability, str]
) -> Lab:
    """All else is the same wherever arms run."""
    cores, client_s = split_cores(budget.cores.lab), budget.timeouts.client_ms / 1000
    proportional = tells_pss()

    def conform(gateway_url: str, seed: int, tell: Say) -> Conformity:
        return _conform(gateway_url, outside_url, seed, tell)

    return Lab(
        open_stack=open_stack,
        unable=unable,
        start_load=start,
        set_outside=lambda behaviour: behave(outside_url, behaviour),
        ask_outside=lambda question: serves(outside_url, question, client_s),
        read_settled=_read_settled,
        conform=conform,
        differences=_differences,
        read_machine=read_machine,
        await_quiet=await_quiet,
        describe=lambda: {**describe(cores), "proportional_memory": proportional},
        cores=cores,
        proportional=proportional,
        client_timeout_s=client_s,
        ask=lambda probe, url: probe(url),
        surveying=surveying,
        pause=time.sleep,
    )


def _conform(gateway_url: str, outside_url: str, seed: int, say: Say) -> Conformity:
    began = time.monotonic()
    failures: list[str] = []
    script: list[Exchange] = []
    try:
        say("writing down its answers")
        script = transcript(gateway_url)
    except Deviation as deviation:
        failures.append(f"the script cannot be followed: {' '.join(str(deviation).split())}")
    report = check(gateway_url, seed, say, outside_url)
    failures += [f"{result.sentence}: {result.detail}" for result in report.deviations]
    passed = len(report.results) - len(report.deviations)
    return Conformity(passed, tuple(failures), tuple(script), time.monotonic() - began)


def _read_settled(audit_url: AuditUrl, say: Say) -> Settled:
    return await_settled(lambda: fetch(audit_url), SETTLE_DEADLINE_S, say)


def _differences(oracle: Conformity, other: Conformity) -> tuple[str, ...]:
    return tuple(script_differences(list(oracle.transcript), list(other.transcript)))

"""A replica is told who it is, and where its spans go."""

import dataclasses
from pathlib import Path

from experiments.artefacts.release import Artefact
from experiments.budget import load_budget
from experiments.stacks.local.fleet import Member
from experiments.stacks.local.replicas import replica_spec
from experiments.topology import SERVICES
from shared_domain.kernel.config import read_config
from shared_domain.kernel.seeing.config import SeeingConfig

ARTEFACT = Artefact("orders", "bad-payments", "0123456789abcdef" * 4, Path("/artefacts/orders"))
OF_THE_ARM = {"CLEAVE_PART": "orders", "CLEAVE_TRACE_PERCENT": "10"}


def test_it_is_told_its_name_its_release_and_its_file() -> None:
    part, member = SERVICES.part_of("orders"), Member("orders-2", 20_211)
    budget = load_budget().replica
    spec = replica_spec(part, member, ARTEFACT, Path("/arm"), budget, OF_THE_ARM)
    assert dataclasses.asdict(read_config(SeeingConfig, spec.environment)) == {
        "part": "orders",
        "replica": "orders-2",
        "release": "bad-payments",
        "version": "0123456789ab",
        "threads": budget.http_threads,
        "trace_percent": 10,
        "spans": "/arm/logs/spans-orders-2.jsonl",
    }


def test_its_spans_go_to_a_collector_where_there_is_one() -> None:
    part, member = SERVICES.part_of("orders"), Member("orders-1", 20_211)
    to_collector = {**OF_THE_ARM, "CLEAVE_SPANS": "http://127.0.0.1:4318/v1/traces"}
    budget = load_budget().replica
    spec = replica_spec(part, member, ARTEFACT, Path("/arm"), budget, to_collector)
    assert spec.environment["CLEAVE_SPANS"] == "http://127.0.0.1:4318/v1/traces"

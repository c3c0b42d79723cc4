from pathlib import Path

import pytest
import yaml

from experiments.contract import CONTRACT, ContractError, Operation, load_operations
from experiments.topology import FEATURES, TOPOLOGIES

OPERATIONS = {operation.operation_id: operation for operation in load_operations()}
CONTRACT_OF_ONE = """
paths:
  /wallet:
    parameters: []
    get: {operationId: readWallet, x-feature: payments, x-needs: [payments], x-needs-optional: []}
"""


def contract_with(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "openapi.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_operation_knows_its_host_and_its_needs() -> None:
    assert OPERATIONS["readProductPage"] == Operation(
        operation_id="readProductPage",
        method="GET",
        path="/products/{product_id}/page",
        feature="catalog",
        needs=("catalog", "inventory"),
        optional=("recommendations",),
    )


def test_there_are_ten_operations_and_every_feature_hosts_one() -> None:
    assert len(OPERATIONS) == 10
    assert {operation.feature for operation in OPERATIONS.values()} == set(FEATURES)


def test_an_operation_depends_on_what_it_needs_and_on_optional_features() -> None:
    page = OPERATIONS["readProductPage"]
    assert [name for name in FEATURES if page.depends_on(name)] == [
        "catalog",
        "inventory",
        "recommendations",
    ]


def test_every_topology_hosts_every_operation() -> None:
    for topology in TOPOLOGIES.values():
        for operation in OPERATIONS.values():
            assert operation.feature in topology.part_of(operation.feature).features


def test_a_small_contract_is_read(tmp_path: Path) -> None:
    operations = load_operations(contract_with(tmp_path, CONTRACT_OF_ONE))
    assert [operation.path for operation in operations] == ["/wallet"]


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        ("operationId: readWallet, ", "", "GET /wallet has no operationId"),
        ("x-feature: payments, ", "", "GET /wallet has no x-feature"),
        (", x-needs-optional: []", "", "GET /wallet has no x-needs-optional"),
        (
            "x-needs: [payments]",
            "x-needs: [purse]",
            "GET /wallet names an unknown feature, 'purse'",
        ),
        ("x-needs: [payments]", "x-needs: payments", "needs a list of features, not 'payments'"),
        ("x-needs: [payments]", "x-needs: [orders]", "does not need its own feature, payments"),
        ("optional: []", "optional: [payments]", "needs payments both always and optionally"),
        ("  /wallet:", "  [/wallet:", "not YAML"),
        ("paths:", "roads:", "not an OpenAPI contract: KeyError('paths')"),
        ("    get: ", "    x-get: ", "it has no operations"),
        (
            "  /wallet:",
            "  /purse:\n    get: {operationId: readWallet, x-feature: payments, "
            "x-needs: [payments], x-needs-optional: []}\n  /wallet:",
            "operationId readWallet is used 2 times",
        ),
    ],
)
def test_a_broken_contract_fails_with_one_clear_line(
    tmp_path: Path, before: str, after: str, complaint: str
) -> None:
    assert before in CONTRACT_OF_ONE
    path = contract_with(tmp_path, CONTRACT_OF_ONE.replace(before, after))
    with pytest.raises(ContractError) as failure:
        load_operations(path)
    text = str(failure.value)
    assert text.startswith(f"{path}: ")
    assert complaint in text
    assert "\n" not in text


def test_a_missing_contract_is_named(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match=r"nowhere\.yaml: No such file"):
        load_operations(tmp_path / "nowhere.yaml")


def test_every_reference_within_the_contract_leads_somewhere() -> None:
    contract = yaml.safe_load(CONTRACT.read_text(encoding="utf-8"))

    def follow(node: object) -> None:
        if isinstance(node, dict):
            reference = node.get("$ref")
            if reference is not None:
                target = contract
                for name in reference.removeprefix("#/").split("/"):
                    assert name in target, reference
                    target = target[name]
            for child in node.values():
                follow(child)
        elif isinstance(node, list):
            for child in node:
                follow(child)

    follow(contract)


def test_every_operation_says_how_it_fails() -> None:
    contract = yaml.safe_load(CONTRACT.read_text(encoding="utf-8"))
    for operation in OPERATIONS.values():
        answers = contract["paths"][operation.path][operation.method.lower()]["responses"]
        assert {"405", "500", "503"} <= set(answers), operation.operation_id

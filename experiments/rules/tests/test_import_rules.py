"""Every import rule of pyproject.toml holds here, and fails where a violation is seeded."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from experiments.rules import kept_within

ROOT = Path(__file__).parents[3]
RULES = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
FEATURES = ("catalog", "inventory", "orders", "payments", "recommendations", "notifications")
LAYERS = ("report", "compare", "pilot", "trials", "run_folder")
MODULES = (
    *(f"shared_domain/{name}/rules.py" for name in (*FEATURES, "kernel", "messages")),
    "shared_domain/checkout.py",
    "monolith/app.py",
    *(f"microservices/{name}/app.py" for name in (*FEATURES, "chassis")),
    "experiments/workload/greenlets.py",
    "experiments/cli/main.py",
    "experiments/rules/empty.py",
    "experiments/mutants/made.py",
    *(f"experiments/{name}/made.py" for name in LAYERS),
)
ALLOWED = {
    "microservices/orders/app.py": (
        "import shared_domain.checkout",
        "import shared_domain.orders.rules",
        "import microservices.chassis.app",
    ),
    "microservices/chassis/app.py": ("import shared_domain.kernel.rules",),
    "shared_domain/orders/rules.py": ("import shared_domain.messages.rules",),
    "monolith/app.py": ("import shared_domain.payments.rules",),
    "experiments/workload/greenlets.py": ("import gevent, locust",),
    "experiments/mutants/made.py": (
        "import monolith.app",
        "import microservices.orders.app",
    ),
    "experiments/compare/made.py": (
        "import experiments.pilot.made",
        "import experiments.trials.made",
    ),
}

# rule -> where the violation stands, what it says
SEEDS = {
    "domain-stands-alone": ("shared_domain/kernel/rules.py", "import monolith.app"),
    "domain-in-layers": ("shared_domain/orders/rules.py", "import shared_domain.payments.rules"),
    "monolith-uses-the-domain-only": ("monolith/app.py", "import microservices.chassis.app"),
    "chassis-knows-no-service": (
        "microservices/chassis/app.py",
        "import shared_domain.orders.rules",
    ),
    "services-are-strangers": ("microservices/orders/app.py", "import microservices.catalog.app"),
    "services-know-no-other-arm": ("microservices/orders/app.py", "import experiments.cli.main"),
    "catalog-uses-its-own-feature": (
        "microservices/catalog/app.py",
        "import shared_domain.checkout",
    ),
    **{
        f"{name}-uses-its-own-feature": (
            f"microservices/{name}/app.py",
            "import shared_domain.catalog.rules",
        )
        for name in FEATURES
        if name != "catalog"
    },
    "lab-stays-outside": ("experiments/cli/main.py", "import monolith.app"),
    "mutants-are-nobodys": ("experiments/cli/main.py", "import experiments.mutants.made"),
    "a-run-in-layers": ("experiments/pilot/made.py", "import experiments.compare.made"),
    "greenlets-stay-in-the-workload": (
        "experiments/cli/main.py",
        "import experiments.workload.greenlets",
    ),
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """The packages of this repository, all but empty, under its rules."""
    for name in MODULES:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        for folder in Path(name).parents:
            (tmp_path / folder / "__init__.py").touch()
    (tmp_path / "__init__.py").unlink()
    shutil.copy(kept_within.__file__, tmp_path / "experiments/rules/kept_within.py")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for module, lines in ALLOWED.items():
        for line in lines:
            write(tmp_path, module, line)
    return tmp_path


def write(tree: Path, module: str, line: str) -> None:
    with (tree / module).open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")


def lint(folder: Path, *rules: str) -> tuple[int, str]:
    """Exit code and output of import-linter in a folder, for some rules or all."""
    done = subprocess.run(
        [
            Path(sys.executable).parent / "lint-imports",
            "--no-logo",
            "--no-cache",
            *(part for rule in rules for part in ("--contract", rule)),
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def test_this_repository_keeps_every_rule() -> None:
    code, said = lint(ROOT)
    assert code == 0, said


def test_a_tree_that_does_what_is_allowed_keeps_every_rule(tree: Path) -> None:
    code, said = lint(tree)
    assert code == 0, said


@pytest.mark.parametrize("rule", SEEDS)
def test_a_seeded_import_breaks_its_rule(tree: Path, rule: str) -> None:
    module, line = SEEDS[rule]
    write(tree, module, line)
    code, said = lint(tree, rule)
    assert code == 1, said
    assert "1 broken" in said
    assert module.removesuffix(".py").replace("/", ".") in said


def test_naming_locust_outside_the_workload_breaks_the_rule_too(tree: Path) -> None:
    write(tree, "experiments/cli/main.py", "import locust")
    code, said = lint(tree, "greenlets-stay-in-the-workload")
    assert code == 1
    assert "experiments.cli.main -> locust" in said


def test_every_rule_has_a_seed() -> None:
    assert {contract["id"] for contract in RULES["contracts"]} == set(SEEDS)


def test_every_feature_and_service_is_under_the_rules() -> None:
    for arm, others in (("shared_domain", {"kernel", "messages"}), ("microservices", {"chassis"})):
        folders = {path.parent.name for path in (ROOT / arm).glob("*/__init__.py")}
        assert folders - others == set(FEATURES)

"""The machine and the software of a run, in words. environment.json is another version's, perhaps:
what is not as expected is left out, not guessed."""

from collections.abc import Iterator, Mapping
from typing import Any

from experiments.report.page.figures.plain import count


def table(environment: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """A part of the environment; empty where there is none."""
    found = environment.get(key)
    return found if isinstance(found, dict) else {}


def cores(environment: Mapping[str, Any], key: str) -> list[Any]:
    """The cores of the arm (`arm_cores`) or of the lab (`lab_cores`), where they are known."""
    found = table(environment, "cpu").get(key)
    return found if isinstance(found, list) else []


def machine(environment: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What, and which."""
    yield from _hardware(environment)
    for name in ("system", "python", "kafka"):
        if environment.get(name):
            yield name, str(environment[name])
    packages = table(environment, "packages")
    if packages:
        yield "packages", ", ".join(f"{name} {version}" for name, version in packages.items())
    if environment.get("requirements_lock_sha256"):
        yield "requirements.lock", str(environment["requirements_lock_sha256"])[:12]
    git = table(environment, "git")
    if git:
        changed = ", with changes" if git.get("changed") else ""
        yield "sources", f"commit {str(git.get('commit'))[:12]}{changed}"


def _hardware(environment: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    cpu = table(environment, "cpu")
    if isinstance(cpu.get("cores"), int):
        yield "processor", f"{cpu.get('model')}, {count(cpu['cores'], 'core')}"
    arm, lab = (cores(environment, key) for key in ("arm_cores", "lab_cores"))
    if arm and lab:
        pinned = "pinned" if cpu.get("pinned") else "not pinned: this system cannot"
        mine, theirs = (f"core {', '.join(map(str, found))}" for found in (arm, lab))
        yield "cores", f"the arm on {mine}, load generator and outside world on {theirs}; {pinned}"
    memory = environment.get("memory_bytes")
    if isinstance(memory, int):
        yield "memory", f"{memory / 2**30:.1f} GiB"

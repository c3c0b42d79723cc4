"""What the doctor finds of Docker: only `--on docker` and the compose files need it."""

import re
import shutil
import subprocess
from typing import Final

from experiments.setup.finding import Finding, State, judge

LEAST_COMPOSE: Final = (2, 24, 4)
"""The first that knows how an overlay takes the place of a list (`!override`)."""
FORGETFUL: Final = (2, 32)
"""Loses `depends_on` beside `extends`: https://github.com/docker/compose/issues/12425; 2.33 does
not, https://github.com/canonical/docker-snap/issues/251."""
INSTALL: Final = "https://docs.docker.com/compose/install/linux/"
ANSWER_S: Final = 5.0


def engine() -> Finding:
    """Whether the lab can use one, else the line that it would say."""
    from experiments.stacks.docker.engine import NoEngine, open_engine

    try:
        seen = f"Docker {open_engine().version}"
    except NoEngine as error:
        return Finding("containers", State.WARN, "none for --on docker", str(error))
    return Finding("containers", State.OK, seen)


def compose(said: str) -> Finding:
    """By what `docker compose version --short` says; "" where there is none."""
    numbers = tuple(int(number) for number in re.findall(r"\d+", said)[:3])
    seen = f"{said} for the compose files" if said else "none for the compose files"
    least = ".".join(map(str, LEAST_COMPOSE))
    remedy = f"install Docker Compose {least} or newer, but not 2.32: {INSTALL}"
    fits = numbers >= LEAST_COMPOSE and numbers[:2] != FORGETFUL
    return judge("compose", fits, seen, State.WARN, remedy)


def compose_version() -> str:
    """The empty text where `docker compose` does not answer."""
    if not shutil.which("docker"):
        return ""
    command = ["docker", "compose", "version", "--short"]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=ANSWER_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""

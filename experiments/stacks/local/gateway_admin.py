"""Asks the gateway, on its admin page, which endpoints it works with by now."""

import re
import time
import urllib.request
from collections.abc import Mapping
from typing import Final

from experiments.stacks.protocol import StackError

POLL_S: Final = 0.01
ANSWER_S: Final = 2.0
QUERY: Final = "/stats?type=TextReadouts&filter=version_text"
_VERSION: Final = re.compile(r'^cluster\.([\w-]+)\.version_text: "(\d+)"$', re.MULTILINE)
_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def wait_applied(admin_port: int, versions: Mapping[str, int], deadline_s: float) -> None:
    """Returns when the gateway has made these changes of its clusters, or later ones."""
    end = time.monotonic() + deadline_s
    while late := _late(admin_port, versions):
        if time.monotonic() > end:
            raise StackError(f"the gateway has not taken the new endpoints of {late}")
        time.sleep(POLL_S)


def _late(admin_port: int, versions: Mapping[str, int]) -> str:
    """A cluster that is behind; empty when none is."""
    try:
        with _direct.open(f"http://127.0.0.1:{admin_port}{QUERY}", timeout=ANSWER_S) as answer:
            applied = dict(_VERSION.findall(answer.read().decode()))
    except OSError:
        applied = {}
    behind = [name for name in versions if int(applied.get(name, 0)) < versions[name]]
    return min(behind, default="")

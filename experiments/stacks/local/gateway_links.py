"""The network between two parts, as the gateway plays it: each part calls others through a listener
of its own, so that what it asks of one feature can be slowed or cut, and nothing else.

By Envoy's fault filter, asleep at 0% until runtime values wake it: on both arms, always, so that
no proxy comes into a request's way only when it is measured. It needs no root.
"""

import urllib.request
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from experiments.stacks.local.gateway_cluster import TYPES, Json
from experiments.stacks.protocol import Link, StackError

FILTER: Final = "links"
ANSWER_S: Final = 2.0
SILENCE_MS: Final = 600_000
"""Longer than anybody waits."""
RUNTIME: Final[Mapping[str, Any]] = {"layers": [{"name": "links", "admin_layer": {}}]}
_TYPE: Final = f"{TYPES}.extensions.filters.http.fault.v3.HTTPFault"
_NEVER: Final[Mapping[str, Any]] = {"numerator": 0, "denominator": "HUNDRED"}
_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def links_filter() -> Json:
    """Of a listener; what it does is said by each route."""
    return {"name": FILTER, "typed_config": {"@type": _TYPE}}


def link_of(caller: str, feature: str) -> Json:
    """For a route by which the part `caller` asks the feature."""
    key = _key(caller, feature)
    fault = {
        "@type": _TYPE,
        "delay": {"fixed_delay": "0.001s", "percentage": _NEVER},
        "abort": {"http_status": 503, "percentage": _NEVER},
        "delay_percent_runtime": f"{key}.delay_percent",
        "delay_duration_runtime": f"{key}.delay_ms",
        "abort_percent_runtime": f"{key}.abort_percent",
    }
    return {FILTER: fault}


def set_link(admin_port: int, caller: str, feature: str, link: Link | None) -> None:
    """None is as ever. StackError while the gateway does not answer."""
    key = _key(caller, feature)
    values = {f"{key}.{name}": value for name, value in _values(link).items()}
    address = f"http://127.0.0.1:{admin_port}/runtime_modify?{urlencode(values)}"
    try:
        with _direct.open(urllib.request.Request(address, method="POST"), timeout=ANSWER_S):
            return
    except OSError as error:
        raise StackError(f"the gateway takes no link between parts: {error}") from error


def _key(caller: str, feature: str) -> str:
    return f"link.{caller}.{feature}"


def _values(link: Link | None) -> Mapping[str, int]:
    match link:
        case Link(delay_ms=delay_ms, cut=""):
            delayed, aborted = round(delay_ms), 0
        case Link(cut="reset"):
            delayed, aborted = 0, 100
        case Link(cut="silence"):
            delayed, aborted = SILENCE_MS, 0
        case _:
            delayed, aborted = 0, 0
    return {
        "delay_percent": 100 if delayed else 0,
        "delay_ms": delayed,
        "abort_percent": aborted,
    }

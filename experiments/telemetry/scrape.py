"""The metrics of an arm's replicas, asked from their own ports: /metrics in Prometheus' text."""

import http.client
import urllib.request
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor

from prometheus_client.parser import text_string_to_metric_families

ANSWER_S = 1.0
"""A replica that hangs must not keep the others from being seen."""

MOST_BYTES = 4 * 2**20
AT_ONCE = 16

Labels = tuple[tuple[str, str], ...]
Series = Mapping[tuple[str, Labels], float]
"""The values of one replica, by metric and labels."""

_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def scrape(ports: Iterable[int]) -> dict[int, Series]:
    """By port; a replica that does not answer, or says what is no metric, is not there."""
    asked = tuple(ports)
    if not asked:
        return {}
    with ThreadPoolExecutor(min(AT_ONCE, len(asked))) as pool:
        answers = zip(asked, pool.map(_metrics_of, asked), strict=True)
        return {port: series for port, series in answers if series}


def series_of(text: str) -> Series:
    """The values in Prometheus' text. Raises ValueError for another text."""
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): float(sample.value)
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def _metrics_of(port: int) -> Series:
    try:
        with _direct.open(f"http://127.0.0.1:{port}/metrics", timeout=ANSWER_S) as answer:
            return series_of(answer.read(MOST_BYTES).decode())
    except (OSError, ValueError, http.client.HTTPException):
        return {}

"""What backends say of an arm whose spans, lines and metrics go to them."""

import time
from dataclasses import dataclass
from typing import Any, Final

import requests

from experiments.backends.addresses import Addresses

ASK_S: Final = 10.0


@dataclass(frozen=True)
class Asked:
    """The backends' own interfaces, as a person's browser uses them."""

    at: Addresses

    def services_of_trace(self, trace: str) -> set[str]:
        """Who has spans of the trace, as Jaeger knows it."""
        found = requests.get(f"{self.at.jaeger}/api/traces/{trace}", timeout=ASK_S)
        if found.status_code == requests.codes.not_found:
            return set()
        found.raise_for_status()
        known = found.json()["data"] or []
        return {who["serviceName"] for each in known for who in each["processes"].values()}

    def lines_of_trace(self, trace: str) -> list[dict[str, Any]]:
        """The documents that Elasticsearch finds by the trace's id."""
        query = {"query": {"term": {"trace.id": trace}}, "size": 1000}
        found = self._search("cleave-logs-*", query)
        return [each["_source"] for each in found]

    def annotations(self) -> list[str]:
        found = self._search("cleave-annotations", {"size": 100})
        return [each["_source"]["message"] for each in found]

    def exemplars(self, query: str) -> set[str]:
        """The traces that stand beside the buckets of a query."""
        now = time.time()
        asked: dict[str, str] = {"query": query, "start": f"{now - 600}", "end": f"{now + 60}"}
        url = f"{self.at.prometheus}/api/v1/query_exemplars"
        found = requests.get(url, params=asked, timeout=ASK_S).json()["data"]
        return {one["labels"]["trace_id"] for each in found for one in each["exemplars"]}

    def value(self, query: str) -> float:
        """0 if there is no series; the sum if there are several."""
        url = f"{self.at.prometheus}/api/v1/query"
        found = requests.get(url, params={"query": query}, timeout=ASK_S).json()["data"]["result"]
        return sum(float(each["value"][1]) for each in found)

    def alerts(self) -> set[tuple[str, str]]:
        """Names and features of those that Alertmanager has on."""
        found = requests.get(f"{self.at.alertmanager}/api/v2/alerts", timeout=ASK_S).json()
        labels = [each["labels"] for each in found]
        return {(each["alertname"], each.get("feature", "")) for each in labels}

    def console(self) -> str:
        page = requests.get(f"{self.at.prometheus}/consoles/cleave.html", timeout=ASK_S)
        page.raise_for_status()
        return page.text

    def lanes(self, service: str) -> list[str]:
        """Names of the spans that a service has sent of late."""
        asked: dict[str, str] = {"service": service, "limit": "20", "lookback": "1h"}
        found = requests.get(f"{self.at.jaeger}/api/traces", params=asked, timeout=ASK_S)
        return [span["operationName"] for each in found.json()["data"] for span in each["spans"]]

    def _search(self, index: str, query: dict[str, Any]) -> list[dict[str, Any]]:
        url = f"{self.at.elasticsearch}/{index}/_search"
        found = requests.post(url, json=query, params={"allow_no_indices": "true"}, timeout=ASK_S)
        if found.status_code == requests.codes.not_found:
            return []
        found.raise_for_status()
        hits: list[dict[str, Any]] = found.json()["hits"]["hits"]
        return hits

"""The world both arms depend on and neither owns: risk screening and ranking."""

import time
from collections.abc import Sequence
from typing import Any

from shared_domain.kernel.errors import Reason, Refused, Unavailable
from shared_domain.kernel.protections import PROTECTED, Protections
from shared_domain.kernel.remote import Remote
from shared_domain.kernel.retry import SCREENING_RETRIES, RetryBudget
from shared_domain.messages.commands import ScreenRisk


class Outside:
    """A client of the outside world. Never call it while a transaction is open.

    Ranking is optional, so its breaker may spare everybody the wait. Screening has none: an order
    that was never asked about must not be rejected, and timeout and retries bound the wait; their
    budget bounds what a world that fails is asked for on top.
    """

    def __init__(
        self, url: str, timeout_ms: int, threads: int, protections: Protections = PROTECTED
    ) -> None:
        asking = (url, timeout_ms, threads)
        self._screening = Remote("risk screening", *asking, breaks=False, protections=protections)
        self._ranking = Remote("ranking", *asking, protections=protections)
        self._retries = RetryBudget(protections.retry_percent, protections.retry_burst)

    @property
    def ranking_breaker(self) -> str:
        """The state of the breaker before the ranking."""
        return self._ranking.breaker_state

    def screen(self, command: ScreenRisk) -> None:
        """Ask whether the order may go on.

        Raises Refused(RISK_REFUSED) on a no and Refused(SCREENING_UNAVAILABLE) when there is no
        answer after the retries that the budget allows: screening has no effect outside, so not
        knowing is safe to treat as a no.
        """
        if not self._ask(command):
            raise Refused(Reason.RISK_REFUSED)

    def rank(self, product_id: str, candidates: Sequence[str]) -> list[str]:
        """The candidates, best first. Raises Unavailable when there is no answer."""
        body = {"product_id": product_id, "candidates": list(candidates)}
        ranked = self._ranking.post("/rank", body, "ranked")
        if not isinstance(ranked, list) or not all(isinstance(each, str) for each in ranked):
            raise Unavailable("ranking answered with no list of products")
        if sorted(ranked) != sorted(candidates):
            raise Unavailable("ranking answered for other products")
        return ranked

    def _ask(self, command: ScreenRisk) -> bool:
        body = {
            "order_id": command.order_id,
            "customer_id": command.customer_id,
            "total_cents": command.total_cents,
        }
        waits = SCREENING_RETRIES.waits()
        self._retries.first()
        while True:
            try:
                return self._yes_or_no(body)
            except Unavailable:
                wait = next(waits, None)
                if wait is None or not self._retries.again():
                    raise Refused(Reason.SCREENING_UNAVAILABLE) from None
                time.sleep(wait)

    def _yes_or_no(self, body: dict[str, Any]) -> bool:
        """An answer that is neither is no answer: "no" in a text would count as a yes."""
        accepted = self._screening.post("/screen", body, "accepted")
        if not isinstance(accepted, bool):
            raise Unavailable("risk screening answered neither yes nor no")
        return accepted

"""Turns what happened to an operation into a sample and, for an order, a journal entry."""

from pathlib import Path

from experiments.workload.attempt import Attempt
from experiments.workload.history import HistoryWriter
from experiments.workload.journal import Entry, JournalWriter
from experiments.workload.operations import PLACE_ORDER
from experiments.workload.plan import LoadPlan
from experiments.workload.samples import Sample, SampleWriter
from experiments.workload.scoring import Order, Outcome, acknowledgement, judge


class Recorder:
    """`begin_wall_s` is the load's start in seconds since 1970: settling is measured from it."""

    def __init__(self, folder: Path, plan: LoadPlan, begin_wall_s: float) -> None:
        self._plan = plan
        self._begin_wall_s = begin_wall_s
        self._samples = SampleWriter(folder)
        self._journal = JournalWriter(folder)
        self._history = HistoryWriter(folder, begin_wall_s) if plan.history else None
        self.good = 0
        self.scored_lags_ms: list[float] = []
        self.earliest_settle_ms = 0.0

    @property
    def samples(self) -> int:
        return self._samples.written

    @property
    def orders(self) -> int:
        return self._journal.written

    def record(self, attempt: Attempt) -> None:
        if attempt.arrival.at_s >= self._plan.warmup_s:
            self.scored_lags_ms.append(attempt.lag_ms)
        sample = self._sample(attempt)
        self.good += sample.outcome is Outcome.GOOD
        self.earliest_settle_ms = min(self.earliest_settle_ms, sample.settle_ms or 0.0)
        self._samples.write(sample)
        if sample.operation == PLACE_ORDER:
            self._journal.write(self._entry(attempt))
        if self._history is not None:
            self._history.write(attempt)

    def close(self) -> None:
        self._samples.close()
        self._journal.close()
        if self._history is not None:
            self._history.close()

    def _sample(self, attempt: Attempt) -> Sample:
        arrival, answer, order = attempt.arrival, attempt.answer, attempt.order or Order()
        accept_ms, settle_ms = 1000 * attempt.waited_s, self._settle_ms(attempt)
        outcome = judge(
            arrival.operation,
            arrival.ask,
            answer,
            accept_ms,
            settle_ms,
            attempt.order,
            1000 * self._plan.timeout_s,
        )
        return Sample(
            index=arrival.index,
            operation=arrival.operation.name,
            intended_s=arrival.at_s,
            started_s=attempt.started_s,
            lag_ms=attempt.lag_ms,
            accept_ms=accept_ms,
            settle_ms=settle_ms,
            outcome=outcome,
            http_status=answer.status,
            order_id=order.order_id,
            order_status=order.status,
            order_reason=order.reason,
            bytes=answer.size + attempt.polled_bytes,
            error=answer.error,
        )

    def _settle_ms(self, attempt: Attempt) -> float | None:
        """A client looks no more at an order that it has seen final."""
        if attempt.order is None or attempt.order.settled_wall_s is None:
            return None
        if self._plan.settle_as_seen:
            return 1000 * attempt.last_seen_s
        return 1000 * (attempt.order.settled_wall_s - self._begin_wall_s - attempt.arrival.at_s)

    def _entry(self, attempt: Attempt) -> Entry:
        ask, order = attempt.arrival.ask, attempt.order or Order()
        return Entry(
            key=ask.key,
            customer_id=ask.customer_id,
            lines=ask.lines,
            intended_wall_s=self._begin_wall_s + attempt.arrival.at_s,
            acknowledged=acknowledgement(attempt.answer.status),
            http_status=attempt.answer.status,
            order_id=order.order_id,
            status=order.status,
            reason=order.reason,
            total_cents=order.total_cents,
            settled_wall_s=order.settled_wall_s,
        )

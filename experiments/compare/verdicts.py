"""The claims' verdicts on a comparison: the blocks judged, then the gates, then Holm. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from experiments.analysis.claim import Claim
from experiments.analysis.claims import Claims
from experiments.analysis.gates import ORDER_UNSEEN, order_effect, uneven_reruns
from experiments.analysis.holm import adjust
from experiments.analysis.verdict import Verdict, judge
from experiments.compare.by_side import incorrect, reruns
from experiments.compare.expectations import Expectations
from experiments.compare.lacking import lacking
from experiments.compare.planting import plants
from experiments.compare.result import Result
from experiments.compare.row import Row
from experiments.compare.rows import rows_of
from experiments.compare.slowdown import NOT_YET
from experiments.topology import MONOLITH, SERVICES

FORMAT = 1
CLAIMED_OF = (MONOLITH.name, SERVICES.name)
"""What the claims speak of: the baseline, and what is held against it."""


@dataclass(frozen=True)
class Ruled:
    """A claim, and what the run says of it. `unit` is the metric's, for differences."""

    claim: Claim
    verdict: Verdict
    unit: str

    def as_json(self, expected: Expectations) -> dict[str, Any]:
        claim, verdict = self.claim, self.verdict
        return {
            "claim": claim.id,
            "text": claim.text,
            "experiment": claim.experiment,
            "metric": claim.metric,
            "estimand": claim.estimand,
            "direction": claim.direction,
            "margin": claim.margin,
            "unit": self.unit,
            "ruling": verdict.ruling,
            "label": verdict.label,
            "estimate": verdict.estimate,
            "low": verdict.low,
            "high": verdict.high,
            "half_width": verdict.half_width,
            "p": verdict.p,
            "adjusted_p": verdict.adjusted_p,
            "blocks": verdict.blocks,
            "needed": verdict.needed,
            "remarks": list(verdict.remarks),
            "proxy": claim.proxy,
            "prediction": expected.predictions.get(claim.id),
            "published": asdict(claim.published) if claim.published else None,
            "reference": expected.referred(claim.id),
            "would_change": claim.would_change,
        }


def verdicts(result: Result, claims: Claims) -> tuple[Ruled, ...]:
    """In the order of the claims. None for an arm held against itself, or the other way round, or
    without what protects it, or with another transport."""
    settings = result.plan.settings
    if settings.arms != CLAIMED_OF or not settings.is_usual:
        return ()
    found = {claim.id: _judged(claim, row, result) for claim, row in _decided(result, claims)}
    if settings.full:
        found = adjust(found)
    units = {claim.id: row.metric.unit for claim, row in _decided(result, claims)}
    return tuple(Ruled(claims.by_id[name], one, units[name]) for name, one in found.items())


def verdicts_json(result: Result, claims: Claims, expected: Expectations) -> dict[str, Any]:
    return {
        "kind": "cleave verdicts",
        "format": FORMAT,
        "claims_sha256": claims.digest,
        "complete": result.complete,
        "adjusted": result.plan.settings.full,
        "verdicts": [ruled.as_json(expected) for ruled in verdicts(result, claims)],
    }


def _decided(result: Result, claims: Claims) -> Iterator[tuple[Claim, Row]]:
    rows: Mapping[tuple[str, str], Row] = {
        (row.experiment, row.metric.key): row for row in rows_of(result)
    }
    for claim in claims.by_id.values():
        row = rows.get((claim.experiment, claim.metric))
        if row is not None:
            yield claim, row


def _judged(claim: Claim, row: Row, result: Result) -> Verdict:
    arms = result.plan.labels
    rerun = {arm: reruns(result, arm) for arm in arms}
    order = order_effect(claim.question, row.pairs)
    reasons = (
        order.problem,
        uneven_reruns(claim.question, row.pairs, row.first, arms, rerun),
        "every block was disturbed" if result.noisy else None,
        *lacking(row.metric.unit, result.pinned, result.proportional),
        *(f"the {side} broke an invariant" for side in incorrect(result, claim.experiment)),
        _distrust(result),
    )
    verdict = judge(claim.question, row.pairs)
    if verdict.ruling is not None and order.unseen:
        verdict = replace(verdict, remarks=(*verdict.remarks, ORDER_UNSEEN))
    return verdict.withheld(*(reason for reason in reasons if reason))


def _distrust(result: Result) -> str | None:
    if not plants(result.plan.settings):
        return None
    return NOT_YET if result.slowdown is None else result.slowdown.distrust

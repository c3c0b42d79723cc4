"""How the outside world behaves, as an experiment sets it, and what that means for one key.

Every decision is a function of (seed, key): the same order meets the same latency, refusal or
error on both arms and in every run, whatever else happens at the time.
"""

import hashlib
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from statistics import NormalDist
from typing import Any

ALWAYS_REFUSED = "c-09999"
QUESTIONS = ("screen", "rank")
_UNIT = 2**64


class BadBehaviourError(ValueError):
    """The text says which setting is wrong and why."""


@dataclass(frozen=True)
class Behaviour:
    """latency_ms is the mean; latency_sd_ms > 0 makes it lognormal. Shares lie in 0..1; a wrong
    answer is 200 with a page where JSON should be. With `only` "screen" or "rank", the other
    question is answered as ever."""

    latency_ms: float = 2.0
    latency_sd_ms: float = 0.0
    hang: bool = False
    refuse_share: float = 0.0
    error_share: float = 0.0
    wrong_share: float = 0.0
    only: str = ""
    seed: int = 0

    def towards(self, question: str) -> "Behaviour":
        """What holds for this question."""
        return self if self.only in ("", question) else Behaviour(seed=self.seed)

    def latency_s(self, key: str) -> float:
        if self.latency_sd_ms == 0 or self.latency_ms == 0:
            return self.latency_ms / 1000
        spread = math.log1p((self.latency_sd_ms / self.latency_ms) ** 2)
        centre = math.log(self.latency_ms) - spread / 2
        drawn = NormalDist(centre, math.sqrt(spread)).inv_cdf(self._unit("latency", key))
        return math.exp(drawn) / 1000

    def accepts(self, order_id: str, customer_id: str) -> bool:
        return customer_id != ALWAYS_REFUSED and not self._falls(
            self.refuse_share, "refuse", order_id
        )

    def fails(self, key: str) -> bool:
        return self._falls(self.error_share, "error", key)

    def is_wrong(self, key: str) -> bool:
        return self._falls(self.wrong_share, "wrong", key)

    def _falls(self, share: float, purpose: str, key: str) -> bool:
        return share > 0 and self._unit(purpose, key) < share

    def _unit(self, purpose: str, key: str) -> float:
        """A number in (0, 1), fixed by the seed, the purpose and the key."""
        digest = hashlib.blake2b(f"{self.seed} {purpose} {key}".encode(), digest_size=8).digest()
        return (int.from_bytes(digest, "big") // 2048 + 0.5) / (_UNIT // 2048)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def behaviour_from(body: Mapping[str, Any]) -> Behaviour:
    """What is not said is the default, so `{}` makes the outside world well again.

    Raises BadBehaviourError.
    """
    unknown = sorted(set(body) - {field.name for field in fields(Behaviour)})
    if unknown:
        raise BadBehaviourError(f"unknown setting: {', '.join(unknown)}")
    for name in ("latency_ms", "latency_sd_ms"):
        _number(body, name, 60_000)
    for name in ("refuse_share", "error_share", "wrong_share"):
        _number(body, name, 1)
    if not isinstance(body.get("hang", False), bool):
        raise BadBehaviourError("hang must be true or false")
    if body.get("only", "") not in ("", *QUESTIONS):
        raise BadBehaviourError(f"only must be one of {', '.join(QUESTIONS)}")
    if type(body.get("seed", 0)) is not int:
        raise BadBehaviourError("seed must be a whole number")
    return Behaviour(**body)


def _number(body: Mapping[str, Any], name: str, most: float) -> None:
    value = body.get(name, 0)
    if type(value) not in (int, float) or not 0 <= value <= most:
        raise BadBehaviourError(f"{name} must be a number from 0 to {most}")

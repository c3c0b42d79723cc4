"""What came out: a result for each sentence."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """`detail` says how the arm deviates or, where the sentence holds, adds a remark."""

    sentence: str
    passed: bool
    detail: str


@dataclass(frozen=True)
class ConformanceReport:
    results: tuple[Result, ...]

    @property
    def passed(self) -> bool:
        return all(result.passed for result in self.results)

    @property
    def deviations(self) -> tuple[Result, ...]:
        return tuple(result for result in self.results if not result.passed)

    @property
    def summary(self) -> str:
        """One line."""
        if self.passed:
            return f"all {len(self.results)} sentences hold"
        first = self.deviations[0]
        return (
            f"{len(self.deviations)} of {len(self.results)} sentences do not hold, the first: "
            f"{first.sentence}: {first.detail}"
        )

"""Let an arm live through the day: as it is, and with each mutant planted."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from experiments.mutants.arm import Arm
from experiments.mutants.catalogue import MUTANTS
from experiments.mutants.databases import (
    Names,
    copied,
    prepare_monolith,
    prepare_services,
    run_sql,
)
from experiments.mutants.day import Day
from experiments.mutants.judge import Judgement, judge
from experiments.mutants.monolith_arm import MonolithArm
from experiments.mutants.mutant import Mutant
from experiments.mutants.outside import Outside
from experiments.mutants.services_arm import ServicesArm
from experiments.testing.answering import answering
from experiments.testing.postgres import Server
from shared_domain.kernel.wrap import Wrap

Urls = Mapping[str, str]
Prepare = Callable[[Server], Names]
Open = Callable[[Urls, str, Wrap], Arm]
PREPARE: Mapping[str, Prepare] = {"monolith": prepare_monolith, "services": prepare_services}
OPEN: Mapping[str, Open] = {
    "monolith": lambda urls, outside, wrap: MonolithArm(urls["monolith"], outside, wrap),
    "services": ServicesArm,
}
AS_IT_IS = Mutant("as it is", caught_by="")


@dataclass(frozen=True)
class Outcome:
    """`mutant` is AS_IT_IS for the control, of which no checker may say anything."""

    arm: str
    mutant: Mutant
    judgement: Judgement

    @property
    def is_control(self) -> bool:
        return self.mutant is AS_IT_IS

    @property
    def is_right(self) -> bool:
        """A mutant is caught by its checker; the arm as it is by none, with none idle."""
        if self.is_control:
            return not self.judgement.said and not self.judgement.idle
        return self.mutant.caught_by in self.judgement.said


class Mutants:
    """The databases of each arm are prepared once, on first use."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._prepared: dict[str, Names] = {}

    def outcomes(self, arms: Iterable[str], only: str = "") -> Iterator[Outcome]:
        """The control and then the mutants, arm by arm; `only` those with a text in their name."""
        for arm in arms:
            yield self.outcome(arm, AS_IT_IS)
            for mutant in MUTANTS[arm]:
                if only in mutant.name:
                    yield self.outcome(arm, mutant)

    def outcome(self, arm: str, mutant: Mutant) -> Outcome:
        if arm not in self._prepared:
            self._prepared[arm] = PREPARE[arm](self._server)
        with copied(self._server, self._prepared[arm]) as names:
            urls = {part: self._server.url(name) for part, name in names.items()}
            return Outcome(arm, mutant, _live(arm, urls, mutant))


def _live(arm: str, urls: Urls, mutant: Mutant) -> Judgement:
    for feature, sql in mutant.sql.items():
        run_sql(urls.get(feature) or urls[arm], sql)
    outside = Outside()
    with answering(outside) as outside_url, mutant.plant():
        shop = OPEN[arm](urls, outside_url, mutant.wrap)
        try:
            day = Day(shop, outside)
            day.live_through()
        finally:
            shop.close()
    operations = day.customers.log.operations
    return judge(arm, shop.audit_url, operations, mutant.caught_by)

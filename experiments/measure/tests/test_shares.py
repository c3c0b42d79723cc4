"""What a fault takes from whom."""

from experiments.measure.shares import (
    dependents_of,
    loss,
    operations_needing,
    operations_without,
    steady_share,
)
from experiments.testing.observed import loaded, mark, observed, sample
from experiments.workload.samples import Sample
from experiments.workload.scoring import Outcome

MARKS = (mark("inject", 4.0, "crash recommendations"), mark("clear", 8.0, "recommendations"))


def at(second: float, outcome: Outcome = Outcome.GOOD, operation: str = "search") -> Sample:
    return sample(second, operation, outcome)


def test_a_page_depends_on_recommendations_although_it_can_do_without() -> None:
    assert dependents_of("recommendations") == {"read-page", "recommend"}
    assert "place-order" in operations_without("recommendations")


def test_an_order_depends_on_payments() -> None:
    assert "place-order" in dependents_of("payments")
    assert "list-orders" in operations_without("payments")


def test_the_operations_that_need_a_feature_are_the_contracts() -> None:
    assert operations_needing("payments") == {"place-order", "read-wallet"}
    assert operations_needing("inventory") == {"read-page", "read-stock", "place-order"}
    assert operations_needing("notifications") == {"list-notifications"}


def test_loss_is_the_share_before_the_fault_less_that_during_it() -> None:
    samples = (at(2), at(3), at(5), at(6, Outcome.FAILED), at(7), at(7.5, Outcome.UNKNOWN), at(9))
    seen = observed(loaded(samples), marks=MARKS)
    assert loss({"search"})(seen) == 50.0


def test_operations_that_are_not_asked_about_do_not_count() -> None:
    samples = (at(3), at(5), at(6, Outcome.FAILED, "read-page"))
    seen = observed(loaded(samples), marks=MARKS)
    assert loss({"search"})(seen) == 0.0
    assert loss({"browse"})(seen) is None


def test_the_steady_state_is_taken_before_the_first_disturbance() -> None:
    samples = (at(0.5, Outcome.FAILED), at(1.5), at(3), at(5, Outcome.FAILED))
    assert steady_share(observed(loaded(samples), marks=MARKS)) == 100.0
    assert steady_share(observed(loaded(samples))) == 100 * 2 / 3

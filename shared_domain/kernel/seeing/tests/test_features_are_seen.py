"""A span around each operation of a feature, where spans are recorded."""

import pytest

from shared_domain.kernel.seeing.features import SeenFeature, seen_features
from shared_domain.kernel.seeing.span import Kind
from shared_domain.kernel.seeing.tests.harness import SAMPLED, Recorder
from shared_domain.kernel.seeing.tracing import NoTracing, entered
from shared_domain.kernel.wrap import F, unwrapped
from shared_domain.messages.commands import Command, ReleaseStock


class Shelf:
    """Something like a feature."""

    rows = 3

    def __init__(self) -> None:
        self.handled: list[Command] = []

    def handle(self, _session: object, command: Command) -> None:
        self.handled.append(command)

    def count(self, times: int = 1) -> int:
        return self.rows * times

    def break_down(self) -> None:
        raise LookupError("wrong")


def test_where_nothing_is_recorded_a_feature_is_reached_directly() -> None:
    shelf = Shelf()
    assert seen_features(unwrapped, NoTracing())("inventory", shelf) is shelf


def test_it_does_what_the_feature_does(recorder: Recorder) -> None:
    shelf = Shelf()
    seen = seen_features(unwrapped, recorder.tracing)("inventory", shelf)
    with entered(recorder.tracing, "POST /orders", Kind.SERVER, "orders", SAMPLED):
        assert (seen.count(times=2), seen.rows) == (6, 3)
        seen.handle(None, ReleaseStock("o-1"))
        with pytest.raises(LookupError, match="wrong"):
            seen.break_down()
    assert shelf.handled == [ReleaseStock("o-1")]


def test_each_operation_has_a_span_by_the_features_name(recorder: Recorder) -> None:
    seen = seen_features(unwrapped, recorder.tracing)("inventory", Shelf())
    with entered(recorder.tracing, "POST /orders", Kind.SERVER, "orders", SAMPLED):
        seen.handle(None, ReleaseStock("o-1"))
        seen.count()
    request, release, count = recorder.spans()
    assert (release.name, count.name) == ("inventory.release", "inventory.count")
    assert release.parent == count.parent == request.own
    assert release.attributes == {"cleave.feature": "inventory", "cleave.order": "o-1"}


def test_what_a_release_makes_of_a_feature_is_seen_from_outside(recorder: Recorder) -> None:
    asked: list[str] = []

    def release(name: str, feature: F, /) -> F:
        asked.append(name)
        return feature

    wrap = seen_features(release, recorder.tracing)
    assert isinstance(wrap("inventory", Shelf()), SeenFeature)
    assert not isinstance(wrap("inventory.bus", Shelf()), SeenFeature)
    assert asked == ["inventory", "inventory.bus"]

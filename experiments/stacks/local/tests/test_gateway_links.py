"""What the gateway is told of a link between two parts."""

from contextlib import AbstractContextManager, nullcontext
from urllib.parse import parse_qs, urlsplit
from urllib.request import Request

import pytest

from experiments.stacks.local import gateway_links
from experiments.stacks.local.gateway_links import SILENCE_MS, set_link
from experiments.stacks.protocol import Link, StackError


class Admin:
    """Hears what the gateway's admin page is asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def open(self, request: Request, timeout: float) -> AbstractContextManager[None]:
        self.asked.append((request.get_method(), request.full_url))
        return nullcontext()


@pytest.mark.parametrize(
    ("link", "delay_percent", "delay_ms", "abort_percent"),
    [
        (Link(delay_ms=250), 100, 250, 0),
        (Link(cut="reset"), 0, 0, 100),
        (Link(cut="silence"), 100, SILENCE_MS, 0),
        (Link(), 0, 0, 0),
        (None, 0, 0, 0),
    ],
)
def test_a_link_is_three_runtime_values(
    link: Link | None,
    delay_percent: int,
    delay_ms: int,
    abort_percent: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    admin = Admin()
    monkeypatch.setattr(gateway_links, "_direct", admin)
    set_link(7, "catalog", "inventory", link)
    ((method, address),) = admin.asked
    assert (method, urlsplit(address).netloc, urlsplit(address).path) == (
        "POST",
        "127.0.0.1:7",
        "/runtime_modify",
    )
    assert parse_qs(urlsplit(address).query) == {
        "link.catalog.inventory.delay_percent": [str(delay_percent)],
        "link.catalog.inventory.delay_ms": [str(delay_ms)],
        "link.catalog.inventory.abort_percent": [str(abort_percent)],
    }


def test_a_gateway_that_is_not_there_cannot_be_told() -> None:
    with pytest.raises(StackError, match="the gateway takes no link between parts"):
        set_link(9, "catalog", "inventory", None)

"""Mutants that sentences/unknown.py notices."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from experiments.testing.memory_features import MemoryCatalog, MemoryInventory, MemoryPayments
from experiments.testing.planted.builders import (
    Environ,
    Mutants,
    also_answering,
    asks_with,
    built_with,
    errors_called,
    status,
    without_header,
)
from shared_domain.catalog.feature import Query


class NoneOfIt(MemoryInventory):
    """Of what there is not, there are 0 units."""

    def available(self, session: Any, product_id: str) -> int:
        return self.memory.stock.get(product_id, 0)


class Forgiving(MemoryCatalog):
    """Ids are trimmed."""

    def read(self, session: Any, product_id: str) -> Any:
        return super().read(session, product_id.strip())


class EmptyWallets(MemoryPayments):
    """Who is unknown has a wallet with nothing in it."""

    def balance(self, session: Any, customer_id: str) -> int:
        return self.memory.wallets.get(customer_id, 0)


class WithWildcards(MemoryCatalog):
    def search(self, session: Any, query: Query) -> Sequence[Any]:
        text = None if query.text in ("%", "_") else query.text
        return super().search(session, replace(query, text=text))


def cut_at_nul(environ: Environ) -> None:
    environ["PATH_INFO"] = environ["PATH_INFO"].partition("\0")[0]


MUTANTS: Mutants = {
    "an unknown product is not found": {
        "none of it in stock": built_with(inventory=NoneOfIt),
        "by another name": errors_called("not-found", instead_of="unknown-product"),
    },
    "an odd id is not found": {
        "trimmed ids": built_with(catalog=Forgiving),
        "400 for an odd id": status(400, instead_of=404),
    },
    "a nul in a path is no way in": {
        "paths end at the NUL": asks_with(cut_at_nul),
        "a crash": status(500, instead_of=404),
    },
    "an unknown order is not found": {
        "403": status(403, instead_of=404),
        "by another name": errors_called("not-found", instead_of="unknown-order"),
    },
    "an unknown customer has no wallet and nothing else": {
        "an empty wallet": built_with(payments=EmptyWallets),
    },
    "an unknown path is not found": {
        "a home page": also_answering("/"),
        "anybody's wallet": also_answering("/wallet/<customer_id>"),
    },
    "health is not shown to clients": {"health for all": also_answering("/health/live")},
    "an unknown method is told what is allowed": {"405 without Allow": without_header("Allow")},
    "a query that makes no sense is refused": {
        "404 for a bad query": status(404, instead_of=422),
    },
    "strange text is only text": {
        "wildcards in a search": built_with(catalog=WithWildcards),
    },
}

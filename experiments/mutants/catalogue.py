"""Every mutant of each arm, and the checker that must catch it."""

from typing import Final

from experiments.mutants.mutant import Mutant
from experiments.mutants.planted import (
    answered_first,
    delivery,
    goods,
    keys,
    money,
    prices,
    sagas,
    transactions,
)
from experiments.mutants.planted.replaced import instead

BOTH: Final = (
    Mutant("no savepoint", "reservations match orders", goods.no_savepoint),
    Mutant("stock read, then written", "stock is conserved", goods.read_then_written),
    Mutant(
        "stock shown from a cache",
        "stock reads fit the orders",
        wrap=instead("inventory", goods.CachedStock),
    ),
    Mutant("charged twice", "money is conserved", money.charged_twice),
    Mutant("declined counts as paid", "payments match orders", money.declined_counts_as_paid),
    Mutant(
        "wallets shown from a cache",
        "wallet reads fit the orders",
        wrap=instead("payments", money.CachedWallets),
    ),
    Mutant("price from the client", "prices are set by the shop", prices.price_from_the_client),
    Mutant("a line is lost", "orders are as asked", prices.only_the_first_line),
    Mutant(
        "refused once it is saved",
        "nothing refused is kept",
        wrap=instead("orders", prices.RefusedTooLate),
    ),
    Mutant("key ignored", "nothing is doubled", wrap=instead("orders", keys.KeysIgnored)),
    Mutant("anybody's key", "nothing acknowledged is lost", keys.whose_key_does_not_matter),
    Mutant(
        "settled twice by a repeat",
        "a final status stays",
        wrap=instead("orders", keys.RepeatsConfirm),
    ),
)

OF_MONOLITH: Final = (
    Mutant(
        "answered before the commit",
        "what was shown is shown again",
        answered_first.saved_after_the_answer_by_the_monolith,
    ),
    Mutant(
        "outage taken for success",
        "nothing acknowledged is lost",
        answered_first.outage_taken_for_success,
    ),
    Mutant(
        "paid in another transaction",
        "nothing is orphaned",
        transactions.paid_in_another_transaction,
    ),
    Mutant("saved before the steps", "every order is final", transactions.saved_before_the_steps),
    Mutant(
        "nobody tells of refusals",
        "each settled order is notified once",
        transactions.nobody_tells_of_refusals,
    ),
    Mutant("a twin's own answer", "a key has one answer", keys.late_twin_has_its_own_answer),
)

OF_SERVICES: Final = (
    Mutant(
        "answered before the commit",
        "what was shown is shown again",
        answered_first.saved_after_the_answer_by_the_services,
    ),
    Mutant("no inbox", "payments match orders", delivery.no_inbox, sql=money.ONCE_PER_ORDER),
    Mutant(
        "remembered before handled",
        "every order is final",
        delivery.remembered_before_it_is_handled,
    ),
    Mutant("outage taken for done", "every order is final", delivery.outage_taken_for_done),
    Mutant(
        "outbox row dropped",
        "each settled order is notified once",
        delivery.refusals_are_not_stored,
    ),
    Mutant("marked before it is sent", "every order is final", delivery.marked_before_it_is_sent),
    Mutant("compensation lost", "reservations match orders", sagas.nothing_is_undone),
    Mutant("compensation doubled", "stock rises by releases only", goods.given_back_twice),
    Mutant("confirmed, then paid", "a final status stays", sagas.confirmed_before_it_is_paid),
    Mutant("reply to the wrong order", "every order is final", sagas.reply_to_the_order_before),
    Mutant("no lease ever ends", "every order is final", sagas.no_lease_ever_ends),
)

MUTANTS: Final = {"monolith": (*BOTH, *OF_MONOLITH), "services": (*BOTH, *OF_SERVICES)}
"""By arm."""

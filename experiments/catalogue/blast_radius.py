"""Whom does a fault hit? One after another, and an arm is spared what it has nothing for."""

from experiments.catalogue.blast_cell import cell
from experiments.faults.catalogue import FAULTS, features_for
from experiments.faults.place import Place
from experiments.method.experiment import Experiment
from experiments.topology import CATALOG, INVENTORY, ORDERS, PAYMENTS, RECOMMENDATIONS

QUESTION = "Faults of features, and of what they stand on: how far does each reach?"
TELLING = (
    ("crash", RECOMMENDATIONS),  # an optional feature ends its process: who lives in there, too?
    ("hang", PAYMENTS),  # threads are held, with whatever they hold
    ("cpu-burn", RECOMMENDATIONS),  # a core is shared, however the shop is cut
    ("errors", PAYMENTS),  # the control: nothing is shared that would carry it on
    ("connection-leak", INVENTORY),  # whoever shares the pool goes without
    ("replica-down", CATALOG),  # one of several, or the only one
    ("database-down", PAYMENTS),  # one of several, or everybody's
    ("database-paused", ORDERS),  # likewise, and nothing is refused: only a time limit helps
    ("broker-down", ORDERS),  # what may wait should wait
    ("network-partition", INVENTORY),  # a call that takes no network cannot lose it
    ("messages-duplicated", PAYMENTS),  # nobody should notice, the checkers least of all
    ("outside-black-hole", ORDERS),  # everybody waits for it, and nobody can mend it
)
ONE_BROKER = ORDERS
"""Whose broker is hit: an arm has one at most, so that another feature would tell nothing new."""


def telling() -> tuple[Experiment, ...]:
    """The cells that a run makes if nobody says otherwise."""
    return tuple(cell(fault, feature) for fault, feature in TELLING)


def every() -> tuple[Experiment, ...]:
    """Each fault with each feature that it goes with."""
    return tuple(
        cell(fault, feature)
        for fault in FAULTS
        for feature in features_for(fault)
        if feature == ONE_BROKER or cell(fault, feature).faults[0].place is not Place.BROKER
    )

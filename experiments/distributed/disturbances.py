"""What is done to the messages of all features at once."""

from collections.abc import Callable
from functools import partial
from typing import Final

from experiments.distributed.complexity import Disturbance
from experiments.faults.broker_paused import broker_paused
from experiments.faults.fault import Fault
from experiments.faults.messages import RECEIVING
from experiments.faults.messages_delayed import messages_delayed
from experiments.faults.messages_duplicated import messages_duplicated
from experiments.faults.messages_reordered import messages_reordered
from experiments.topology import ORDERS

LATE_MS, WITHIN_S, SHARE = 300.0, 0.5, 0.25
FOR_S = 7.0
UNREACHED_S = 11.0  # a publisher gives up after 3 s, a second time after 3 more


def _everywhere(fault: Callable[[str], Fault]) -> tuple[Fault, ...]:
    """The fault for every feature that is sent messages."""
    return tuple(map(fault, RECEIVING))


DELAY: Final = Disturbance(
    "delay",
    f"each comes {LATE_MS:.0f} ms late",
    _everywhere(partial(messages_delayed, ms=LATE_MS)),
    FOR_S,
)
DUPLICATE: Final = Disturbance(
    "duplicate",
    f"{SHARE:.0%} of them come twice",
    _everywhere(partial(messages_duplicated, share=SHARE)),
    FOR_S,
)
REORDER: Final = Disturbance(
    "reorder",
    f"each waits for up to {WITHIN_S:g} s, and others overtake it",
    _everywhere(partial(messages_reordered, within_s=WITHIN_S)),
    FOR_S,
)
PARTITION: Final = Disturbance(
    "partition",
    f"nobody reaches their broker for {UNREACHED_S:.0f} s",
    (broker_paused(ORDERS),),
    UNREACHED_S,
)

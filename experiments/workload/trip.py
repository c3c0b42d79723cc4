"""What one shopper is to do, and how far it is. For the generator's process, as shopper.py is."""

import time
from collections import deque
from dataclasses import dataclass, field, replace

from gevent.event import Event
from gevent.pool import Group

from experiments.workload.plan import LoadPlan
from experiments.workload.recorder import Recorder
from experiments.workload.schedule import Arrival


@dataclass
class Trip:
    """`begin_s` is the load's start on the monotonic clock. `ran_out`: in a closed loop there was
    nothing left to ask for before its time was up."""

    plan: LoadPlan
    upcoming: deque[Arrival]
    recorder: Recorder
    begin_s: float
    sent: int = 0
    ran_out: bool = False
    in_flight: Group = field(default_factory=Group)
    over: Event = field(default_factory=Event)

    def age_s(self, arrival: Arrival) -> float:
        """Seconds since its intended start; below 0 while it is not due."""
        return time.monotonic() - self.begin_s - arrival.at_s

    def take_due(self) -> Arrival | None:
        """The next arrival, if its time has come."""
        if self.upcoming and self.age_s(self.upcoming[0]) >= 0:
            return self.upcoming.popleft()
        return None

    def take_next(self) -> Arrival | None:
        """In a closed loop the next thing to ask for, now; None when the time is up."""
        now_s = time.monotonic() - self.begin_s
        if now_s >= self.plan.total_s:
            return None
        if not self.upcoming:
            self.ran_out = True
            return None
        return replace(self.upcoming.popleft(), at_s=now_s)

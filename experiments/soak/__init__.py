"""Exactly-once effects, put to the test for an hour: `make soak`; five minutes of it: CUT=1.

A scenario is data and a small act, a file each in scenarios/: orders in thousands while processes
are killed, messages sent twice, shuffled, poisoned. After each of them the whole shop is judged, by
the invariants of its tables and by the history of what its customers were told, since its start. An
arm lives on from scenario to scenario until it breaks a promise; then a fresh one is started.
"""

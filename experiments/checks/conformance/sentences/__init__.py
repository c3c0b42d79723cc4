"""The contract in sentences: functions of a Shop that raise Deviation when they do not hold.

A sentence may return a remark. Their names, with spaces, are what the report shows.
"""

from collections.abc import Callable

from experiments.checks.conformance.shop import Shop

Sentence = Callable[[Shop], str | None]

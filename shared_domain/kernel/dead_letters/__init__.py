"""What could not be done, after all its retries: kept with the reason, until somebody replays it.

Both arms keep it in a table of this shape, in the database of the part that gave up and in the
transaction that gives up. How a letter is done again is each arm's own: compare
`microservices/chassis/service.py` with `monolith/notifier.py`.
"""

from pathlib import Path

MIGRATIONS = Path(__file__).parent / "migrations"

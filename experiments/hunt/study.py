"""The study by its name, as `cleave list` tells it."""

from typing import Final

NAME: Final = "find-the-bug"
QUESTION: Final = "Something is amiss. What must be opened until the feature to blame is found?"

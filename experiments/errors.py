"""The root of what the lab raises on purpose."""

from typing import ClassVar


class LabError(Exception):
    """Something a person can mend; the message is one line that says what and how."""

    advice: ClassVar[str] = ""
    """How, where it is the same for all of a kind; said after the message."""

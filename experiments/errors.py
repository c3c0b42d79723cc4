"""The root of what the lab raises on purpose."""


class LabError(Exception):
    """Something a person can mend; the message is one line that says what and how."""

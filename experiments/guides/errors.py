"""What goes wrong in a guided lesson."""

from experiments.errors import LabError


class GuideError(LabError):
    """A guide's content lacks something or says something impossible: our mistake."""


class UnknownGuide(LabError):
    """No guide has this name."""


class BadAnswer(LabError):
    """An answer that is none: the text says what one would look like."""


class NotYet(LabError):
    """The steps of a lesson come in an order, and this one's turn has not come."""


class Unusable(LabError):
    """A run's folder, or a student's, that cannot be read as what it should be."""

"""What may go wrong when an artefact is built."""

from experiments.errors import LabError


class ArtefactError(LabError):
    """The artefact cannot be built; one line that says why."""

"""The image of each artefact: built when it is first asked for, in the engine's own store."""

from experiments.artefacts.build import REPOSITORY, build_artefact
from experiments.artefacts.content import content_of
from experiments.artefacts.release import Artefact, Release
from experiments.images.build import Say, ensure_ours
from experiments.images.context import context_of
from experiments.stacks.docker.engine import Engine
from experiments.stacks.local.files import disk_errors
from experiments.stacks.local.places import Places
from experiments.topology import Part


class ArtefactImages:
    """Artefacts stand in the lab's store as well: both stacks call the same thing the same."""

    def __init__(self, engine: Engine, places: Places, say: Say) -> None:
        self._engine = engine
        self._store = places.cache / "artefacts"
        self._say = say
        self._images: dict[str, str] = {}

    def build(self, part: Part, release: Release) -> Artefact:
        """The artefact, and an image that holds it."""
        with disk_errors(self._store):
            artefact = build_artefact(part, release, self._store)
            context = context_of(part.name, content_of(part, release, REPOSITORY))
        self._images[artefact.digest] = ensure_ours(self._engine, context, self._say)
        return artefact

    def of(self, artefact: Artefact) -> str:
        """The image of an artefact that was built here."""
        return self._images[artefact.digest]

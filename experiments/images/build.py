"""Has an engine build images, or finds that it has them."""

import io
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from docker.errors import ImageNotFound

from experiments.images.context import DOCKERFILE, Context
from experiments.images.names import PYTHON, VERSION, versioned
from experiments.stacks.docker.engine import Engine, asking
from experiments.stacks.protocol import StackError

Say = Callable[[str], None]


def has_image(engine: Engine, image: str) -> bool:
    with asking(f"the engine does not tell whether it has {image}"):
        try:
            engine.api.inspect_image(image)
        except ImageNotFound:
            return False
    return True


def ensure_theirs(engine: Engine, image: str, say: Say) -> None:
    """An image of others, from their registry if it is not there. StackError where it cannot be
    had."""
    if has_image(engine, image):
        return
    say(f"fetching {image}: once")
    try:
        with asking("it cannot be fetched"):
            engine.api.pull(*image.split(":", 1))
    except StackError as error:
        raise StackError(
            f"the image {image} is not there, and {error}: `make standins` builds one like it from"
            " packages"
        ) from error


def ensure_ours(engine: Engine, context: Context, say: Say) -> str:
    """The name of the image; built if the engine does not have it."""
    image = context.image
    if not has_image(engine, image):
        ensure_theirs(engine, PYTHON, say)
        say(f"building the image of {context.part}: once, and again when its sources change")
        build(engine, context)
    return image


def build(engine: Engine, context: Context) -> None:
    """StackError with the last line of a build that failed."""
    arguments = {"PART": context.part, "PYTHON": PYTHON, "VERSION": VERSION}
    marks = {"cleave.digest": context.digest}
    archive = io.BytesIO(context.packed())
    run_build(engine, archive, DOCKERFILE, context.image, arguments, marks)


def run_build(
    engine: Engine,
    archive: io.BytesIO,
    dockerfile: str,
    image: str,
    arguments: Mapping[str, str],
    labels: Mapping[str, str],
) -> None:
    """Of a tar archive; see `build`."""
    with asking(f"the image {image} cannot be built"):
        lines = engine.api.build(
            fileobj=archive,
            custom_context=True,
            dockerfile=dockerfile,
            tag=image,
            buildargs=dict(arguments),
            labels=dict(labels),
            rm=True,
            forcerm=True,
            decode=True,
        )
        for complaint in _complaints(lines):
            raise StackError(f"the image {image} cannot be built: {complaint}")


def name_version(engine: Engine, context: Context) -> str:
    """Gives the image the name by which the compose files call it."""
    name = versioned(context.part)
    with asking(f"{context.image} cannot be called {name}"):
        engine.api.tag(context.image, name.partition(":")[0], VERSION)
    return name


def _complaints(lines: Iterator[Mapping[str, Any]]) -> Iterator[str]:
    """The build is over when the lines are."""
    for line in lines:
        if "error" in line:
            yield " ".join(str(line["error"]).split())

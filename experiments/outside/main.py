"""The composition root: `granian --interface asgi --factory experiments.outside.main:build`."""

from experiments.outside.app import OutsideWorld


def build() -> OutsideWorld:
    return OutsideWorld()

"""`cleave down`: ends everything that any command of this user started and left."""

from experiments.stacks.local.arm_folder import clear_arm
from experiments.stacks.local.places import Places


def clear_everything(places: Places) -> list[str]:
    """The names of what was found and ended: arms, the outside world, unfinished templates."""
    kept = ("cache",)
    folders = [entry for entry in sorted(places.state.iterdir()) if entry.is_dir()]
    names = [f.name for f in folders if f.name not in kept and not f.name.endswith("-failed")]
    return [name for name in names if clear_arm(places, name, even_if_used=True)]

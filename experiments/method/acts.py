"""What a fault does to a process of an arm, by the name of its act: how, and how it is undone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from experiments.stacks.protocol import Database, Stack, Target

Setting = Mapping[str, object]


@dataclass(frozen=True)
class Act:
    """`undo` is harmless where nothing was done. `is_well` says whether a client of the target is
    served as if it had not been done. All may raise StackError."""

    do: Callable[[Stack, Target, Setting], None]
    undo: Callable[[Stack, Target, Setting], None]
    is_well: Callable[[Stack, Target], bool]


def _kill(stack: Stack, target: Target, setting: Setting) -> None:
    stack.kill(target, stays_down=bool(setting["stays_down"]))


def _bring_back(stack: Stack, target: Target, setting: Setting) -> None:
    if setting["stays_down"]:
        stack.restart(target)


def _pause(stack: Stack, target: Target, _: Setting) -> None:
    stack.pause(target)


def _resume(stack: Stack, target: Target, _: Setting) -> None:
    stack.resume(target)


def _answers(stack: Stack, target: Target) -> bool:
    return stack.answers(target)


def _forbid_writes(stack: Stack, target: Target, _: Setting) -> None:
    stack.read_only(_part_of(target), True)


def _allow_writes(stack: Stack, target: Target, _: Setting) -> None:
    stack.read_only(_part_of(target), False)


def _takes_writes(stack: Stack, target: Target) -> bool:
    return stack.writable(_part_of(target))


def _fill_disk(stack: Stack, target: Target, _: Setting) -> None:
    stack.disk_full(_part_of(target), True)


def _make_room(stack: Stack, target: Target, _: Setting) -> None:
    stack.disk_full(_part_of(target), False)


def _part_of(target: Target) -> str:
    if not isinstance(target, Database):
        raise TypeError(f"{target} is no database")
    return target.part


ACTS: Final[Mapping[str, Act]] = {
    "kill": Act(_kill, _bring_back, _answers),
    "pause": Act(_pause, _resume, _answers),
    "read only": Act(_forbid_writes, _allow_writes, _takes_writes),
    "fill": Act(_fill_disk, _make_room, _takes_writes),
}


def act_of(setting: Setting) -> Act:
    return ACTS[str(setting["fault"])]

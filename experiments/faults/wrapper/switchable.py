"""Stands in a feature's place and fails as it is told to; told nothing, it only hands calls on.

The order is the file `$CLEAVE_SWITCHES/<feature>.json`, looked at before each call, so that a
restarted process obeys it too. What is missing, unreadable or unknown orders nothing. Each time a
fault is about to act, `<feature>.fired` may get a line: seconds (monotonic), process, fault, and
how often it has acted in this process under this order; there is one for the 1st, 2nd, 4th, 8th ...

An artefact carries this file: it imports the standard library only, and nothing of ours.
"""

import functools
import json
import math
import os
import random
import signal
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar, cast

MIB = 2**20
GLANCE_S = 0.02
F = TypeVar("F")
Setting = Mapping[str, Any]
Handed = tuple[Any, ...]
Act = Callable[[Handed], None]
"""Gets what the call was handed."""


def wrap(name: str, feature: F) -> F:
    """What takes the place of the feature called `name`."""
    folder = os.environ.get("CLEAVE_SWITCHES")
    return feature if folder is None else cast(F, Switchable(feature, Switch(folder, name)))


class Switchable:
    """The feature itself to all who use it; its public methods look at the switch first."""

    def __init__(self, feature: object, switch: "Switch") -> None:
        vars(self).update(_Switchable__feature=feature, _Switchable__switch=switch)

    def __getattr__(self, name: str) -> Any:
        """Only asked for what is not there yet: a guarded method is made once and kept."""
        found = getattr(self.__feature, name)
        if name.startswith("_") or not callable(found):
            return found
        obey = self.__switch.obey

        @functools.wraps(found)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            obey(name, args, kwargs)
            return found(*args, **kwargs)

        return vars(self).setdefault(name, guarded)

    def __setattr__(self, name: str, value: object) -> None:
        vars(self).pop(name, None)
        setattr(self.__feature, name, value)


class Switch:
    """What the file says now, of `faults` by name. `obey` costs one system call while there is no
    file."""

    def __init__(self, folder: str, name: str, faults: Mapping[str, Any] | None = None) -> None:
        self._faults = FAULTS if faults is None else faults
        self._file = Path(folder) / f"{name}.json"
        self._place = os.fsencode(self._file)  # which is quicker to ask for
        self._fired = Path(folder) / f"{name}.fired"
        self._lock = threading.Lock()
        self._read: tuple[int, int, int] | None = None
        self._told: Told | None = None

    def obey(self, method: str, args: Handed, kwargs: Mapping[str, Any]) -> None:
        """Returns when the call may go on, if it may."""
        told = self.told()
        if told is not None:
            order, act = told
            if order.methods is None or method in order.methods:
                act((*args, *kwargs.values()))

    def told(self) -> "Told | None":
        """The same for as long as the file stays the same."""
        if not os.access(self._place, os.F_OK):
            if self._read is not None:
                self._read = self._told = None  # what a leak has kept goes with it
            return None
        try:
            if _version(self._file.stat()) != self._read:
                self._look_again()
        except OSError:
            return None
        return self._told

    def _look_again(self) -> None:
        with self._lock, self._file.open("rb") as file:
            version = _version(os.fstat(file.fileno()))
            if version != self._read:
                self._told = _understood(file.read(), self, self._faults)
                self._read = version

    def log(self, line: str) -> None:
        """Appended whole, also when many processes write."""
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
        descriptor = os.open(self._fired, flags, 0o644)
        try:
            os.write(descriptor, line.encode())
        finally:
            os.close(descriptor)


def _version(stat: os.stat_result) -> tuple[int, int, int]:
    return stat.st_ino, stat.st_mtime_ns, stat.st_size


def _understood(text: bytes, switch: Switch, faults: Mapping[str, Any]) -> "Told | None":
    try:
        setting = json.loads(text)
        order = Order(setting, switch)
        return order, faults[setting["fault"]](setting, order)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


class Order:
    """One setting of the switch, as this process obeys it until the next. It does not know its
    `Act`, which would make a ring of the two that keeps leaked memory alive."""

    def __init__(self, setting: Setting, switch: Switch) -> None:
        self._switch = switch
        self._lock = threading.Lock()
        self._times = 0
        self._fault = setting["fault"]
        named = setting.get("methods")
        self.methods = None if named is None else frozenset(named)

    def stands(self) -> bool:
        told = self._switch.told()
        return told is not None and told[0] is self

    def fire(self) -> None:
        """Called before the fault acts: what dies of it can say nothing afterwards."""
        with self._lock:
            self._times += 1
            if self._times & (self._times - 1) == 0:
                now, process = time.monotonic(), os.getpid()
                self._switch.log(f"{now:.6f} {process} {self._fault} {self._times}\n")


Told = tuple[Order, Any]
"""The second is what `faults` makes of the order: an `Act` for those of a feature."""


def crash(_: Setting, order: Order) -> Act:
    """Kills its own process, as the kernel would one that has no memory left."""

    def act(_: Handed) -> None:
        order.fire()
        os.kill(os.getpid(), signal.SIGKILL)

    return act


def hang(setting: Setting, order: Order) -> Act:
    """Blocks until the order is withdrawn, `most_s` at the longest. One of the blocked threads
    watches the switch, the others wait for it, so that many cost no more than one."""
    most_s = float(setting["most_s"])
    watching = threading.Lock()

    def act(_: Handed) -> None:
        order.fire()
        until = time.monotonic() + most_s
        if watching.acquire(timeout=most_s):
            try:
                while order.stands() and time.monotonic() < until:
                    time.sleep(GLANCE_S)
            finally:
                watching.release()

    return act


def cpu(setting: Setting, order: Order) -> Act:
    """Burns `ms` of the calling thread's CPU time, in Python, as a slow computation would."""
    seconds = float(setting["ms"]) / 1000

    def act(_: Handed) -> None:
        order.fire()
        until = time.thread_time() + seconds
        while time.thread_time() < until:
            sum(range(500))

    return act


def leak(setting: Setting, order: Order) -> Act:
    """Keeps `mib` written MiB per call, up to `most_mib` in a process."""
    size, most = int(setting["mib"]), int(setting["most_mib"])
    kept: list[bytes] = []

    def act(_: Handed) -> None:
        if len(kept) * size < most:
            order.fire()
            kept.append(b"\xff" * (size * MIB))

    return act


def drain(setting: Setting, order: Order) -> Act:
    """Takes one connection more from the pool that a call's session came from, and keeps it; up to
    `most` in a process. A pool that has none left fails the call, as it would anybody's."""
    most, kept = int(setting["most"]), Kept()

    def act(handed: Handed) -> None:
        engine = next(filter(None, map(_engine_of, handed)), None)
        if engine is not None and len(kept) < most:
            order.fire()
            kept.append(engine.connect())

    return act


class Kept(list[Any]):
    """Connections that go back to their pool when nobody knows of them any more."""

    def __del__(self) -> None:
        for connection in self:
            connection.close()


def _engine_of(handed: object) -> Any:
    """Of the connection behind a session; None for what is none."""
    return getattr(getattr(getattr(handed, "execute", None), "__self__", None), "engine", None)


def slow(setting: Setting, order: Order) -> Act:
    """Waits for a lognormal time with the median `median_ms`; `sigma` 0 makes it the same."""
    location, sigma = math.log(float(setting["median_ms"])), float(setting["sigma"])
    dice = dice_of(setting)

    def act(_: Handed) -> None:
        order.fire()
        time.sleep(dice.lognormvariate(location, sigma) / 1000)

    return act


def errors(setting: Setting, order: Order) -> Act:
    """Raises in `share` of the calls, before the feature is reached."""
    share, dice = float(setting["share"]), dice_of(setting)

    def act(_: Handed) -> None:
        if dice.random() < share:
            order.fire()
            raise RuntimeError("this feature was told to fail")

    return act


def dice_of(setting: Setting) -> random.Random:
    """The same in every run, another for each replica."""
    return random.Random(f"{int(setting['seed'])} {os.environ.get('CLEAVE_REPLICA')}")


FAULTS: Mapping[str, Callable[[Setting, Order], Act]] = {
    fault.__name__: fault for fault in (crash, hang, cpu, leak, drain, slow, errors)
}

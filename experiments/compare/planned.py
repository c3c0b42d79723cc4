"""plan.json read back: what had been decided before the first process started."""

from collections.abc import Mapping
from dataclasses import dataclass

from experiments.compare.plan import Block
from experiments.faults.fault import Fault, FaultError
from experiments.method.sizes import Sizes, most_replicas
from experiments.run_folder.documents import BrokenFolder, Document

FILE = "plan.json"


@dataclass(frozen=True)
class Planned:
    """`labels` name the two sides, the baseline first. `extras` are experiments that have blocks of
    their own. `planted` are faults that only the second side had, for the whole of its visits.
    `left_out` are experiments that the machine could not do, and `absent` cells of the
    `matrix`, if it was one, that the arm of a side has nothing for; both say why. `without` are
    protections that sides were without: their labels say which."""

    arms: tuple[str, str]
    labels: tuple[str, str]
    seed: int
    experiments: tuple[str, ...]
    extras: tuple[str, ...]
    sizes: Sizes
    warmup_s: float
    blocks: tuple[Block, ...]
    full: bool
    planted: tuple[Fault, ...]
    left_out: Mapping[str, str]
    matrix: str
    absent: Mapping[str, Mapping[str, str]]
    claims_sha256: str
    without: frozenset[str]

    @property
    def every_experiment(self) -> tuple[str, ...]:
        return (*self.experiments, *self.extras)

    @property
    def first_counts(self) -> tuple[int, int]:
        """How many blocks were to begin with each side."""
        usual = [block for block in self.blocks if not block.extra]
        first = sum(block.order[0] == self.labels[0] for block in usual)
        return first, len(usual) - first

    @property
    def loose(self) -> frozenset[int]:
        """The numbers of the blocks whose disturbed trials are left out one by one."""
        return frozenset(block.number for block in self.blocks if block.extra or block.singly)

    @property
    def usual(self) -> frozenset[int]:
        """The numbers of the blocks that claims are judged by."""
        return frozenset(block.number for block in self.blocks if not block.extra)


def planned_from(document: Document) -> Planned:
    """Raises BrokenFolder."""
    plan = Planned(
        arms=_two(document, "arms"),
        labels=_two(document, "labels"),
        seed=document.whole("seed"),
        experiments=document.texts("experiments"),
        extras=document.texts("extras"),
        sizes=_sizes(document.part("sizes")),
        warmup_s=document.number("warmup_s"),
        blocks=tuple(_block(each) for each in document.parts("blocks")),
        full=document.flag("full"),
        planted=tuple(_fault(each) for each in document.parts("planted")),
        left_out=_reasons(document.maybe_part("left_out")),
        matrix=document.maybe_text("matrix") or "",
        absent=_absent(document.maybe_part("absent")),
        claims_sha256=document.text("claims_sha256"),
        without=frozenset(document.texts("without") if "without" in document.body else ()),
    )
    for block in plan.blocks:
        if sorted(block.order) != sorted(plan.labels):
            raise BrokenFolder(
                f"{document.place}: block {block.number} is not a pair of both sides"
            )
        least = set[str]() if block.extra else set(plan.experiments)
        if not least <= set(block.experiments) <= set(plan.every_experiment):
            raise BrokenFolder(f"{document.place}: block {block.number} runs other experiments")
    return plan


def _absent(document: Document | None) -> dict[str, dict[str, str]]:
    """Plans of earlier versions say nothing of it."""
    return {label: _reasons(document.part(label)) for label in document.body} if document else {}


def _reasons(document: Document | None) -> dict[str, str]:
    """Plans of earlier versions say nothing of them."""
    return {name: document.text(name) for name in document.body} if document else {}


def _sizes(document: Document) -> Sizes:
    """A run of before there were pilots has rates only; earlier ones do not say how many replicas
    were allowed."""
    rates, replicas = document.part("rates"), document.maybe_part("replicas")
    unconfirmed = document.maybe_part("unconfirmed")
    return Sizes(
        rates={mix: rates.number(mix) for mix in rates.body},
        replicas={name: _arms(replicas.part(name)) for name in replicas.body} if replicas else {},
        by=document.maybe_text("by") or "",
        wrong=document.texts("wrong") if "wrong" in document.body else (),
        most=document.whole("most") if "most" in document.body else most_replicas(),
        unconfirmed=_by_experiment(unconfirmed) if unconfirmed else {},
    )


def _by_experiment(document: Document) -> dict[str, dict[str, tuple[str, ...]]]:
    arms = {name: document.part(name) for name in document.body}
    return {name: {arm: of.texts(arm) for arm in of.body} for name, of in arms.items()}


def _arms(document: Document) -> dict[str, dict[str, int]]:
    return {arm: _counts(document.part(arm)) for arm in document.body}


def _counts(document: Document) -> dict[str, int]:
    return {times: document.whole(times) for times in document.body}


def _two(document: Document, key: str) -> tuple[str, str]:
    found = document.texts(key)
    if len(found) != 2:
        raise document.wrong(key, "a list of two")
    return found[0], found[1]


def _block(document: Document) -> Block:
    return Block(
        number=document.whole("number"),
        order=_two(document, "order"),
        seed=document.whole("seed"),
        experiments=document.texts("experiments"),
        extra="extra" in document.body and document.flag("extra"),
        singly="singly" in document.body and document.flag("singly"),
    )


def _fault(document: Document) -> Fault:
    setting, slower_by_ms = document.part("setting").body, document.number("slower_by_ms")
    try:
        return Fault(document.text("name"), document.text("feature"), setting, slower_by_ms)
    except FaultError as error:
        raise BrokenFolder(f"{document.place}: {error}") from None

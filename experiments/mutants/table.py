"""The mutants as a table of 80 columns: who had to notice, whether it did, who else did."""

from collections.abc import Sequence

from experiments.mutants.run import Outcome

WIDTH = 80
NAMES, CHECKERS = 31, 36


def table(outcomes: Sequence[Outcome], seconds: float) -> str:
    """Several lines, each at most WIDTH wide, ending with a newline."""
    lines = [f"{'mutant':{NAMES}}{'must be caught by':{CHECKERS}}{'':9}{'':>3}"]
    for outcome in outcomes:
        if outcome.is_control:
            lines.append(_control(outcome))
        else:
            lines += _mutant(outcome)
    lines += ["", *summary(outcomes, seconds)]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def summary(outcomes: Sequence[Outcome], seconds: float) -> list[str]:
    mutants = [each for each in outcomes if not each.is_control]
    caught = sum(each.is_right for each in mutants)
    return [
        f"{caught} of {len(mutants)} mutants caught, in {seconds:.0f} s. The number is of the"
        " other checkers",
        "that noticed, too. An arm as it is must be noticed by none, and no rule be idle.",
    ]


def _control(outcome: Outcome) -> str:
    said = ", ".join(outcome.judgement.said)
    idle = ", ".join(outcome.judgement.idle)
    found = f"noticed by {said}" if said else f"idle: {idle}" if idle else "noticed by none"
    word = "" if outcome.is_right else "WRONG: "
    return f"{outcome.arm}, as it is: {word}{found}"


def _mutant(outcome: Outcome) -> list[str]:
    mutant, said = outcome.mutant, outcome.judgement.said
    others = len(said.keys() - {mutant.caught_by})
    word = "caught" if outcome.is_right else "SURVIVED"
    line = f"  {mutant.name:{NAMES - 2}}{mutant.caught_by:{CHECKERS}}{word:9}{others or '':>3}"
    if outcome.is_right or not said:
        return [line]
    return [line, f"    noticed by {', '.join(said)}"]

"""A run's ratios and figures, as a person reads them: 80 columns, no colour needed."""

from experiments.bench.ratio import Bench, Figure, Ratio

WIDTH = 80
FEWEST = 3
"""Values that have a median."""


def table(bench: Bench) -> str:
    """Several lines, each at most WIDTH wide, ending with a newline."""
    lines = [f"{'':31}{'ours':>10}{'bare':>10}{'ratio':>7}  {'spread':>11}{'aim':>7}"]
    for ratio in bench.ratios:
        lines += _ratio(ratio)
    lines += ["", *(_figure(figure) for figure in bench.figures), "", *_notes(bench)]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _ratio(ratio: Ratio) -> list[str]:
    ours, bare = _median(ratio, ours=True), _median(ratio, ours=False)
    low, high = ratio.spread
    aim, word = "", ""
    if ratio.aim is not None:
        aim = f"{'>=' if ratio.at_least else '<='} {ratio.aim:g}"
        word = "met" if ratio.is_met else "MISSED"
    return [
        f"{ratio.name:31}{_number(ours):>10}{_number(bare):>10}{ratio.median:>7.2f}"
        f"  {f'{low:.2f}-{high:.2f}':>11}{aim:>7}",
        f"  {f'{ratio.ours} / {ratio.bare}, {ratio.unit}':<67}{word:>9}",
    ]


def _figure(figure: Figure) -> str:
    """With its median where there are values enough to speak of one."""
    values = ", ".join(_number(value) for value in figure.values)
    if len(figure.values) < FEWEST:
        return f"{figure.name:37}{values} {figure.unit}"
    return f"{figure.name:31}{_number(figure.median):>10} {figure.unit} ({values})"


def _notes(bench: Bench) -> list[str]:
    machine = bench.machine
    return [
        f"{machine['cpu']['cores']} cores, {machine['cpu']['model']}; Python {machine['python']}.",
        "Medians; the spread is from the smallest to the greatest ratio of a pair.",
    ]


def _median(ratio: Ratio, ours: bool) -> float:
    values = sorted(pair.ours if ours else pair.bare for pair in ratio.pairs)
    middle = len(values) // 2
    return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"

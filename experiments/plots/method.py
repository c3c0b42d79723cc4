"""What was done, step by step, and how to do it oneself."""

from experiments.guides.content import guide_names, load_guide
from experiments.plots.opened import Opened
from experiments.plots.text import Text, numbered, plain
from experiments.report.page.sections.method import LoadDone, loads_done
from experiments.report.page.sections.reproduce import commands


def method(opened: Opened) -> Text:
    """From what the visits recorded themselves; without times, since how long a step took is a
    result, and an audience has yet to predict it."""
    done = loads_done(opened.trials)
    if not done:
        return Text(f"The run {plain(opened.run.name)} kept no raw data: see its plan.")
    return Text("\n\n".join(_load(each) for each in done))


def again(opened: Opened) -> Text:
    """The commands: a first look, a run that ends in verdicts, the lesson, and this very run."""
    name = opened.experiment
    ways = {
        f"./cleave run {name} --blocks 1": "a first look: dots, no interval, no verdict",
        f"./cleave run {name}": "eight blocks, with verdicts",
        **{f"./cleave lab start {each}": "as a guided lesson" for each in _guides(name)},
    }
    width = max(map(len, ways))
    lines = [f"{command:{width}}  # {why}" for command, why in ways.items()]
    lines += ["", "# this very run", *commands(opened.run)]
    return Text("```sh\n" + "\n".join(lines).replace("`", "") + "\n```")


def _load(load: LoadDone) -> str:
    before = [f"Before: {plain(text)}." for text in load.before]
    head = f"**Load {plain(load.name)}**: {plain(load.offered)}. {plain(load.replicas)}."
    steps = numbered(plain(step.what) for step in load.steps)
    return "\n\n".join(part for part in (*before, head, steps) if part)


def _guides(experiment: str) -> list[str]:
    return [name for name in guide_names() if load_guide(name).experiment == experiment]

"""The bad change renamed a column, too, and what ran before cannot work on these tables: its
artefact helps only when the third release's migration has named the column back."""

from experiments.measure.ways_back import told_of
from experiments.method.experiment import STEADY, Experiment
from experiments.method.steps import (
    ARTEFACT,
    FLAG,
    FORWARD,
    Ask,
    Deploy,
    FlagOn,
    RollBack,
    load,
    wait,
)
from experiments.releases.good_catalog import survived
from experiments.releases.renamed_column import RELEASE_2_RENAMING, RELEASE_3
from experiments.topology import PAYMENTS
from experiments.workload.mixes import MIXED

experiment = Experiment(
    name="rollback-renamed-column",
    question="A release renamed a column and broke payments. Which way leads out of that?",
    steady_state=STEADY,
    method=(
        load(MIXED), wait(2),
        Deploy(RELEASE_2_RENAMING, forward=RELEASE_3), wait(11),
        RollBack(PAYMENTS, FLAG), wait(9), Ask(FLAG, survived),
        FlagOn(PAYMENTS), wait(2),
        RollBack(PAYMENTS, ARTEFACT), wait(15), Ask(ARTEFACT, survived),
        RollBack(PAYMENTS, FORWARD), wait(15), Ask(FORWARD, survived),
    ),
    metrics=(
        *told_of(FLAG, "flag"),
        *told_of(ARTEFACT, "artefact", "bad for"),  # as long as it is watched: a lower bound
        *told_of(FORWARD, "forward"),
    ),
    extra_s=8.0,
)  # fmt: skip

"""What notebooks call: each function shows one thing about one experiment of one run, as a picture
or as text. It reads the run's folder and nothing else; nothing is measured or judged anew. Where
the run did not keep what a picture needs, a text says so."""

from experiments.plots.claims import claims, verdicts
from experiments.plots.growth import growth
from experiments.plots.intervals import intervals
from experiments.plots.latencies import latencies
from experiments.plots.method import again, method
from experiments.plots.opened import open_run
from experiments.plots.operations import operations
from experiments.plots.origin import correct, origin
from experiments.plots.pairs import pairs
from experiments.plots.published import beside_published, published
from experiments.plots.resources import resources
from experiments.plots.timeline import timeline

__all__ = (
    "again",
    "beside_published",
    "claims",
    "correct",
    "growth",
    "intervals",
    "latencies",
    "method",
    "open_run",
    "operations",
    "origin",
    "pairs",
    "published",
    "resources",
    "timeline",
    "verdicts",
)

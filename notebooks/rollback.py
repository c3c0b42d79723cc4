# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     notebook_metadata_filter: -jupytext.text_representation.jupytext_version
#     text_representation:
#       extension: .py
#       format_name: percent
#       format_version: '1.3'
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # How is a bad change taken back?
#
# One release improved the catalog and broke payments. The bad change must go. How long does that
# take, and is the good change still there afterwards?

# %%
from lab import plots

run = plots.open_run("rollback")
plots.origin(run)

# %% [markdown]
# ## What was done
#
# The release is deployed blue/green and taken back in more than one way, while shoppers go on
# shopping. A probe asks whether the better catalog is still there.

# %%
plots.method(run)

# %% [markdown]
# ## Predict first
#
# Do not scroll on. Write down for each arm:
#
# 1. By artefact, the former program is deployed again: how many seconds until 99% are good?
# 2. By feature flag: how many seconds?
# 3. After each of the two: is the better catalog still there?
#
# The flag is offered to both arms. Show of hands: on which arm does it matter more?

# %% [markdown]
# ## What people say, and what others measured
#
# The claims and their margins were frozen before the first process started. m6 takes, on each arm,
# the quicker of the two ways among those that keep the good change.

# %%
plots.claims(run)

# %%
plots.published(run)

# %% [markdown]
# ## Second by second
#
# Numbers are the steps above, a band lasts as long as its step took. Ask: at which moment do
# shoppers feel the bad release, and at which the way back?

# %%
plots.timeline(run)

# %% [markdown]
# ## Who felt it
#
# Each row is an operation, each cell a second: the darker, the fewer were good. Ask: the services
# answer a new order at once with "accepted"; why does it count as not good here?

# %%
plots.operations(run)

# %% [markdown]
# ## Every visit: how long
#
# Seconds from the command until the first five seconds in which 99% are good.

# %%
plots.pairs(run, "artefact_s", "flag_s", "keeping_good_s")

# %% [markdown]
# ## Every visit: what was kept, what was lost
#
# "Good kept" is the share of visits in which the probe found the better catalog.

# %%
plots.pairs(run, "artefact_kept", "flag_kept", "artefact_failed")

# %% [markdown]
# ## What it took
#
# Blue/green starts new processes beside the old ones. Ask: of how many, on either arm?

# %%
plots.resources(run)

# %% [markdown]
# ## Was everything right?
#
# Two versions of payments ran within half a minute, over one database. Ask before you look: may
# money have gone missing?

# %%
plots.correct(run)

# %% [markdown]
# ## The verdict
#
# Supported: the whole interval lies beyond the margin, on the tinted side. Refuted: the whole
# interval lies short of it. Everything else is Inconclusive.

# %%
plots.intervals(run)

# %%
plots.verdicts(run)

# %% [markdown]
# ## To discuss
#
# - "All or nothing": which of the ways back is that true of, and what must have been done before
#   the release for it not to be?
# - Building an artefact is copying here; nothing is compiled and no pipeline runs. Whose times
#   would change most where it takes minutes?
# - The bad change without a flag: what remains? `./cleave run rollback-revert` measures it.
# - The migration only added a column. What if it had renamed one? Predict, then
#   `./cleave run rollback-renamed-column`.

# %% [markdown]
# ## Do it yourself

# %%
plots.again(run)

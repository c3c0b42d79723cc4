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
# # When one feature breaks, what happens to the others?
#
# Recommendations start to crash, again and again, for ten seconds. Nobody needs them to find a
# product or to buy it. Do shoppers still get through?

# %%
from lab import plots

run = plots.open_run("failure-isolation")
plots.origin(run)

# %% [markdown]
# ## What was done
#
# A switch outside the shop makes every process that is asked for recommendations kill itself. A
# supervisor starts it again, by the same rule on both arms.

# %%
plots.method(run)

# %% [markdown]
# ## Predict first
#
# Do not scroll on. "The others" are all operations that neither need recommendations nor show them.
# While the fault lasts:
#
# 1. What share of the others is good on the monolith, from 0 to 100%?
# 2. And on the services?
# 3. How long after the fault is over is the monolith well again: at once, some seconds, never?
#
# The monolith has six replicas, and catches every exception around the recommendations.

# %% [markdown]
# ## What people say, and what others measured
#
# The claims and their margins were frozen before the first process started.

# %%
plots.claims(run)

# %%
plots.published(run)

# %% [markdown]
# ## The blast radius
#
# Each row is an operation, each cell a second: the darker, the fewer were good. Ask the room to
# point at the rows that have nothing to do with recommendations.

# %%
plots.operations(run)

# %% [markdown]
# ## Second by second
#
# Good share above, latency below. Ask: what happens between switching the fault off (2) and being
# well again, and who is waiting for whom?

# %%
plots.timeline(run)

# %% [markdown]
# ## Every visit
#
# A mark is a visit; a line joins the two of a block. "Dependents" show recommendations if they can
# get them. Ask: is a product page without recommendations a wrong page?

# %%
plots.pairs(run, "others_good", "rest_good", "recovery_s")

# %% [markdown]
# ## What it took
#
# Restarting costs CPU, too, and a crash loop can eat a core. Compare with the cost of splitting,
# where nothing fails.

# %%
plots.resources(run)

# %% [markdown]
# ## Was everything right?
#
# Processes died in the middle of orders. Ask before you look: may an order be lost, or paid twice?

# %%
plots.correct(run)

# %% [markdown]
# ## The verdict
#
# m7 looks at the monolith alone: points of good share lost by the others. s7 holds the services'
# loss against it. Supported: the whole interval lies beyond the margin, on the tinted side.

# %%
plots.intervals(run)

# %%
plots.verdicts(run)

# %% [markdown]
# ## To discuss
#
# - The exception is caught, and yet processes die. What is the unit of failure: the module, the
#   process, or the machine?
# - What would change the verdict without splitting anything? Think of where replicas of the same
#   program could be sent.
# - Services without timeouts spread failures, too. Predict, then
#   `./cleave run isolation-hang-recommendations` and `./cleave run isolation-crash-payments`.

# %% [markdown]
# ## Do it yourself

# %%
plots.again(run)

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
# # What does it take to keep up with four times the load?
#
# One feature gets popular: everyone asks for recommendations, and each of them waits for a service
# outside the shop. Who can follow, and at what price?

# %%
from lab import plots

run = plots.open_run("scaling")
plots.origin(run)

# %% [markdown]
# ## What was done
#
# A worker slot is held while it waits, so slots run out long before CPU does. Each arm gets as many
# replicas of the part that hosts the hot feature as the load needs: of one small service, or of
# everything. How many that are, a pilot finds before the visits: the fewest with which the arm
# holds the same service level.

# %%
plots.method(run)

# %% [markdown]
# ## Predict first
#
# Do not scroll on. Write down:
#
# 1. At 4x, how many times the monolith's memory do the services need?
# 2. How many times its own memory at 1x does each arm need at 4x?
# 3. Of the CPU for each operation that was added: services divided by monolith?
#
# Which of the three do people mean when they say that something "scales"?

# %% [markdown]
# ## What people say, and what others measured
#
# The claims and their margins were frozen before the first process started.

# %%
plots.claims(run)

# %%
plots.published(run)

# %% [markdown]
# ## Did both keep up?
#
# Resources may be compared only where both arms serve the load. Ask: is every second good at 4x?

# %%
plots.timeline(run)

# %%
plots.latencies(run, "4x")

# %% [markdown]
# ## What it took
#
# A mark is a visit, a line joins the medians. Ask: which line is steeper, and which one starts
# higher? Those are two different questions.

# %%
plots.growth(run)

# %%
plots.resources(run)

# %% [markdown]
# ## Every visit
#
# A line joins the two visits of a block. "Gained" is what each operation costs that 4x has more
# than 1x: the price of growing, without the price of being there at all.

# %%
plots.pairs(run, "replicas_4x", "memory_4x_mib", "memory_gained_mib", "cpu_gained_ms")

# %% [markdown]
# ## Was everything right?
#
# A number without correctness is not a result.

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
# - A replica of this monolith is mostly the interpreter and its libraries. What would it have to
#   carry for the verdict on memory to change?
# - Which resource ran out first here, and would more cores have helped?
# - "Services scale better": better than what, measured in what?

# %% [markdown]
# ## Do it yourself

# %%
plots.again(run)

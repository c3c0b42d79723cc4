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
# # What does it cost to split a shop?
#
# One shop, built twice: as a single application, and as six services over a broker. Nothing fails
# and nobody is in a hurry: the same work arrives at the same rate. What do time and CPU say?

# %%
from lab import plots

run = plots.open_run("cost-of-splitting")
plots.origin(run)

# %% [markdown]
# ## What was done
#
# A visit is one arm with fresh processes and fresh data. The two visits of a block meet the same
# arrivals, and shoppers do not wait for the shop: when it is slow, they come all the same.

# %%
plots.method(run)

# %% [markdown]
# ## Predict first
#
# Do not scroll on. Write down three numbers, services divided by monolith:
#
# 1. the CPU that an operation takes,
# 2. the median time of a read,
# 3. the median time until an order is settled.
#
# Show of hands for each: below 1x, 1x to 2x, 2x to 5x, more. Which one will be largest, and why?

# %% [markdown]
# ## What people say, and what others measured
#
# The claims and their margins were frozen before the first process started.

# %%
plots.claims(run)

# %%
plots.published(run)

# %% [markdown]
# ## Every visit
#
# A mark is a visit; a line joins the two of a block. Ask the room: does any block contradict the
# others? How far apart are two visits to the same arm?

# %%
plots.pairs(run, "cpu_ms", "read_median_ms", "settle_median_ms")

# %% [markdown]
# ## Which operations pay
#
# To browse, one feature is enough; a product page is put together from three; an order passes
# through four. Ask: why are the two arms not equally far apart in every row?

# %%
plots.latencies(run)

# %% [markdown]
# ## Where CPU and memory go
#
# The rules of the shop are the same code on both arms. Ask: which colour is there on one arm only,
# and what does the rest of the difference consist of?

# %%
plots.resources(run)

# %% [markdown]
# ## Was the window steady?
#
# A median over a window means something only if the window has no trend.

# %%
plots.timeline(run)

# %% [markdown]
# ## Was everything right?
#
# A number without correctness is not a result. After the load, checkers read the tables: nothing
# lost, nothing doubled, stock and money conserved, every order final.

# %%
plots.correct(run)

# %% [markdown]
# ## The verdict
#
# Supported: the whole interval lies beyond the margin, on the tinted side. Refuted: the whole
# interval lies short of it. Everything else is Inconclusive, which is not "no difference".

# %%
plots.intervals(run)

# %%
plots.verdicts(run)

# %% [markdown]
# The published ratios come from other languages, machines and loads. Ask: should we expect the same
# size, or only the same direction?

# %%
plots.beside_published(run)

# %% [markdown]
# ## To discuss
#
# - Which of your three predictions was furthest off, and what had you not thought of?
# - Would the ratios grow or shrink if every request had 50 ms of work to do? Predict, then
#   `./cleave run work-per-request`.
# - All processes of an arm share a core here, and no call crosses a network. Which arm does that
#   flatter?

# %% [markdown]
# ## Do it yourself

# %%
plots.again(run)

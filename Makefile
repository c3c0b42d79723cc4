# Cleave: one shop, built twice, measured. `make compare` and `make test` set up what is missing.
# BLOCKS=1 (pairs of visits), SEED=7 and ARGS="--json" are passed on; PYTHON names the Python that
# makes the environment.

.DEFAULT_GOAL := help
.PHONY: help setup compare test mutants soak distributed bugs depth endurance backends prove resilience bench notebooks reference check docs lock clean down images standins compose

BIN := .venv/bin
export PYTHON

help:
	@echo "make compare      run both arms, compare (BLOCKS=1: a first look; ON=docker)"
	@echo "make test         style, types, imports, every test (TESTS=path, ARGS='-k x')"
	@echo "make mutants      plant mistakes in both arms; each must be caught, two minutes"
	@echo "make soak         exactly-once effects for an hour (CUT=1, TRANSPORT=rest)"
	@echo "make distributed  disturb messages, with and without what stands it, 12 minutes"
	@echo "make bugs         plant ten bugs, search for each, 8 min (ARGS='--recorded RUN')"
	@echo "make depth        one to eight small replicas, over an hour (BLOCKS=2: 27 min)"
	@echo "make endurance    run and end the lab 100 times (RUNS=6), 25 minutes"
	@echo "make backends     fetch Elasticsearch, Prometheus, Jaeger; try their settings"
	@echo "make prove        hold the lab against what is known, some 75 minutes"
	@echo "make resilience   what each protection buys, arm by arm, under an hour"
	@echo "make bench        how fast the arms are for what they are, four minutes"
	@echo "make images       the container image of every part (ON=docker, compose files)"
	@echo "make standins     images of others from packages, without a registry"
	@echo "make compose      write compose/generated anew from budget and topology"
	@echo "make setup        what they do first: .venv by lock, Kafka's jars by checksum"
	@echo "make check        style, types and import rules only"
	@echo "make docs         put the present outputs into the README"
	@echo "make notebooks    run the notebooks on a run (RUN=latest) and keep their outputs"
	@echo "make reference    keep a run, reduced, as the reference (RUN=...; maintainers)"
	@echo "make down         stop everything the lab started, also what a kill -9 left"
	@echo "make lock         resolve requirements.in and all jars anew (maintainers)"
	@echo "make clean        remove .venv and caches; runs/ stays"
	@echo "./cleave --help lists the lab's other commands"

setup:
	@sh experiments/setup/ensure.sh

compare: setup
	@./cleave compare $(if $(BLOCKS),--blocks $(BLOCKS)) $(if $(SEED),--seed $(SEED)) \
		$(if $(ON),--on $(ON)) $(ARGS)

images: setup
	@$(BIN)/python -m experiments.images

standins: setup
	@$(BIN)/python -m experiments.images.standins $(ARGS)

compose: setup
	@$(BIN)/python -m experiments.composing

test: check
	@$(BIN)/python -m pytest $(TESTS) $(ARGS)

notebooks: setup
	@$(BIN)/python -m experiments.plots $(RUN)

reference: setup
	@$(BIN)/python -m experiments.reduction $(RUN) docs/reference

mutants: setup
	@$(BIN)/python -m experiments.mutants $(ARGS)

soak: setup
	@$(BIN)/python -m experiments.soak $(if $(CUT),--cut) $(if $(SEED),--seed $(SEED)) \
		$(if $(TRANSPORT),--transport $(TRANSPORT)) $(ARGS)

distributed: setup
	@$(BIN)/python -m experiments.distributed $(if $(SEED),--seed $(SEED)) $(ARGS)

bugs: setup
	@$(BIN)/python -m experiments.hunt $(if $(SEED),--seed $(SEED)) $(ARGS)

depth: setup
	@$(BIN)/python -m experiments.depth $(if $(BLOCKS),--blocks $(BLOCKS)) \
		$(if $(SEED),--seed $(SEED)) $(ARGS)

endurance: setup
	@$(BIN)/python -m experiments.endurance $(if $(RUNS),--runs $(RUNS)) \
		$(if $(BLOCKS),--blocks $(BLOCKS)) $(if $(SEED),--seed $(SEED)) $(ARGS)

backends: setup
	@$(BIN)/python -m experiments.backends
	@$(BIN)/python -m pytest -m backends experiments/backends $(ARGS)

bench: setup
	@$(BIN)/python -m experiments.bench $(ARGS)

prove: setup
	@$(BIN)/python -m experiments.prove $(if $(BLOCKS),--blocks $(BLOCKS)) $(ARGS)

resilience: setup
	@$(BIN)/python -m experiments.resilience $(if $(BLOCKS),--blocks $(BLOCKS)) \
		$(if $(SEED),--seed $(SEED)) $(ARGS)

check: setup
	@$(BIN)/python -m ruff check
	@$(BIN)/python -m ruff format --check
	@$(BIN)/python -m mypy
	@$(BIN)/lint-imports --no-logo

docs: setup
	@$(BIN)/python -m experiments.docs

down:
	@if [ -x .venv/bin/python ]; then ./cleave down; fi

lock: setup
	@$(BIN)/python -m venv .cache/lock
	@.cache/lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	@.cache/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--only-binary :all: --no-header --no-emit-index-url --no-emit-find-links \
		$(if $(UPGRADE),--upgrade) requirements.in --output-file requirements.lock
	@.cache/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --only-binary :all: \
		--no-header --format pylock.toml requirements.lock --output-file .cache/lock/pylock.toml
	@$(BIN)/python -m experiments.setup.lock_wheels .cache/lock/pylock.toml
	@$(BIN)/python -m experiments.setup.lock_jars

clean:
	@rm -rf .venv .cache .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find shared_domain monolith microservices experiments notebooks -name __pycache__ -prune -exec rm -rf {} +

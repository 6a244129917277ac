# The project's one task file. `make demo` and `make test` install what they need, below this folder.
.DEFAULT_GOAL := help
.PHONY: help setup demo test lint format bench campaign clean

# uv: the one on PATH, or one of our own.
UV := $(shell command -v uv || echo .tools/uv/bin/uv)
PYTHON ?= python3
BIN := .venv/bin
# Byte code is kept apart from the sources: it is made once, and no run writes into a tree.
export PYTHONPYCACHEPREFIX := $(CURDIR)/.tools/pycache

help:  ## list the tasks
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## */\t/' | expand -t 12

.tools/uv/bin/uv:
	$(PYTHON) -m venv .tools/uv
	.tools/uv/bin/pip install --quiet --disable-pip-version-check uv

setup: $(filter .tools/%,$(UV))  ## the virtual environment from uv.lock, and the Pulumi engine
	@$(UV) sync --locked --quiet
	@$(BIN)/mca engine

demo: setup  ## onboard two sellers in the sandbox, for real, and see their reports arrive
	@$(BIN)/mca demo

test: setup lint  ## all tests: functions, components, the real engine, the real client
	$(BIN)/pytest -n 2 --dist loadgroup

lint:  ## ruff, mypy and the layers (after `make setup`)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

format:  ## let ruff mend what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup  ## timings as ratios, in tables
	@for bench in tests/bench/bench_*.py; do $(BIN)/python $$bench || exit 1; done

campaign: setup  ## the long randomised runs; they print their seeds
	@$(UV) sync --locked --quiet --group fuzz
	$(BIN)/pytest -m campaign -n 2 -s

clean:  ## remove what the tasks made
	rm -rf .venv .tools .sandbox .bench .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -prune -exec rm -rf {} +

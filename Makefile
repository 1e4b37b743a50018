# Every command sets up what it needs: a virtual environment in .venv, made once.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
FUZZ_EXAMPLES ?= 5000
DEMO   := $(VENV)/.demo-installed
TEST   := $(VENV)/.test-installed

.PHONY: help demo test slow check lint types layers links package oldest newest bench fuzz screenshots snapshots manual clean

help:
	@echo "make demo         follow sends on an embedded AWS (no account needed)"
	@echo "make test         run the tests, but for the slow ones"
	@echo "make slow         the slow tests, and the properties with four times the examples"
	@echo "make check        lint, types, layers, dead links, the built packages"
	@echo "make bench        the benchmarks, as ratios (minutes)"
	@echo "make fuzz         the properties, each with many more examples"
	@echo "make screenshots  redraw screenshots/ through the real app"

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip

$(DEMO): pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(TEST): pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable '.[test]'
	@touch $@ $(DEMO)

demo: $(DEMO)
	@$(BIN)/sestrail demo

test: $(TEST)
	$(BIN)/python -m pytest --numprocesses auto -m "not slow"

slow: $(TEST)
	EXAMPLES=100 $(BIN)/python -m pytest --numprocesses auto -m "slow or hypothesis"

check: lint types layers links package

lint: $(TEST)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(TEST)
	$(BIN)/mypy

layers: $(TEST)
	$(BIN)/lint-imports

links: $(TEST)
	$(BIN)/python tests/dead_links.py

package: $(TEST)
	$(BIN)/python -m pip check
	$(BIN)/python -m tests.packages built

oldest: $(TEST)
	$(BIN)/python -m tests.packages oldest

newest: $(TEST)
	$(BIN)/python -m tests.packages newest

bench: $(TEST)
	$(BIN)/python -m tests.benchmarks

fuzz: $(TEST)
	FUZZ_EXAMPLES=$(FUZZ_EXAMPLES) $(BIN)/python -m pytest --numprocesses auto --timeout 0 -m hypothesis

screenshots: $(TEST)
	$(BIN)/python -m tests.screenshots

snapshots: $(TEST)
	$(BIN)/python -m pytest tests/tui/test_snapshots.py --snapshot-update

manual: $(TEST)
	$(BIN)/python -m tests.manual

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache snapshot_report.html

# `make demo` runs the main job, `make test` the tests, `make quick` the short ones; each makes the virtual environment
# when it is missing.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo quick test lint bench clean

demo: $(VENV)/installed
	@$(BIN)/uniform demo

test: $(VENV)/installed-test
	$(BIN)/python -m pytest

quick: $(VENV)/installed-test
	$(BIN)/python -m pytest -m "not slow"

lint: $(VENV)/installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/installed-test
	$(BIN)/python -m tests.bench.generate
	$(BIN)/python -m tests.bench.evaluate
	$(BIN)/python -m tests.bench.machine

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/installed-test: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $(VENV)/installed $@

clean:
	rm -rf $(VENV) build dist

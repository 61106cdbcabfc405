# `make demo` runs the main job, `make test` the tests, `make quick` the short ones; each makes the virtual environment
# when it is missing.
# `make bounds` runs the tests of the compiled kernels with their indices checked.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PARALLEL := --numprocesses logical --dist worksteal # a process for each core

# Tests start Python many times, and pytest rewrites their files: what is compiled is kept whatever the environment says.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo quick test bounds lint bench clean

demo: $(VENV)/installed
	@$(BIN)/uniform demo

test: $(VENV)/installed-test
	$(BIN)/python -m pytest $(PARALLEL)

quick: $(VENV)/installed-test
	$(BIN)/python -m pytest $(PARALLEL) -m "not slow"

# The kernels' tests with every index checked. Numba would mix checked and unchecked kernels up in one cache.
KERNEL_TESTS := tests/test_bounds.py tests/counters/test_runner.py tests/counters/test_stretches.py \
	tests/circuits/test_evaluate.py tests/circuits/test_sections.py \
	tests/circuits/test_measure.py tests/circuits/test_soundness.py "tests/turing/test_agreement.py::test_random_machines[0]" \
	tests/turing/test_agreement.py::test_growing_tapes_and_output_are_cut \
	tests/turing/test_agreement.py::test_a_rule_prints_more_than_the_buffer_holds \
	"tests/turing/test_agreement.py::test_random_machines_with_diagrams[0]" \
	tests/turing/test_agreement.py::test_states_that_look_at_tapes_of_high_numbers
bounds: export NUMBA_BOUNDSCHECK = 1
bounds: export NUMBA_CACHE_DIR = $(CURDIR)/.bounds
bounds: $(VENV)/installed-test
	$(BIN)/python -m pytest -q $(PARALLEL) $(KERNEL_TESTS)

lint: $(VENV)/installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/installed-test
	$(BIN)/python -m tests.bench.generate
	$(BIN)/python -m tests.bench.evaluate
	$(BIN)/python -m tests.bench.transformers
	$(BIN)/python -m tests.bench.machine
	$(BIN)/python -m tests.bench.growth
	$(BIN)/python -m tests.bench.compiling
	$(BIN)/python -m tests.bench.language
	$(BIN)/python -m tests.bench.certify
	$(BIN)/python -m tests.bench.provers

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[prove]'
	@touch $@

$(VENV)/installed-test: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $(VENV)/installed $@

clean:
	rm -rf $(VENV) .bounds build dist

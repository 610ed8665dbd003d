# Two words to a practice: make play. Everything is installed into .venv beside this file, once;
# `make clean` removes it. Needs Python 3.11 or newer and nothing else.
#
#   make play                            the bundled flow strong-and-open
#   make play FLOW=hip-openers           another flow, or a file
#   make play ARGS="--first left"        with choices: see .venv/bin/yogaflow play --help
#   make test  make check  make bench    for people who change the code
#   make test YOGAFLOW_TESTS=quick       a tenth of the examples, nothing with real processes

FLOW ?= strong-and-open
ARGS ?=
export YOGAFLOW_TESTS
# Without its bytecode each of the hundreds of processes that tests start compiles the whole program.
unexport PYTHONDONTWRITEBYTECODE
VENV ?= .venv
PYTHON ?=
# Three, also on two cores: some of the time goes by waiting for sound.
PYTEST_ARGS ?= -n 3 --dist worksteal

BIN = $(VENV)/bin
PIP = $(BIN)/python -m pip --disable-pip-version-check --no-input install --quiet

.PHONY: play test check check-style check-types check-types-win32 check-types-darwin check-imports check-flows bench clean help
.DEFAULT_GOAL := help

help:
	@sed -n 's/^# \{0,1\}//p' Makefile | sed -n '1,/^ *make test/p'

play: $(VENV)/.ready-play
	@$(BIN)/yogaflow play "$(FLOW)" $(ARGS)

test: $(VENV)/.ready-test
	$(BIN)/python -m pytest $(PYTEST_ARGS)

# A target for each, so that `make -k check` tells all that is wrong, and `-j` does some at a time.
check: check-style check-types check-types-win32 check-types-darwin check-imports check-flows

check-style: $(VENV)/.ready-check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

check-types: $(VENV)/.ready-check
	$(BIN)/mypy

check-types-win32 check-types-darwin: check-types-%: $(VENV)/.ready-check
	$(BIN)/mypy --platform $* --cache-dir .mypy_cache/$* yogaflow

check-imports: $(VENV)/.ready-check
	$(BIN)/lint-imports

check-flows: $(VENV)/.ready-check
	$(BIN)/python -m yogaflow.format.schema --check
	$(BIN)/yogaflow check sequences/

bench: $(VENV)/.ready-test
	$(BIN)/python -m benchmarks $(ARGS)

clean:
	rm -rf $(VENV) .venv-* .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp for each kind of use, so that a second run installs nothing and asks no network. The
# stamps mean nothing once the environment's Python is gone, as after an upgrade of the system's,
# and an environment without pip was interrupted while it was made.
STALE := $(shell test -x $(BIN)/python && test -x $(BIN)/pip || rm -f $(BIN)/python $(VENV)/.ready-*)

$(VENV)/.ready-play: pyproject.toml $(BIN)/python
	@echo "Setting up yogaflow in $(VENV): once, and less than a minute."
	@$(PIP) --editable .
	@touch $@

$(VENV)/.ready-test: pyproject.toml $(BIN)/python
	@echo "Setting up the tests in $(VENV)."
	@$(PIP) --editable '.[test]'
	@touch $@ $(VENV)/.ready-play

$(VENV)/.ready-check: pyproject.toml $(BIN)/python
	@echo "Setting up the checks in $(VENV)."
	@$(PIP) --editable '.[check]'
	@touch $@ $(VENV)/.ready-play $(VENV)/.ready-test

# The first Python that is new enough and can make an environment. Each candidate is run, since a
# name on the PATH need not work (pyenv's shims), and Debian's python3 comes without ensurepip.
$(BIN)/python:
	@for python in $(PYTHON) python3 python3.13 python3.12 python3.11 python3.14 python; do \
	  if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
	    new_enough="$$python"; \
	    if "$$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then \
	      exec "$$python" -m venv --clear "$(VENV)"; \
	    fi; \
	  fi; \
	done; \
	if [ -n "$$new_enough" ]; then \
	  echo "yogaflow found $$new_enough, but it cannot make environments." >&2; \
	  echo "On Debian and Ubuntu this helps: sudo apt install python3-venv" >&2; \
	else \
	  echo "yogaflow needs Python 3.11 or newer, and found none on the PATH." >&2; \
	  echo "Get it from python.org or your package manager, or name one: make play PYTHON=/path/to/python3" >&2; \
	fi; \
	exit 1

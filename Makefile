# Two commands do everything on a fresh machine: `make report` builds the example report, `make test` runs the tests.
# Both make the project's own environment in .venv; system packages are installed where the user is root, else the exact
# line to run is printed.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUNTIME := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-lato
TESTING := git chromium poppler-utils default-jre-headless

.PHONY: report test fast check system test-system clean

report: $(VENV)/.installed system
	$(BIN)/vb build 2023 leanlink

test: $(VENV)/.installed-dev system test-system
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 2 --dist loadgroup $(PYTEST_ARGS)

# What is worked with: the rooms that figures, texts and rules live in; no processes, no Chromium, no PDF.
fast: $(VENV)/.installed-dev
	$(BIN)/pytest -n 2 -m "not slow" tests/core tests/inputs tests/model tests/figures tests/text tests/checks $(PYTEST_ARGS)

$(VENV)/.installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; try: make PYTHON=python3.12 report"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "Python's venv is missing. Run: apt-get install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

system:
	@tools/system-packages $(RUNTIME)

test-system:
	@tools/system-packages $(TESTING)

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache

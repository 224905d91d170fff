# Everything happens in .venv, set up from the lock files on first use and again when they change.

PYTHON ?= python3
ARGS ?=
PYTEST_ARGS ?=
WORKERS ?= auto

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
BUILT := $(BIN)/python
RUN := $(VENV)/.run
DEV := $(VENV)/.dev
LOCK := .make/lock
CATALOGUES := journey_tui/content/locale

.DEFAULT_GOAL := help
.PHONY: help run test check format format-check lint types contracts coverage assets words bench lock clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: $(RUN) ## open the program: make run, or make run ARGS="two-clients"
	@$(BIN)/journey $(ARGS)

test: $(DEV) ## run the tests; PYTEST_ARGS="-k softirq" for some of them
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup $(PYTEST_ARGS)

check: format-check lint types contracts coverage ## everything that a change must pass

format: $(DEV) ## format the code and sort its imports
	$(BIN)/ruff check --quiet --select I --fix .
	$(BIN)/ruff format .

format-check: $(DEV)
	$(BIN)/ruff format --check .

lint: $(DEV)
	$(BIN)/ruff check .

types: $(DEV)
	$(BIN)/mypy

contracts: $(DEV)
	$(BIN)/lint-imports

coverage: $(DEV)
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup --cov --cov-report=term $(PYTEST_ARGS)

assets: $(DEV) ## draw the pictures in assets/ anew
	$(BIN)/python assets/make.py

words: $(DEV) ## bring the catalogues of messages up to date with the code, and compile them
	@mkdir -p .make
	@$(BIN)/pybabel --quiet extract --keywords '_n:1,2 N_' --add-location file --sort-by-file --omit-header --width 120 \
		--output-file .make/journey_tui.pot journey_tui
	@for catalogue in $(wildcard $(CATALOGUES)/*/LC_MESSAGES/journey_tui.po); do \
		language=$$(basename $$(dirname $$(dirname $$catalogue))); \
		$(BIN)/pybabel --quiet update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width 120 \
			--input-file .make/journey_tui.pot --output-file $$catalogue --locale $$language || exit; \
	done
	@$(BIN)/pybabel --quiet compile --directory $(CATALOGUES) --domain journey_tui

bench: $(DEV) ## measure what the program costs, as ratios
	@for benchmark in benchmarks/*.py; do $(BIN)/python $$benchmark || exit; done

lock: $(LOCK)/bin/pip-compile ## resolve requirements/*.lock anew; UPGRADE=--upgrade takes the newest versions in range
	$(LOCK)/bin/pip-compile $(COMPILE) --output-file requirements/run.lock pyproject.toml
	$(LOCK)/bin/pip-compile $(COMPILE) --extra dev --constraint requirements/run.lock \
		--output-file requirements/dev.lock pyproject.toml

clean: ## remove what was built or measured (.venv stays)
	rm -rf build dist htmlcov .coverage .coverage.* .make .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +

# ── setting up ─────────────────────────────────────────────────────────────────────────────────────────────────────

# Hashes for every file of every version, no address, and the build backend with them: an install needs nothing else.
COMPILE := --quiet --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
	--strip-extras --allow-unsafe --build-deps-for editable $(UPGRADE)

define CHECK_PYTHON
import sys
if sys.version_info < (3, 11):
    sys.exit("journey_tui needs Python 3.11 or later; $(PYTHON) is %d.%d. Name another: make ... PYTHON=python3.12" % sys.version_info[:2])
try:
    import ensurepip, venv
except ImportError:
    sys.exit("$(PYTHON) has no venv module. On Debian and Ubuntu: apt install python3-venv")
endef
export CHECK_PYTHON

$(BUILT):
	@command -v $(PYTHON) >/dev/null || { echo "journey_tui needs Python 3.11 or later; there is no $(PYTHON) here." >&2; exit 1; }
	@$(PYTHON) -c "$$CHECK_PYTHON"
	@echo "Setting up $(VENV): once, about a minute."
	@$(PYTHON) -m venv --clear $(VENV)

# The lock names every file by its hash; the project itself comes from here, and builds with the locked backend.
$(RUN): requirements/run.lock pyproject.toml | $(BUILT)
	@$(PIP) install --require-hashes --requirement requirements/run.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements/dev.lock pyproject.toml | $(BUILT)
	@$(PIP) install --require-hashes --requirement requirements/dev.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(LOCK)/bin/pip-compile:
	$(PYTHON) -m venv $(LOCK)
	$(LOCK)/bin/pip install --quiet 'pip-tools>=7.6,<8'

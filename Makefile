# Two commands do all the set-up: `make run` and `make test`. Recipes call `python -m …`, so that a checkout
# that was moved, or lies under a long path, still works.

PYTHON ?= python3
PORT ?= 8501
FROM ?=
MINUTES ?= 30
ARGS ?=
SECONDS ?= 600

VENV_PYTHON := .venv/bin/python
PIP_INSTALL := $(VENV_PYTHON) -m pip install -qq --disable-pip-version-check
COMPILE := CUSTOM_COMPILE_COMMAND="make requirements" $(VENV_PYTHON) -m piptools compile --quiet --no-config \
	--allow-unsafe --strip-extras --annotation-style=line \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run database test check lint types format bench soak refresh faults kills outages axe fuzz audit \
	sbom requirements clean

help: ## What can be typed here
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-14s%s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: .venv/installed ## Install what is missing, build the database if there is none, serve on localhost (PORT=8501)
	@$(VENV_PYTHON) scripts/check_port.py "$(PORT)"
	@$(MAKE) database
	@printf '\n  Three Pages: http://127.0.0.1:%s/   (Ctrl+C stops it)\n\n' "$(PORT)"
	@exec $(VENV_PYTHON) -m uvicorn app:app --host 127.0.0.1 --port "$(PORT)" --no-access-log --ws-per-message-deflate false \
		--timeout-graceful-shutdown 3

database: .venv/installed
	@test -f "$${THREE_PAGES_DATA_DIR:-data}/benchmarks.duckdb" \
		|| $(VENV_PYTHON) -m data_pipeline build --data-dir "$${THREE_PAGES_DATA_DIR:-data}"

test: .venv/installed-dev ## Install what is missing (Chromium and nginx too), run the tests (ARGS="-k words")
	@scripts/install_chromium
	@scripts/install_nginx
	$(VENV_PYTHON) -m pytest -q -n auto --dist loadfile $(ARGS)

check: lint types test ## What CI runs: formatting, lint, types, then the tests

lint: .venv/installed-dev ## Formatting and lint, nothing changed
	$(VENV_PYTHON) -m ruff format --check .
	$(VENV_PYTHON) -m ruff check .

types: .venv/installed-dev ## Types of the pipeline and of the app's queries
	$(VENV_PYTHON) -m mypy

format: .venv/installed-dev ## Put formatting and imports right
	$(VENV_PYTHON) -m ruff check --fix --exit-zero .
	$(VENV_PYTHON) -m ruff format .

bench: .venv/installed-dev database ## What everything costs, each figure beside its floor and target (ARGS="pages load")
	$(VENV_PYTHON) -m benchmarks $(ARGS)

soak: .venv/installed-dev ## Half an hour of mixed traffic with a refresh every two minutes (MINUTES=30)
	$(VENV_PYTHON) -m benchmarks.soak $(MINUTES)

refresh: .venv/installed ## Fetch what publishers have released since (from a folder: make refresh FROM=DIR)
	$(VENV_PYTHON) -m data_pipeline refresh $(if $(FROM),--from "$(FROM)") --data-dir "$${THREE_PAGES_DATA_DIR:-data}" $(ARGS)

faults: .venv/installed-dev ## Run every known fault against the replay server, write docs/faults.md
	$(VENV_PYTHON) -m tests.replay.matrix

kills: .venv/installed-dev ## Kill a refresh at 50 random moments
	THREE_PAGES_KILLS=50 $(VENV_PYTHON) -m pytest -q tests/replay/test_kill.py

outages: .venv/installed-dev ## Kill, restart and refresh behind nginx for MINUTES=30, say what page loads and sessions went through
	@scripts/install_nginx
	$(VENV_PYTHON) -m tests.deploy.outages $(MINUTES)

axe: .venv/installed-dev ## Look at every page with axe-core, write the table of docs/accessibility.md
	THREE_PAGES_WRITE_AXE=1 $(VENV_PYTHON) -m pytest -q tests/browser/test_axe.py

fuzz: .venv/installed-dev ## Attack every parser and exporter with a fuzzer (SECONDS=600 each, ARGS="upload answers")
	@$(PIP_INSTALL) --only-binary :all: atheris==3.0.0 \
		|| { echo "atheris has wheels for Python 3.11 to 3.13 on 64-bit Intel Linux only" >&2; exit 1; }
	$(VENV_PYTHON) -m tests.fuzz --seconds $(SECONDS) $(ARGS)

audit: .venv/installed-dev ## Ask PyPI whether pinned versions have known vulnerabilities
	$(VENV_PYTHON) scripts/audit.py

sbom: .venv/installed-dev ## Write what the dashboard is made of, with licences, as CycloneDX: sbom.cdx.json
	$(VENV_PYTHON) -m scripts.sbom

requirements: .venv/installed-dev ## Compile requirements*.in into pinned requirements*.txt (ARGS=--upgrade)
	@$(VENV_PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11) and "Compile with the oldest Python supported: 3.11")'
	$(COMPILE) $(ARGS) requirements.in
	$(COMPILE) $(ARGS) requirements-dev.in

clean: ## Remove the virtual environment and caches; data stay
	rm -rf .venv .pytest_cache .ruff_cache .mypy_cache .hypothesis

# The marker, not the interpreter, says that an environment is whole.
$(VENV_PYTHON):
	@scripts/make_venv "$(PYTHON)"

.venv/installed: requirements.txt | $(VENV_PYTHON)
	@echo "Installing what the dashboard needs (about a minute, once)"
	@$(PIP_INSTALL) -r requirements.txt
	@touch $@

# Holds everything that requirements.txt does, at the same versions.
.venv/installed-dev: requirements-dev.txt | $(VENV_PYTHON)
	@echo "Installing what the tests need (about a minute, once)"
	@$(PIP_INSTALL) -r requirements-dev.txt
	@touch $@ .venv/installed

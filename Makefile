# One verb per task. `make run` and `make test` are the two that matter.
SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
DIST := frontend/dist/icsoe/app.js
FRONT := $(shell find frontend/src frontend/public -type f 2>/dev/null) $(wildcard frontend/*.json frontend/*.ts)
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard src/icsoe/locale/*/LC_MESSAGES/*.po))

.PHONY: run test check unit front journeys screenshots weigh lock messages setup setup-dev clean help

help:  ## say what each verb does
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

run: setup  ## start everything with demo data; Ctrl-C stops it
	@ICSOE_DEMO=$${ICSOE_DEMO:-1} exec $(BIN)/icsoe run

setup: .venv/.runtime $(DIST) $(CATALOGUES)

setup-dev: .venv/.development $(DIST) $(CATALOGUES)
	@command -v chromium >/dev/null || tools/install-debian chromium
	@command -v pdftoppm >/dev/null || tools/install-debian poppler-utils
	@command -v xgettext >/dev/null || tools/install-debian gettext

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/.runtime: requirements.txt pyproject.toml | .venv/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/.development: requirements-dev.txt .venv/.runtime
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

frontend/node_modules/.installed: frontend/package-lock.json
	cd frontend && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(DIST): frontend/node_modules/.installed $(FRONT)
	cd frontend && npm run --silent build
	@touch $@

%.mo: %.po | .venv/.runtime
	$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

test: setup-dev check front unit journeys  ## everything: lint, types, contracts, unit, front end, browser journeys

check: setup-dev  ## lint, types, import contracts, migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m tests.migrations

unit: setup-dev  ## unit, property and page tests
	$(BIN)/pytest -q -n 2 --dist loadfile -m "not journey"

front: setup-dev  ## front-end types and tests
	cd frontend && npm run --silent check && npm run --silent test

journeys: setup-dev  ## a person's work, in a real browser
	$(BIN)/pytest -q -n 2 --dist loadfile -m journey

screenshots: setup-dev  ## the pictures of the manual and of the README, from a running practice system
	$(BIN)/python tools/screenshots.py

weigh: setup-dev  ## what each page weighs, and how long the server takes
	$(BIN)/python tools/weigh_pages.py

messages: setup-dev  ## gather every sentence into the English catalogue (translate what is new by hand)
	$(BIN)/python tools/messages.py
	@$(MAKE) --no-print-directory $(CATALOGUES)

lock:  ## pin the dependencies anew, with hashes and without addresses
	$(BIN)/uv pip compile -q pyproject.toml --extra build --generate-hashes --upgrade --no-emit-index-url --no-emit-find-links --no-header --python-version 3.11 -o requirements.txt
	$(BIN)/uv pip compile -q pyproject.toml --extra build --extra dev --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --python-version 3.11 -c requirements.txt -o requirements-dev.txt

clean:  ## remove what was built and the data
	rm -rf .venv .data frontend/node_modules frontend/dist

# One verb per task. `make run` and `make test` are the two that matter.
SHELL := /bin/bash
PYTHON ?= python3.11
BIN := .venv/bin

.PHONY: run test check unit front journeys bench docs lock setup setup-dev clean

run: setup  ## start everything with demo data; Ctrl-C stops it
	@ICSOE_DEMO=$${ICSOE_DEMO:-1} $(BIN)/icsoe run

lock:  ## pin the dependencies anew, with hashes and without addresses
	$(BIN)/uv pip compile -q pyproject.toml --extra build --generate-hashes --upgrade --no-emit-index-url --no-emit-find-links --no-header --python-version 3.11 -o requirements.txt
	$(BIN)/uv pip compile -q pyproject.toml --extra build --extra dev --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --python-version 3.11 -c requirements.txt -o requirements-dev.txt

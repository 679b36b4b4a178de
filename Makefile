# `make run` and `make test` are all a newcomer needs; `make help` lists the rest.
SUITABLE := import sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
# The first that really runs: a name on the path may be a shim of a version that is not there.
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11; do \
	$$name -c '$(SUITABLE)' >/dev/null 2>&1 && echo $$name && break; done)
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help run setup setup-test test check access city looks races journeys bench clean
.DEFAULT_GOAL := help

help: ## list the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

$(VENV)/.runtime: requirements.txt
	@test -n "$(PYTHON)" || { echo "Fuqiao needs Python 3.11, 3.12 or 3.13 with venv; none was found. Choose one with: make run PYTHON=/path/to/python3.12"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing the pinned packages into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

# What is served compressed is made anew when a file changes: the server prefers it, however old it is.
STATIC := $(shell find app/static -type f ! -name '*.gz')
$(VENV)/.compressed: $(VENV)/.runtime $(STATIC)
	@find app/static -name '*.gz' -delete
	@$(BIN)/python -m whitenoise.compress --quiet --no-brotli app/static
	@touch $@

$(VENV)/.development: $(VENV)/.runtime requirements-dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt -r requirements-dev.txt
	@touch $@

setup: $(VENV)/.compressed ## install what running needs

setup-test: $(VENV)/.development $(VENV)/.compressed ## install what the tests need, servers and browser included
	@sh tests/install_servers.sh

run: setup ## serve the sample city on http://127.0.0.1:8000 (PORT=9000 for another port)
	@exec $(BIN)/flask --app wsgi run-all --port $(PORT)

check: $(VENV)/.development ## style, types, layers and translations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy app matching
	$(BIN)/lint-imports
	$(BIN)/flask --app wsgi i18n check

test: setup-test ## everything CI runs
	@$(MAKE) --no-print-directory -j2 check access city
	$(BIN)/python -m pytest -n 2 -q

access: setup-test ## execute the access matrix
	@$(BIN)/python -m tests.access.run

city: setup-test
	@$(BIN)/python -m tests.browser.server

looks: setup-test ## look at every page in both languages, both themes and both widths
	EVERYWHERE=1 $(BIN)/python -m pytest -n 2 -q tests/browser

races: setup-test ## concurrency trials with real server processes on both databases
	@$(BIN)/python -m tests.races.run

journeys: setup-test ## drive the browser journeys
	@$(BIN)/python -m tests.journeys.run

bench: setup-test ## measure the pages and the engine; writes bench/out/latest.json
	@$(BIN)/python -m bench

clean: ## remove the environment and the embedded installation
	rm -rf $(VENV) instance

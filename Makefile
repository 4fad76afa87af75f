# `make help` tells what there is. Every target does its own set-up: all that is needed is
# Python 3.11 or newer, git and make (and apt, or a Chromium, for the browser tests).
PYTHON ?= python3
ARGS ?=
BIN := .venv/bin
ENGINES := .venv-engines/bin
# a suite starts many processes: they read what the first one compiled, wherever it may be kept
export PYTHONDONTWRITEBYTECODE =
RUN := @$(PYTHON) tools/bootstrap.py run
DEV := @$(PYTHON) tools/bootstrap.py dev

.DEFAULT_GOAL := help
.PHONY: help setup dev demo pages api check format test test-engines docs pictures wheel bench clean

help: ## show this
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-14s %s\n", $$1, $$2}'

setup: ## make .venv with everything (the other targets do it by themselves)
	$(DEV)

dev: ## set up for work on the code and say how to start
	$(DEV)
	@echo "Ready. Start with: . .venv/bin/activate && desirepath --help; before a commit: make check test"

demo: ## show the map of a synthetic company in the browser (ARGS="--port 9000 --no-open")
	$(RUN)
	@exec $(BIN)/desirepath demo $(ARGS)

pages: ## build the web pages into the package, if their sources changed
	$(DEV)
	$(BIN)/python hatch_build.py

api: ## write the OpenAPI and the front end's client anew from the routes
	$(DEV)
	$(BIN)/python tools/openapi.py
	$(BIN)/python hatch_build.py npm run api

check: ## style, types, directions of imports, spelling, length of files, reference pages
	$(DEV)
	@$(MAKE) --no-print-directory -k -j 2 $(SYNC) $(CHECKS)

# each alone too; the slowest one first
CHECKS := types style imports spelling lengths reference openapi frontend
SYNC := $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)
.PHONY: $(CHECKS)
types:
	$(BIN)/mypy
style:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
imports:
	$(BIN)/lint-imports
spelling:
	$(BIN)/codespell
lengths:
	$(BIN)/python tools/lines.py
reference:
	$(BIN)/python tools/reference.py --check
openapi:
	$(BIN)/python tools/openapi.py --check
frontend:
	$(BIN)/python hatch_build.py npm run --silent check

format: ## put the code into shape
	$(DEV)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

test: ## the whole suite, in a real browser too (ARGS="tests/analyses -k funnel")
	$(DEV)
	$(BIN)/python hatch_build.py
	$(BIN)/python hatch_build.py npm run --silent test
	@test tests/clients/node_modules/.package-lock.json -nt tests/clients/package-lock.json || \
	  $(BIN)/python hatch_build.py npm --prefix ../tests/clients ci --no-audit --no-fund --silent
	@DESIREPATH_CHROMIUM=$$($(BIN)/python tools/chromium.py) && export DESIREPATH_CHROMIUM && \
	  $(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

test-engines: ## every analysis on Spark and ClickHouse, row by row against DuckDB; the CRM's round trip
	@$(PYTHON) tools/bootstrap.py engines
	@$(PYTHON) tools/bootstrap.py tryton
	@JAVA_HOME=$$($(ENGINES)/python tools/java.py) && export JAVA_HOME && \
	  DESIREPATH_ENGINES=1 PYTHONPATH=src $(ENGINES)/python -m pytest -n 2 --dist loadscope --timeout 900 tests/engines tests/tryton $(ARGS)

docs: ## write the reference and the outputs of examples anew, and build the help pages
	$(DEV)
	$(BIN)/python tools/reference.py
	$(BIN)/python tools/examples.py
	$(BIN)/python tools/help_site.py

pictures: ## take the pictures of docs/images anew from the running demo (ARGS=looks: every page in every theme, into build/looks)
	$(DEV)
	$(BIN)/python hatch_build.py
	@DESIREPATH_CHROMIUM=$$($(BIN)/python tools/chromium.py) && export DESIREPATH_CHROMIUM && \
	  $(BIN)/python tools/pictures.py $(ARGS)
	$(BIN)/python tools/reference.py

wheel: ## build the wheel into dist/
	$(DEV)
	.tools/uv-*/bin/uv build --wheel

bench: ## time us beside other tools, equal rows only (ARGS="--size 10m", --help tells more)
	$(DEV)
	$(BIN)/python benchmarks/run.py $(ARGS)

clean: ## remove what the targets made, the environment included
	rm -rf .venv .venv-engines .venv-tryton .tools dist build frontend/node_modules tests/clients/node_modules src/desirepath/web/static src/desirepath/web/help .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

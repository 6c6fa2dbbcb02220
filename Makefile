# One command per task. `make run` serves the demo district, `make test` checks everything.
# A clean clone on Debian needs make and Python 3.11 or newer; the rest is set up here.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test lint types unit pages contract browser bench rehearsal demo pictures clean

VENV := .venv
PY := $(VENV)/bin/python
PORT ?= 8501
# Another demo district (lukou, fengtai, fengyang, aksai) keeps a store of its own.
PROFILE ?=
export WANGLAN_PROFILE := $(PROFILE)
ifneq ($(PROFILE),)
export WANGLAN_HOME ?= $(CURDIR)/.wanglan-$(PROFILE)
endif
ROWS ?= 1000000 10000000
MINUTES ?= 20
# Messages and file names are UTF-8 everywhere.
export PYTHONUTF8 := 1

RUN_READY := $(VENV)/run.stamp
DEV_READY := $(VENV)/dev.stamp
PYTEST := $(PY) -m pytest
# The tests of a file stay together, so that their servers and stores are made once.
PARALLEL := -n 2 --dist loadfile

help: ## what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 20

run: $(RUN_READY) ## build the demo district (PROFILE=lukou another one) once and serve it on http://localhost:8501
	$(PY) -m data build
	$(PY) tools/serve.py --port $(PORT)

test: lint types ## lint, types, unit, page, contract and browser tests
	@tools/make_browser.sh
	$(PYTEST) -v -rs $(PARALLEL) tests

lint: $(DEV_READY) ## style and format
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .

types: $(DEV_READY) ## static types
	$(VENV)/bin/mypy

unit: $(DEV_READY) ## everything that needs no browser
	$(PYTEST) $(PARALLEL) -m "not browser" tests

pages: $(DEV_READY) ## every page in AppTest
	$(PYTEST) tests/pages

contract: $(DEV_READY) ## layers, registry, sizes, papers
	$(PYTEST) tests/contract tests/docs

browser: $(DEV_READY) ## Chromium against the running app
	@tools/make_browser.sh
	$(PYTEST) tests/browser

bench: $(DEV_READY) ## speed and bytes beside a naive page (ROWS="1000000 10000000"), writes docs/benchmarks.md
	@tools/make_browser.sh
	$(PY) -m tests.bench --rows $(ROWS)

rehearsal: $(DEV_READY) ## a joint meeting played for MINUTES=20 in Chromium on a copy of the store, every key, an import and a restart in it
	@tools/make_browser.sh
	$(PY) -m tests.bench.rehearsal --minutes $(MINUTES) $(if $(PICTURES),--pictures $(PICTURES))

demo: $(RUN_READY) ## write the demo district's files into build/demo and build its store
	$(PY) -m data demo
	$(PY) -m data build

pictures: $(DEV_READY) ## take the README's pictures from the running app
	@tools/make_browser.sh
	$(PY) -m tools.screenshots

clean: ## remove what was made here, but no store: delete .wanglan yourself
	rm -rf $(VENV) build static/geo tests/browser/artefacts \
		.pytest_cache .ruff_cache .mypy_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUN_READY): requirements.txt tools/make_venv.sh
	@tools/make_venv.sh $(VENV)
	$(PY) -m pip install --quiet -r requirements.txt
	@touch $@

$(DEV_READY): requirements.txt requirements-dev.txt $(RUN_READY)
	$(PY) -m pip install --quiet -r requirements-dev.txt
	@touch $@

# Everything a person types. Each target first makes the virtual environment, where it is missing or out of date.
PORT ?= 8000
HOST ?= 127.0.0.1
VAR_DIR ?= var
STARTER ?= 1
ARGS ?=
# One for each core, between two and four: browsers and workers of tests want memory too.
TEST_PROCESSES ?= $(shell cores=$$(nproc 2>/dev/null || echo 2); echo $$((cores < 2 ? 2 : cores > 4 ? 4 : cores)))
export PORT HOST VAR_DIR STARTER

PYTHON := .venv/bin/python
QUIETLY := -qq --disable-pip-version-check --no-input --no-compile
RUNTIME := .venv/.runtime-installed
DEV := .venv/.dev-installed
# `make check` looks at the settings as a public installation would have them.
PRODUCTION := SITE_URL=https://ramstein.example SECRET_KEY=$(shell printf 'only-for-check-%.0s' 1 2 3 4 5) DEBUG=0

.PHONY: help run down test check format bench chaos rebuild backup drill audit messages screenshots clean

help:
	@echo "make run          everything, at http://localhost:$(PORT)/  (PORT=8010 VAR_DIR=var-2 STARTER=0)"
	@echo "make down         stop it, and the embedded servers"
	@echo "make test         all tests  (ARGS='tests/ramstein -x')"
	@echo "make check        format, lint, types, layers, templates, migrations, deployment settings"
	@echo "make format       bring the code into its format"
	@echo "make bench        figures against bare SQL, in a database of its own  (SUITES=moments SIZE=100000 RUNS=5 KEEP=ledger)"
	@echo "make chaos        faults under a publishing load, on a site of its own  (RUNS=8 FAULTS=Valkey,STOP)"
	@echo "make rebuild      compute all figures anew from the ledger"
	@echo "make backup       write a backup of database and files to $(VAR_DIR)/backups  (nightly by itself)"
	@echo "make drill        restore the latest backup into a scratch database and compare"
	@echo "make audit        known weaknesses of the pinned packages, from PyPI's advisories  (asks the network)"
	@echo "make messages     collect the texts of pages for translation (needs gettext's xgettext)"
	@echo "make screenshots  pictures of the pages"
	@echo "make clean        remove the virtual environment and what tools left; the data stay"

run: $(RUNTIME)
	@exec $(PYTHON) manage.py up

down: $(RUNTIME)
	@$(PYTHON) manage.py down

test: $(DEV)
	@$(PYTHON) -m pytest --numprocesses=$(TEST_PROCESSES) --dist=worksteal $(ARGS)

check: $(DEV)
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy --no-incremental  # a stale cache loses the related managers of models
	.venv/bin/lint-imports --no-logo
	@if [ -d templates ]; then set -x; .venv/bin/djlint --check --lint --quiet templates bench/templates; fi
	$(PYTHON) manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(PYTHON) manage.py check --deploy --fail-level WARNING

format: $(DEV)
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

bench: $(DEV)
	@VAR_DIR=$(VAR_DIR)/bench $(PYTHON) -m bench

chaos: $(DEV)
	@VAR_DIR=$(VAR_DIR)/chaos $(PYTHON) -m bench.chaos

rebuild: $(RUNTIME)
	@$(PYTHON) manage.py rebuild $(ARGS)

backup: $(RUNTIME)
	@$(PYTHON) manage.py backup $(ARGS)

drill: $(RUNTIME)
	@$(PYTHON) manage.py drill $(ARGS)

audit: $(DEV)
	@$(PYTHON) -m pip install $(QUIETLY) pip-audit==2.10.1
	@$(PYTHON) -m pip_audit -r requirements.txt --no-deps --disable-pip

messages: $(DEV)
	@$(PYTHON) manage.py makemessages --locale=de --locale=uk --no-location --no-obsolete \
	  --ignore=.venv --ignore='$(VAR_DIR)*' --ignore=tests --ignore=bench --ignore='templates/staff' --ignore='pledges/desk'
	@$(PYTHON) -m ramstein.translations

screenshots: $(DEV)
	@$(PYTHON) -m bench.screenshots $(ARGS)

clean:
	@if [ -x $(PYTHON) ] && [ -d "$(VAR_DIR)" ]; then $(PYTHON) manage.py down; fi
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache htmlcov .coverage

$(PYTHON):
	@python=$$(for name in python3.11 python3.12 python3.13 python3; do \
	    command -v $$name >/dev/null && $$name -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' \
	        2>/dev/null && echo $$name && break; done); \
	if [ -z "$$python" ]; then \
	    echo "Ramstein needs Python 3.11 or newer with its venv module (Debian: apt-get install python3 python3-venv)." >&2; \
	    exit 1; \
	fi; \
	echo "Making .venv with $$python."; \
	$$python -m venv .venv
	@# The one that comes with Python takes twice as long to find all packages.
	@$(PYTHON) -m pip install $(QUIETLY) pip==26.3 || echo "Going on with the pip that came with Python."

$(RUNTIME): requirements.txt | $(PYTHON)
	@echo "Installing requirements.txt (once; about a minute)."
	@$(PYTHON) -m pip install $(QUIETLY) -r requirements.txt
	@touch $@

$(DEV): requirements.txt requirements-dev.txt | $(PYTHON)
	@echo "Installing requirements-dev.txt (once; about a minute)."
	@$(PYTHON) -m pip install $(QUIETLY) -r requirements-dev.txt
	@touch $@ $(RUNTIME)

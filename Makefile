# The two commands of the README are `make demo` and `make test`; everything else serves them.
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3
PIP := $(BIN)/pip --disable-pip-version-check --quiet
COMPILE := uv pip compile -q --generate-hashes --no-annotate --no-header --no-emit-index-url --no-emit-find-links --python-version 3.11
.DEFAULT_GOAL := help

# Programs nobody here wrote, that the tests talk to; installed when the run may.
PEERS := gcc libc6-dev libatomic1 libnss3-tools zbar-tools gammu gammu-smsd smstools chromium fonts-noto-core direwolf pulseaudio pulseaudio-utils libasound2-plugins sox postgresql e2fsprogs faketime

.PHONY: help install install-test peers demo test lint soak pictures bench pins

help:           ## what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 16

install: $(VENV)/.installed  ## .venv and the pinned dependencies

# The build tools come first and pinned, so that no source package fetches its own.
$(VENV)/.installed: requirements/build.txt requirements/run.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --require-hashes -r requirements/build.txt
	$(PIP) install --require-hashes --no-build-isolation -r requirements/run.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

install-test: $(VENV)/.installed-test

$(VENV)/.installed-test: $(VENV)/.installed requirements/test.txt
	$(PIP) install --require-hashes -r requirements/test.txt
	@touch $@

peers:          ## the system's programs that tests talk to (as root; else it says what is missing)
	@if [ "$$(id -u)" = 0 ] && ! dpkg -s $(PEERS) >/dev/null 2>&1; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(PEERS) >/dev/null; \
	fi
	@dpkg -s $(PEERS) >/dev/null || echo "PEERS ARE MISSING: the checks that need them will say so"

demo: install   ## three offices, their consoles, a phone to text from
	$(BIN)/patrolwire demo

test: install-test peers lint  ## every check; a tenth of each campaign
	$(BIN)/pytest -n 2 --dist loadgroup

lint: install-test  ## style, types, floors, dependencies, dead code
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/basedpyright
	$(BIN)/lint-imports
	$(BIN)/deptry .
	@# Fields of values, rows and models are read by name through JSON, SQL and templates, which vulture
	@# cannot see; what it says of functions, classes, imports and the like counts.
	! $(BIN)/vulture | grep -vE "unused (variable|attribute)"

SEEDS ?= 200

soak: install-test peers  ## the full campaigns and one table of them; hours, not minutes (SEEDS=200: weeks of a network)
	$(BIN)/python -m tests.soak --seeds $(SEEDS)

pictures: install-test  ## take the pictures of the docs anew
	PATROLWIRE_PICTURES=1 $(BIN)/pytest tests/road/test_pictures.py tests/web/cards/test_pictures.py tests/web/test_pictures.py -q

bench: install  ## the figures, on this machine
	$(BIN)/patrolwire bench

pins:           ## pin the dependencies anew, with hashes (needs uv)
	$(COMPILE) --group pyproject.toml:build -o requirements/build.txt
	$(COMPILE) pyproject.toml -o requirements/run.txt
	$(COMPILE) -c requirements/run.txt -c requirements/build.txt --group pyproject.toml:test -o requirements/test.txt

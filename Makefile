# make site: the archive of seeds/, in public/.   make test: all checks and tests.
# Both need Python 3.11 or newer and make; everything else goes into .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: site serve test words bench streaming capacity clean machine

site: $(VENV)/.installed
	$(BIN)/archivegen build

serve: $(VENV)/.installed
	$(BIN)/archivegen serve

test: $(VENV)/.installed-dev
	$(BIN)/ruff format --check src tests benchmarks
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/mypy
	$(BIN)/pytest

# Any sequence of edits, builds and accidents: an incremental build equals a clean one. EXAMPLES=200 tries more; minutes.
machine: $(VENV)/.installed-dev
	EXAMPLES=$${EXAMPLES:-40} $(BIN)/pytest tests/test_incremental_machine.py

# The texts of the interface, collected into the catalogues; the tables of docs/theme.md.
words: $(VENV)/.installed-dev
	$(BIN)/python tools/words.py
	$(BIN)/python tools/theme_docs.py

bench: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks.seeds --write
	$(BIN)/python -m benchmarks.speed --n 1000

# A WordPress export and a web archive of GB each, into an empty site: at most 300 MB of memory. 5 takes half an hour and 12 GB of disk.
streaming: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks.streaming --gb $${GB:-5}

# Linking and planning of archives without texts, for docs/capacity.md; N="1000000" takes an hour and much memory.
capacity: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks.capacity --n $${N:-30000 100000}

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name it: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "this Python lacks venv; on Debian or Ubuntu: apt-get install python3-venv"; exit 1; }

$(VENV)/.installed: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/.installed

clean:
	rm -rf public .archivegen $(VENV) dist

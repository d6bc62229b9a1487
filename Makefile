# Two commands do everything: `make book` and `make test`. Both set up .venv from the hash-checked lock first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# uv installs the rest quickly and setuptools builds the one package that PyPI has only as source; both from the lock.
BOOTSTRAP := sed -n -e '/^uv==/,/^    \# via/p' -e '/^setuptools==/,/^    \# via/p' requirements.lock

.DEFAULT_GOAL := help
.PHONY: help book test check lock clean

help: ## show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 10

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 13))' 2> /dev/null || \
		{ echo "Python 3.11 or 3.12 with venv and pip is needed; name one: make PYTHON=python3.12 book" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BOOTSTRAP) > $(VENV)/bootstrap.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps -r $(VENV)/bootstrap.lock
	$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes --no-build-isolation \
		--only-binary :all: --no-binary autograd-gamma -r requirements.lock
	$(BIN)/uv pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .
	touch $@

book: $(READY) ## build the whole report: _build/html/index.html, _build/supplement.pdf
	$(BIN)/twoarm build

test: $(READY) ## run every test
	$(BIN)/python -m pytest

check: $(READY) ## lint and formatting
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

lock: $(READY) ## resolve the dependencies anew into requirements.lock
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url -q -o requirements.lock

clean: ## remove what was built and the environment
	rm -rf _build $(VENV) .pytest_cache .ruff_cache

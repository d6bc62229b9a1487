# Two commands do everything: `make book` and `make test`. Both set up .venv from the hash-checked lock first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
RUN ?= default
SITE ?= _build/pages
# A file is one worker's, so that what its tests share is made once; files are taken in the order of pyproject.toml.
PYTEST := $(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder
# uv installs the rest quickly and setuptools builds the one package that PyPI has only as source; both from the lock. All is
# compiled once (16 s): where Python may write no bytecode, every process would do it again (4 s).
BOOTSTRAP := sed -n -e '/^uv==/,/^    \# via/p' -e '/^setuptools==/,/^    \# via/p' requirements.lock

.DEFAULT_GOAL := help
.PHONY: help book docs pages unit test slow check bench mutants studies tools references schemas wheel lock clean

help: ## show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 13))' 2> /dev/null || \
		{ echo "Python 3.11 or 3.12 with venv and pip is needed; name one: make PYTHON=python3.12 book" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BOOTSTRAP) > $(VENV)/bootstrap.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps -r $(VENV)/bootstrap.lock
	$(BIN)/uv pip install -q --compile-bytecode --python $(BIN)/python --require-hashes --no-build-isolation \
		--only-binary :all: --no-binary autograd-gamma -r requirements.lock
	$(BIN)/uv pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .
	touch $@

book: $(READY) ## build the whole report: _build/html/index.html, _build/supplement.pdf
	$(BIN)/twoarm build

docs: $(READY) ## build the site of the documentation: _build/docs/index.html
	$(BIN)/python -m sphinx -W --keep-going -q -E -a -b html -d _build/.docs docs _build/docs

pages: $(READY) ## make the folder that a host of web pages is given, of a finished run: _build/pages
	$(BIN)/twoarm pages $(RUN) --to $(SITE)

unit: $(READY) ## run the tests that need no kernel and no website
	$(PYTEST) tests/unit

test: $(READY) ## run all tests but the slow ones, on all cores
	$(PYTEST)

slow: $(READY) ## run the slow tests: coverage of intervals, fuzzed input, more real tables, more examples of the properties
	TIMES_AS_MANY=10 $(PYTEST) tests/slow tests/unit/analysis/registry/test_properties.py

check: $(READY) ## lint, formatting and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python tests/support/type_diagnostics.py

studies: $(READY) ## refuse real patients in this checkout whose study.yml does not say that they are public
	@git ls-files '*study.yml' ':!:tests' | xargs -n 1 dirname | while read -r folder; do \
		said=$$($(BIN)/twoarm check "$$folder" 2>&1); [ $$? -ne 5 ] || { echo "$$said" >&2; exit 5; }; done

tools: ## install what the tests need beside Python, as root on Debian: a browser, where there is none
	$(PYTHON) tests/support/chromium.py || { apt-get update && apt-get install --yes --no-install-recommends chromium; }

bench: $(READY) ## measure on a machine that does nothing else, beside stock tools and R: docs/performance.md (PARTS="shipped")
	$(BIN)/python tests/bench/measure.py $(PARTS)

mutants: $(READY) ## put small faults into the numbers and see which the unit tests miss (docs/mutants.md)
	$(BIN)/python tests/support/mutants.py $(MUTANTS)

schemas: $(READY) ## write the tables of keys and columns in docs, and the JSON Schemas, anew from the code that uses them
	PYTHONPATH=tests/support $(BIN)/python tests/support/model_pages.py

references: ## make the reference values anew with R, whose packages it installs none of
	@Rscript --version > /dev/null 2>&1 || { echo "R is missing: apt-get install r-base-core" \
		$$(sed -n 's/^# Debian: //p' tests/reference/*.R | tr ' ' '\n' | sort -u) >&2; exit 1; }
	@Rscript -e 'lines <- unlist(lapply(Sys.glob("tests/reference/*.R"), readLines))' \
		-e 'needed <- unlist(strsplit(sub("^# Debian: ", "", grep("^# Debian: ", lines, value = TRUE)), " "))' \
		-e 'has <- c("r-base-core", paste0("r-cran-", tolower(rownames(installed.packages()))))' \
		-e 'missing <- sort(setdiff(needed, has))' \
		-e 'if (length(missing)) { message("missing: apt-get install ", paste(missing, collapse = " ")); quit(status = 1) }'
	@for script in tests/reference/*.R; do echo "$$script"; Rscript "$$script" || exit 1; done

wheel: $(READY) ## make the package that works outside a checkout: _build/wheel
	rm -rf build # what an earlier one left there would go into this one
	$(BIN)/python -m pip wheel -q --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir _build/wheel .
	rm -rf build

lock: $(READY) ## resolve the dependencies anew into requirements.lock
	$(BIN)/uv pip compile pyproject.toml --group dev --all-extras --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url -q -o requirements.lock

clean: ## remove what was built and the environment
	rm -rf _build $(VENV) .pytest_cache .ruff_cache

# Two commands matter: `make briefings` and `make test`. Each sets up what it needs, once.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
LEDGER ?= data/sample/ledger.xlsx
SITE   ?= reports/site

.PHONY: briefings test check format bench lab catalogue dictionary sample dirty problems accept clean help

help: ## List the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14

# The environment is made again only when what it is made from changes.
$(READY): pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev,lab]'
	touch $@

briefings: $(READY) ## Publish the briefings of the sample district to reports/site
	$(BIN)/capacity-analysis publish $(LEDGER) --out $(SITE)

test: $(READY) ## Run the tests
	$(BIN)/python -m pytest

check: $(READY) ## Format, lint, types, layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY) ## Format the code and mend what the linter can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(READY) ## Measure against named peers; writes benchmarks/results.json
	$(BIN)/python -m benchmarks

lab: $(READY) ## Open JupyterLab on the notebooks
	$(BIN)/jupyter lab --notebook-dir notebooks

catalogue: $(READY) ## Gather messages and compile the catalogues of data/locale
	$(BIN)/python tools/catalogue.py

dictionary: $(READY) ## Write docs/data-dictionary.zh-CN.md from the field registry
	$(BIN)/capacity-analysis dictionary > docs/data-dictionary.zh-CN.md

sample: $(READY) ## Write the intake folder of the sample and collect its ledger (needs LibreOffice)
	$(BIN)/python -m tools.sample
	$(BIN)/capacity-analysis collect data/sample/intake --out $(VENV)/ledger.xlsx
	cp $(VENV)/ledger.xlsx data/sample/ledger.xlsx

dirty: $(READY) ## Write data/sample/dirty, one defect in each, from tools/problems/cases
	$(BIN)/python -m tools.problems dirty

problems: $(READY) ## Write docs/problems, a page for each kind of problem
	$(BIN)/python -m tools.problems pages

accept: $(READY) ## Accept the golden pages that the tests compare with
	$(BIN)/python -m pytest -n 0 tests/golden --snapshot-update

clean: ## Remove what can be made again
	rm -rf $(VENV) reports/site reports/.site.* reports/quarto .pytest_cache .mypy_cache .ruff_cache .import_linter_cache

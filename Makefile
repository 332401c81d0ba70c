# Two commands matter: `make demo` and `make test`. Everything else is what they are made of.
PYTHON ?= python3
PORT ?= 8000
BIN = .venv/bin
export PORT
# A dozen processes read the same three thousand modules: compiled once, aside, also where Python is told to keep nothing.
unexport PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX = $(CURDIR)/.local/pycache

.PHONY: help setup demo test test-long check format messages reset lock

help: ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 14

setup: ## environment, static files, translations, database
	@$(PYTHON) deploy/setup.py

demo: setup ## the whole site with demo data at http://localhost:PORT, until Ctrl-C
	@exec $(BIN)/python -m deploy.demo

test: ## set up all that tests need, run all checks and all tests
	@$(PYTHON) deploy/setup.py --test
	@$(MAKE) --no-print-directory check
	$(BIN)/pytest -n 2 --dist loadgroup

test-long: ## what takes long: the properties of the rules and of the ledger and the reading of sheets with 200 examples each, eight writers for a minute, an hour of invented searches
	@$(PYTHON) deploy/setup.py --test
	XUESHI_EXAMPLES=200 $(BIN)/pytest -n 2 --timeout 3600 tests/credits/policy/test_properties.py tests/credits/policy/test_more_properties.py tests/credits/policy/test_kinds_properties.py tests/credits/posting/test_properties.py tests/credits/posting/test_reach.py tests/credits/posting/test_concurrency.py tests/cms/search/test_ask.py tests/seminars/web/test_fuzzed_sheets.py

check: ## format, lint, types, imports, templates, migrations, settings, translations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --check --lint learning credits seminars cms
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python -m deploy.messages check
	$(BIN)/python -m deploy.checks

format: ## put the code into the house's form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

messages: ## bring the translation files up to date with the sources
	$(BIN)/python -m deploy.messages update

reset: ## throw the demo data away
	@$(PYTHON) deploy/reset.py

lock: ## resolve the dependencies anew
	@$(PYTHON) -m deploy.lock

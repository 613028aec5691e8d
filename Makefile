# Everything a person does here by hand. `make help` lists it.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
TESTS  ?= tests

.DEFAULT_GOAL := help
.PHONY: help run test test-elsewhere chaos chaos-money fuzz check format docs audit lock clean

help:  ## what can be made here
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

run: $(VENV)/.run  ## start the sandbox: the bot, a local Telegram and a local Stripe, in the browser
	$(BIN)/python main.py sandbox $(ARGS)

test: $(VENV)/.dev  ## every test, on a real Postgres and in a real browser
	$(BIN)/pytest -n 2 --dist loadgroup $(TESTS)

test-elsewhere: $(VENV)/.dev  ## the tests on Debian's Postgres as Supabase sets it up, behind PgBouncer (packages postgresql, pgbouncer)
	TEST_PLATFORM=supabase TEST_POSTGRES=$$(ls -d /usr/lib/postgresql/*/bin | tail -n 1) TEST_POOLER=/usr/sbin/pgbouncer \
	  $(BIN)/pytest -n 2 --dist loadgroup $(TESTS)

chaos: $(VENV)/.dev  ## 200 people, kills, restarts, cuts, bad networks: is anything lost? (SEED=1 repeats a run)
	$(BIN)/python -m tests.chaos_all $(if $(SEED),--seed $(SEED)) $(ARGS)

chaos-money: $(VENV)/.dev  ## 500 random bookings, kills and lost webhooks: does Stripe agree? (SEED=1 repeats a run)
	$(BIN)/python -m tests.chaos_money $(if $(SEED),--seed $(SEED)) $(ARGS)

fuzz: $(VENV)/.dev  ## each parser of outside text for so long, led by coverage (SECONDS=60; Linux and macOS)
	$(BIN)/pip install --quiet --disable-pip-version-check $$($(BIN)/python -c "import tomllib; \
	  print(*tomllib.load(open('pyproject.toml', 'rb'))['dependency-groups']['fuzz'])")
	$(BIN)/python -m tests.fuzz $(or $(SECONDS),60) $(ARGS)

check: $(VENV)/.dev  ## lint, types and architecture
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev  ## put the code in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(VENV)/.dev  ## write again what the docs have from the database, from flows and from the page
	TUTORLINE_WRITE_DOCS=1 $(BIN)/pytest -q tests/db/test_diagram.py \
	  tests/handlers/test_conversations_doc.py tests/e2e/test_browser.py

audit:  ## known weaknesses of what is pinned (asks the public advisories)
	$(PYTHON) -m venv build/audit
	build/audit/bin/pip install --quiet --disable-pip-version-check pip-audit
	build/audit/bin/pip-audit --strict --require-hashes --disable-pip -r requirements-dev.txt

lock:  ## pin the dependencies again, by hash (needs uv)
	uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url \
	  --python-version 3.11 --upgrade -q -o requirements.txt
	uv pip compile --group dev --extra sentry pyproject.toml -c requirements.txt --universal \
	  --generate-hashes --no-emit-index-url --python-version 3.11 --upgrade -q \
	  -o requirements-dev.txt
	echo sentry-sdk | uv pip compile - -c requirements-dev.txt --universal --generate-hashes \
	  --no-emit-index-url --python-version 3.11 --upgrade -q -o requirements-sentry.txt

clean:  ## remove what was made here (the sandbox's data stays where it is)
	rm -rf $(VENV) build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Tutorline needs Python 3.11 or newer; $(PYTHON) is older. Try: make PYTHON=python3.12 run"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { echo "Python's venv module is missing. On Debian and Ubuntu: apt install python3-venv"; exit 1; }

$(VENV)/.run: requirements.txt | $(BIN)/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt | $(BIN)/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ $(VENV)/.run

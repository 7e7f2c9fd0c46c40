# Everything a developer or an operator does here. Each target says what it needs, and installs it.
PYTHON ?= python3
PY := .venv/bin/python
WORKERS ?= 2
# Tests and lint use their own settings; what a developer exported for `make run` is not meant for them. And Python
# may keep what it compiled: a test run starts about a hundred processes, which would all compile again.
ALONE := env -u DATABASE_URL -u PYTHONDONTWRITEBYTECODE
MANAGE := $(PY) manage.py

.DEFAULT_GOAL := help
.PHONY: help run test test-sqlite test-postgres test-journeys measure bench drill drill-hosts bench-front mutants audit sbom lint format pins clean environment
.NOTPARALLEL:

help:  ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run:  ## Serve the site on http://127.0.0.1:8000 (PORT, DATABASE_URL, SITE_NAME, SITE_URL)
	@$(PYTHON) requirements/install.py run
	@exec $(MANAGE) serve

ON_SQLITE = $(PY) -m pytest -n $(WORKERS) --dist worksteal
ON_POSTGRES = $(PY) -m tests.postgres $(PY) -m pytest -m "database and not journey"

test: environment  ## Run all tests on SQLite, and at the same time those that a database could change on PostgreSQL
	@# In one process on PostgreSQL: each makes a demo of its own there, and has to read all tests.
	$(ALONE) $(PY) -m tests.both $(ON_SQLITE) , $(ON_POSTGRES)

environment:
	@$(PYTHON) requirements/install.py test

test-sqlite: environment  ## Run all tests on SQLite, including the journeys in a browser
	$(ALONE) $(ON_SQLITE)

test-postgres: environment  ## Run the tests marked "database" on a temporary PostgreSQL
	$(ALONE) $(ON_POSTGRES) -n $(WORKERS) --dist worksteal

test-journeys: environment  ## Run only the journeys in headless Chromium
	$(ALONE) $(PY) -m pytest -m journey

measure: environment  ## Measure what looking for care costs, on SQLite and PostgreSQL (WORKBOOK=national-directory….xlsx)
	$(ALONE) $(PY) -m tests.measure_finder $(WORKBOOK)
	$(ALONE) $(PY) -m tests.postgres $(PY) -m tests.measure_finder $(WORKBOOK)

drill: environment  ## Kill server and worker while people write in, and check that nothing was lost (SUBMISSIONS, DATABASE_URL)
	$(PY) -m tests.drill

# A comma separates a function's arguments, so the sizes have a name.
ARTICLES ?= 1000,10000
ROUNDS ?= 9
bench: environment  ## Compare the site with the simplest possible programs, and write docs/reference/figures.md (ARTICLES, ROUNDS)
	$(ALONE) $(PY) -m tests.bench --articles $(ARTICLES) --rounds $(ROUNDS)

drill-hosts: environment  ## Two hosts, PostgreSQL, Redis and nginx: kill each while people read and write (SUBMISSIONS)
	$(PY) -m tests.drill.hosts

bench-front: environment  ## Measure what an article from nginx's cache costs, next to a file of the same size
	$(PY) -m tests.deploy.bench

PRODUCTION = $(ALONE) VAR_DIR=var/lint SITE_URL=https://www.example.org BEHIND_TLS_PROXY=on TRUSTED_PROXIES=127.0.0.1 \
	EMAIL_URL=smtp+tls://mail.example.org SITE_EMAIL=editors@example.org ADMINS=operator@example.org \
	OPERATOR_NAME=Example OPERATOR_ADDRESS=Austin \
	SECRET_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(50))')
mutants: environment  ## Put about 40 faults into a copy, one at a time, and say whether the tests catch each (WORD=gate)
	$(ALONE) $(PY) -m tests.mutants $(WORD)

audit: environment  ## Check whether a pinned package has a known security problem (needs an index that answers)
	@$(PY) requirements/audit.py

sbom: environment  ## List the packages that the site is made of, with licenses, in var/sbom.json (CycloneDX)
	@$(PY) requirements/sbom.py var/sbom.json

lint: environment  ## Check style, types, templates, messages, imports, migrations and the settings for production
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -m djlint --quiet --lint templates
	$(PY) -m tests.messages
	$(PY) -m tests.rooms
	@mkdir -p var/lint
	$(PRODUCTION) $(MANAGE) makemigrations --check --dry-run
	$(PRODUCTION) $(MANAGE) check --deploy --fail-level WARNING

format: environment  ## Rewrite code in the style that lint asks for
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

PIN = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make pins"
pins:  ## Pick the newest packages, and pin them with their hashes (needs uv)
	@command -v uv >/dev/null || { echo "make pins needs uv. Install it first."; exit 1; }
	$(PIN) requirements/run.in --output-file requirements/run.txt
	$(PIN) requirements/s3.in --constraint requirements/run.txt --output-file requirements/s3.txt
	$(PIN) requirements/test.in --constraint requirements/run.txt --output-file requirements/test.txt

clean:  ## Remove the environment and the tools' caches; the data in var/ stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

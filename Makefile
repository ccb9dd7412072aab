# The commands of the house. `make run` is the portal, `make test` is the proof.
.DEFAULT_GOAL := help
.PHONY: help setup setup-test run test check years bench faults fuzz corpora demo screens golden lock clean
PY := .venv/bin/python

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1|/p' Makefile | while IFS='|' read -r name what; do printf 'make %-7s %s\n' "$$name" "$$what"; done

setup:  ## install what is missing: system packages as root, .venv, Thai messages, static files
	@deploy/setup.sh run

setup-test:
	@deploy/setup.sh test

run: setup  ## serve the portal in demo mode on PORT (8000), with worker, beat and broker; Ctrl-C stops all
	@exec $(PY) -m deploy.run --with-parent

test: setup-test  ## the whole suite, on SQLite and on PostgreSQL with Redis; ARGS="tests/people -k seat" narrows it
	@exec $(PY) -m deploy.test $(ARGS)

check: setup-test  ## lint, types, import contracts, templates, migrations, translations, settings of production
	@exec $(PY) -m deploy.check

years: setup-test  ## generated years of reminders, against a plain model; COUNT=500 FIRST=0, REAL=20 by real workers
	@exec $(PY) -m tests.years $(or $(REAL),$(COUNT),500) $(or $(FIRST),0) $(if $(REAL),--real)

bench: setup-test  ## ours beside a bare baseline; ONLY=office-list SIZE=5000 JSON=1
	@exec $(PY) -m bench $(if $(ONLY),--only $(ONLY)) $(if $(SIZE),--size $(SIZE)) $(if $(JSON),--json) $(if $(KEEP),--keep $(KEEP))

faults: setup-test  ## harm to web, broker, database and clock while people press; ONLY=F12 ROUNDS=20
	@exec $(PY) -m tests.faults $(if $(ONLY),--only $(ONLY)) $(if $(ROUNDS),--rounds $(ROUNDS))

fuzz: setup-test  ## hostile files through the gate and the reader of scans; MINUTES=10, SEED=… to repeat a run
	@exec nice -n 10 $(PY) -m tests.fuzz --minutes $(or $(MINUTES),10) $(if $(SEED),--seed $(SEED))

corpora: setup-test  ## all files of TEACHERSYNC_CORPORA through the gate and the reader; PART=3/8 for some
	@exec nice -n 10 $(PY) -m tests.fuzz --corpora --part $(or $(PART),1/1)

demo: setup  ## load the demo people into an empty database; SIZE=small or SIZE=national
	@$(PY) manage.py migrate --verbosity 0
	@$(PY) manage.py createcachetable
	@TEACHERSYNC_DEMO=1 $(PY) manage.py demo --size $(or $(SIZE),small)

screens: setup-test  ## pictures of the pages, desktop and phone, into var/screens
	@exec $(PY) -m pytest -m browser tests/browser $(ARGS) --screens var/screens

golden: setup-test  ## keep official papers as they look now; look at them first, and at the difference in git
	@exec $(PY) -m pytest tests/records/test_pdf_golden.py -k looks_as_it_did --golden -q

lock:  ## write both lock files anew from pyproject.toml
	@deploy/lock.sh

clean:  ## remove what the tools left behind; the portal's data in var/ and .venv stay
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache var/static var/static.stamp var/*.log
	find . -name __pycache__ -type d -not -path './.venv/*' -prune -exec rm -rf {} +
	find locale -name '*.mo' -delete

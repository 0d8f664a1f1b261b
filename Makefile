# The one door: `make help` tells what is behind it.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.SUFFIXES:

PORT ?= 8000
SERVE ?= 1
WORKERS ?= 2
BIN := .venv/bin
INSTALLED := .venv/.installed
# Python keeps what it has compiled, whatever is set outside: compiling all anew takes each process half a minute.
export PYTHONDONTWRITEBYTECODE :=
# Checks and tests keep their own database, never the reader's.
TEST := CONGDOAN_HOME="$(CURDIR)/.test-home"
BENCH_HOME ?= $(CURDIR)/.bench-home
BENCH := CONGDOAN_HOME="$(BENCH_HOME)"

# The first Python that runs, is new enough and can make a virtual environment.
PYTHON ?= $(shell for name in python3.13 python3.12 python3.11 python3; do \
	"$$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 \
	&& { echo "$$name"; break; }; done)

##@ Daily

.PHONY: help
help: ## what can be made
	@awk 'BEGIN { FS = ":.*## " } \
		/^##@ / { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: install
install: $(INSTALLED) ## .venv with everything in it

.PHONY: demo
demo: $(INSTALLED) ## the demo federation: build it, print its two reports, serve it (SERVE=0: do not serve)
	$(BIN)/congdoan migrate
	$(BIN)/congdoan demo build
	$(BIN)/congdoan report LCA --form review-20nq --period 2008..2024-05
	$(BIN)/congdoan report LCA-CT --form sector-half-year --period 2024-H1
	@if [ "$(SERVE)" != 0 ]; then exec $(BIN)/congdoan serve --port $(PORT); fi

.PHONY: serve
serve: $(INSTALLED) ## serve the pages on 127.0.0.1:$(PORT)
	@exec $(BIN)/congdoan serve --port $(PORT)

.PHONY: db-shell
db-shell: $(INSTALLED) ## psql on the database
	@$(BIN)/congdoan db shell

##@ Checks

.PHONY: check
check: lint types imports migrations test docs ## everything that must hold before a change lands

.PHONY: format
format: $(INSTALLED) ## lay out the code and mend what can be mended
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

.PHONY: lint
lint: $(INSTALLED) ## layout and likely faults
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

.PHONY: types
types: $(INSTALLED) ## mypy --strict
	$(BIN)/mypy --strict --num-workers $(WORKERS)

.PHONY: imports
imports: $(INSTALLED) ## an arrow may only fall
	$(BIN)/lint-imports --no-logo --no-cache

.PHONY: migrations
migrations: $(INSTALLED) ## the tables and their migrations say the same
	$(TEST) $(BIN)/python -W ignore::RuntimeWarning -m django makemigrations --check --dry-run \
		--settings congdoan.config.settings

# What only Debian has. Elsewhere the journeys are skipped and say what is missing; under CI=true that is a failure.
.PHONY: browser
browser:
	@command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
		&& apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; } || true

.PHONY: test
test: $(INSTALLED) browser ## the tests, in random order (WORKERS=2, ARGS="-k word")
	$(TEST) $(BIN)/pytest -n $(WORKERS) --dist loadgroup $(ARGS)

.PHONY: crash
crash: $(INSTALLED) ## kill the database 50 times in the middle of writing and folding; into benchmarks/CRASH.md
	$(TEST) CONGDOAN_KILLS=50 CONGDOAN_CRASH_REPORT="$(CURDIR)/benchmarks/CRASH.md" $(BIN)/pytest tests/config/test_crash.py

.PHONY: crowd
crowd: $(INSTALLED) ## eight writers, movers, a folder and comparers at once, for a minute (SECONDS=60); into benchmarks/CROWD.md
	$(TEST) CONGDOAN_SECONDS=$(or $(SECONDS),60) CONGDOAN_CROWD_REPORT="$(CURDIR)/benchmarks/CROWD.md" \
		$(BIN)/pytest -s tests/figures/test_concurrency.py

.PHONY: laws
laws: $(INSTALLED) ## each law on all its random histories, sixteen times those of a check (TIMES=1); into benchmarks/LAWS.md
	$(TEST) CONGDOAN_LAWS=$(or $(TIMES),1) CONGDOAN_LAWS_REPORT="$(CURDIR)/benchmarks/LAWS.md" \
		$(BIN)/python -m pytest -p tests.examples -n $(WORKERS) -m law tests

# Measuring and painting keep a demo federation of their own, built when it is first asked for.
.PHONY: ground
ground: $(INSTALLED)
	@$(BENCH) $(BIN)/congdoan migrate >/dev/null
	@$(BENCH) $(BIN)/congdoan demo build >/dev/null

.PHONY: bench-desk
bench-desk: ground ## each page of the desk on the demo: times, queries, weight; into benchmarks/RESULTS-desk.md
	@$(BENCH) $(BIN)/python -W ignore -m benchmarks.desk.speed; done=$$?; $(BENCH) $(BIN)/congdoan db stop; exit $$done

.PHONY: load
load: ground ## fifty people at once for a minute on the demo, into benchmarks/RESULTS-desk.md (PEOPLE=50 SECONDS=60)
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-load.txt
	@PEOPLE=$(or $(PEOPLE),50) SECONDS=$(or $(SECONDS),60) $(BENCH) $(BIN)/python -W ignore -m benchmarks.desk.load; \
		done=$$?; $(BENCH) $(BIN)/congdoan db stop; exit $$done

.PHONY: pictures
pictures: ground browser ## the ten main pages on the demo, into docs/pictures
	@$(BENCH) $(BIN)/python -W ignore -m benchmarks.desk.pictures; done=$$?; $(BENCH) $(BIN)/congdoan db stop; exit $$done

.PHONY: bench
bench: $(INSTALLED) ## the ledger at the size of the country, into benchmarks/RESULTS.md (SIZE=1M|10M|100M; BENCH_HOME=folder)
	@$(BIN)/python -W ignore -m benchmarks $(or $(SIZE),10M)

.PHONY: bench-reports
bench-reports: $(INSTALLED) ## sheets on the national book: drafting, drawing, the board; into benchmarks/RESULTS-reports.md (SIZE=10M; BENCH_HOME=folder)
	@SIZE=$(or $(SIZE),10M) $(BIN)/python -W ignore -m benchmarks.reporting

.PHONY: bench-upkeep
bench-upkeep: $(INSTALLED) ## why the tables are indexed, vacuumed and filled as they are, into benchmarks/RESULTS-upkeep.md
	@$(BIN)/python -W ignore -m benchmarks.upkeep

.PHONY: bench-claims
bench-claims: $(INSTALLED) ## how well figures in texts are read, against the labelled corpus
	@$(BIN)/python benchmarks/claims.py

.PHONY: bench-import
bench-import: $(INSTALLED) ## 100,000 members from a workbook, beside django-import-export; into benchmarks/RESULTS-import.md (ROWS=100000)
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-bench.txt
	@$(BENCH) ROWS="$(or $(ROWS),100000)" BENCH_HOME="$(CURDIR)/.bench-import" $(BIN)/python -W ignore -m benchmarks.importing

.PHONY: bench-members
bench-members: $(INSTALLED) ## any unit's list of members at the size of the country (SIZE=100K|1M|11M); into benchmarks/RESULTS-members.md
	@BENCH_HOME="$(or $(MEMBERS_HOME),$(CURDIR)/.bench-members)" $(BIN)/python -W ignore -m benchmarks.members $(or $(SIZE),1M)

.PHONY: fuzz
fuzz: $(INSTALLED) ## random texts and files for the reading of claims (SECONDS=300); into benchmarks/RESULTS-claims.md
	@SECONDS="$(or $(SECONDS),300)" nice $(BIN)/python benchmarks/fuzz.py

.PHONY: docs
docs: $(INSTALLED) ## the documentation, into site/
	$(BIN)/mkdocs build --strict --quiet

##@ Upkeep

.PHONY: check-cluster
check-cluster: $(INSTALLED) ## the whole ledger on a Spark cluster on loopback, compared to the last unit
	@command -v java >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq \
		&& DEBIAN_FRONTEND=noninteractive apt-get install -y -qq openjdk-17-jre-headless >/dev/null; } \
		|| { echo "Cần Java 17 (openjdk-17-jre-headless)." >&2; exit 1; }
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-spark.txt
	rm -rf .cluster-home/export
	CONGDOAN_HOME="$(CURDIR)/.cluster-home" $(BIN)/congdoan migrate >/dev/null
	CONGDOAN_HOME="$(CURDIR)/.cluster-home" $(BIN)/congdoan demo build
	CONGDOAN_HOME="$(CURDIR)/.cluster-home" $(BIN)/python benchmarks/cluster.py .cluster-home/export
	CONGDOAN_HOME="$(CURDIR)/.cluster-home" $(BIN)/congdoan db stop

.PHONY: lock
lock: $(INSTALLED) ## resolve requirements.txt anew from pyproject.toml
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --upgrade \
		--generate-hashes --no-emit-index-url --no-emit-find-links --no-header --quiet --output-file requirements.txt
	$(BIN)/uv pip compile pyproject.toml --extra dev --extra spark --universal --python-version 3.11 --upgrade \
		--generate-hashes --no-emit-index-url --no-emit-find-links --no-header --quiet --output-file requirements-spark.txt
	$(BIN)/uv pip compile pyproject.toml --extra load --universal --python-version 3.11 --upgrade \
		--generate-hashes --no-emit-index-url --no-emit-find-links --no-header --quiet --output-file requirements-load.txt
	$(BIN)/uv pip compile pyproject.toml --extra bench --universal --python-version 3.11 --upgrade \
		--generate-hashes --no-emit-index-url --no-emit-find-links --no-header --quiet --output-file requirements-bench.txt

.PHONY: messages
messages: $(INSTALLED) ## gather what is to be said in English, and compile it (needs gettext)
	cd src/congdoan && $(CURDIR)/$(BIN)/python -W ignore::RuntimeWarning -m django makemessages -l en --no-wrap \
		--no-location --no-obsolete --settings congdoan.config.settings
	msgfmt --check-format -o src/congdoan/locale/en/LC_MESSAGES/django.mo src/congdoan/locale/en/LC_MESSAGES/django.po

.PHONY: clean
clean: ## remove what was made here: .venv, the tests' database, caches; the data of the demo stay
	-@if [ -x $(BIN)/congdoan ]; then $(BIN)/congdoan db stop; $(TEST) $(BIN)/congdoan db stop; $(BENCH) $(BIN)/congdoan db stop; fi
	rm -rf "$$(readlink -f .test-home/postgres)" "$$(readlink -f .bench-home/postgres)"
	rm -rf .venv .test-home .bench-home site build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

# uv comes into .venv itself by pip, pinned by the lock like all else; then the lock, then the project in place.
$(INSTALLED): requirements.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "Cần Python 3.11 trở lên, kèm venv và pip." >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@test -x $(BIN)/uv || { awk '/^[^ ]/ { on = /^uv==/ } on' requirements.txt >.venv/uv.txt \
		&& $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .venv/uv.txt; }
	$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

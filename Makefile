# Works with GNU make and any Python from 3.11 on. `make` alone lists the targets.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PORT ?= 8501
STORE ?= store
EXPORTS ?= ../shared/exports
TICKETS ?= 100000 1000000

VENV := .venv
SPARK := $(VENV)/spark
SUPERSET := $(VENV)/superset
RUN := $(VENV)/bin/python
INSTALL := $(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes
LOCK := $(RUN) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header

.DEFAULT_GOAL := help
.PHONY: help dashboard test test-scale check lint format lock sample pictures benchmark fuzz \
	primer pollock scale spark superset chromium java clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-10s %s\n", $$1, $$2}' Makefile

dashboard: $(VENV)/.ready ## serve the dashboard, with the sample organisation in an empty store
	@$(RUN) -m support_kpi dashboard --port $(PORT) --store $(STORE)

test: $(VENV)/.ready-dev chromium ## run every test
	@$(RUN) -m pytest -n 2

test-scale: $(VENV)/.ready-dev scale spark java ## build the cubes on Sail and on a cluster of Spark
	@SPARK_HOME=$(abspath $(SPARK)) $(RUN) -m pytest tests/scale

check: lint ## lint, types, import rules and the tests that need no browser
	@$(RUN) -m pytest -n 2 -m "not browser"

lint: $(VENV)/.ready-dev
	@$(RUN) -m ruff format --check .
	@$(RUN) -m ruff check .
	@$(RUN) -m sqlfmt --check queries support_kpi/joins
	@$(RUN) -m pyright
	@$(VENV)/bin/lint-imports --no-logo

format: $(VENV)/.ready-dev ## format Python and SQL
	@$(RUN) -m ruff check --fix --quiet .
	@$(RUN) -m ruff format .
	@$(RUN) -m sqlfmt queries support_kpi/joins

lock: $(VENV)/.ready-dev ## write the lock files anew; UPGRADE=--upgrade takes newer versions
	@$(LOCK) $(UPGRADE) requirements.in --output-file requirements.txt
	@$(LOCK) $(UPGRADE) requirements-scale.in --output-file requirements-scale.txt
	@$(LOCK) $(UPGRADE) requirements-spark.in --output-file requirements-spark.txt
	@$(LOCK) $(UPGRADE) requirements-dev.in --output-file requirements-dev.txt

sample: $(VENV)/.ready ## write the sample organisation anew
	@$(RUN) -m support_kpi sample --out sample_data/organisation
	@$(RUN) -m support_kpi reproduce --out sample_data/organisation

pictures: $(VENV)/.ready-dev chromium ## take the pictures of the README anew
	@$(RUN) -m tests.pictures

benchmark: $(VENV)/.ready-dev ## measure loading and pages beside others; TICKETS="100000 1000000"
	@$(RUN) -m support_kpi benchmark --tickets $(TICKETS) --out docs/benchmark.md \
		$(if $(wildcard $(SUPERSET)/.ready),--superset $(SUPERSET)/bin/python)

fuzz: $(VENV)/.ready-dev ## try the property tests on fresh examples
	@HYPOTHESIS_PROFILE=fuzz $(RUN) -m pytest -n 2 -m hypothesis

primer: $(VENV)/.ready-dev ## load every file below EXPORTS and print one line a file
	@$(RUN) -m tests.primer $(EXPORTS)

pollock: $(VENV)/.ready-dev ## score the parsing of polluted files below EXPORTS beside its rivals
	@$(RUN) -m tests.pollock $(EXPORTS)/messy/pollock-polluted

scale: $(VENV)/.ready-scale ## install what `--engine sail` and `--engine sc://...` need

superset: $(SUPERSET)/.ready ## install Superset into .venv/superset, as one more contestant of the benchmark

spark: $(SPARK)/.ready ## unpack Spark into .venv/spark, for a cluster of your own (needs Java 17)

clean: ## remove the environment and caches; the store stays
	@rm -rf $(VENV) .pytest_cache .ruff_cache .hypothesis .import_linter_cache tests/.results
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUN):
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; name it with PYTHON=/path/to/python3."; exit 1; }
	@echo "Making the environment in $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.ready: requirements.txt | $(RUN)
	@echo "Installing the requirements (about a minute the first time) ..."
	@$(INSTALL) -r requirements.txt
	@touch $@

$(VENV)/.ready-dev: requirements.txt requirements-dev.txt | $(RUN)
	@echo "Installing the requirements of the tests (about a minute the first time) ..."
	@$(INSTALL) -r requirements.txt -r requirements-dev.txt
	@touch $@ $(VENV)/.ready

$(VENV)/.ready-scale: requirements.txt requirements-scale.txt | $(RUN)
	@echo "Installing the clients of other engines ..."
	@$(INSTALL) -r requirements.txt -r requirements-scale.txt
	@touch $@ $(VENV)/.ready

# The package has its jars in an archive of sources, of which nothing need be built.
$(SPARK)/.ready: requirements-spark.txt | $(RUN)
	@echo "Fetching Spark (450 MB) ..."
	@rm -rf $(SPARK) && mkdir -p $(SPARK)/package
	@$(RUN) -m pip download --quiet --disable-pip-version-check --require-hashes --no-deps \
		-r requirements-spark.txt --dest $(SPARK)/package
	@tar --no-same-owner -xzf $(SPARK)/package/pyspark-*.tar.gz -C $(SPARK) --strip-components=2 \
		--wildcards 'pyspark-*/deps/bin' 'pyspark-*/deps/sbin' 'pyspark-*/deps/jars'
	@rm -rf $(SPARK)/package
	@touch $@

$(SUPERSET)/.ready: requirements-superset.txt | $(RUN)
	@echo "Installing Superset (800 MB) ..."
	@$(RUN) -m venv $(SUPERSET)
	@$(SUPERSET)/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-superset.txt
	@touch $@

java:
	@command -v java >/dev/null && exit 0; \
	as_root=$$([ "$$(id -u)" = 0 ] || echo sudo -n); \
	echo "Installing Java for the tests of Spark ..."; \
	{ $$as_root apt-get update -q && DEBIAN_FRONTEND=noninteractive \
		$$as_root apt-get install -q -y --no-install-recommends openjdk-17-jre-headless; \
	} >/dev/null 2>&1 || { \
		echo "The tests of Spark need Java 17: install it (Debian: openjdk-17-jre-headless)." \
			"Cubes are built without it by DuckDB and by Sail."; exit 1; }

chromium:
	@for name in $(CHROMIUM) chromium chromium-browser google-chrome; do \
		command -v $$name >/dev/null && exit 0; done; \
	as_root=$$([ "$$(id -u)" = 0 ] || echo sudo -n); \
	echo "Installing chromium for the browser tests ..."; \
	{ $$as_root apt-get update -q && \
		DEBIAN_FRONTEND=noninteractive $$as_root apt-get install -q -y --no-install-recommends chromium; \
	} >/dev/null 2>&1 || { \
		echo "The browser tests need Chromium: install it (Debian: apt-get install chromium)" \
			"or name one with CHROMIUM=/path/to/chrome; make check runs the other tests."; exit 1; }

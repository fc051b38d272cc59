# Broadsheet: `make run` opens the newspaper, `make test` checks everything.
.PHONY: help run dev reset test lint format lock bench
.DEFAULT_GOAL := help
export PYTHONUTF8 := 1
PYTHON := .venv/bin/python
BENCH := ONLY ROUNDS SECONDS CONNECTIONS SIZES ARTICLES COMMENTS REMOVALS POSTS PAGES FILLING MEMORY_MB \
	SOAK MINUTES

help:
	@echo 'make run     open the newspaper (PORT=8001 for another port); Ctrl-C closes it'
	@echo 'make dev     the same with errors shown and changed code reloaded'
	@echo 'make reset   forget the demo and everything posted to it'
	@echo 'make test    every check and test'
	@echo 'make lint    the checks that need no database; make format mends what they can'
	@echo 'make bench   measure against nginx and others (benchmarks/README.md), in ten minutes'
	@echo 'make lock    resolve the dependencies anew into requirements.lock'

run:
	@sh .ci/install run
	@DEBUG=0 exec $(PYTHON) manage.py run

dev:
	@sh .ci/install run
	@DEBUG=1 exec $(PYTHON) manage.py dev

reset:
	@sh .ci/install run
	@exec $(PYTHON) manage.py reset

test:
	@sh .ci/install test
	@$(PYTHON) .ci/tools.py
	@exec $(PYTHON) .ci/check.py

lint:
	@sh .ci/install test
	@exec $(PYTHON) .ci/check.py lint

format:
	@sh .ci/install test
	@$(PYTHON) -m ruff format --quiet .
	@$(PYTHON) -m ruff check --quiet --fix-only .
	@find templates -name '*.html' -exec .venv/bin/djade --target-version 5.2 {} +

lock:
	@sh .ci/install test
	@exec $(PYTHON) .ci/lock.py

bench:
	@sh .ci/install bench
	@exec $(PYTHON) -m benchmarks $(foreach name,$(BENCH),$(if $($(name)),$(name)=$($(name))))

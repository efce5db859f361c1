# The short commands a person types. `make help` lists them.

PYTHON ?= python3.11
RUN = .venv/bin/python
.DEFAULT_GOAL := help
.PHONY: help setup dev demo test faults check bench lock screenshots

help: ## list the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: ## create .venv from the lock file
	@$(PYTHON) scripts/setup.py

dev:
	@$(PYTHON) scripts/setup.py --dev

demo: ## prepare and serve the demo shop [DATA=catalogue PORT=8000 HOST=address VAR=folder]
	@$(PYTHON) scripts/demo.py $(if $(DATA),--data "$(DATA)") $(if $(PORT),--port "$(PORT)") \
		$(if $(HOST),--host "$(HOST)") $(if $(VAR),--var "$(VAR)")

test: dev ## run all tests [ARGS="pytest arguments"]
	@$(RUN) scripts/test.py $(ARGS)

faults: dev ## kill, wipe and fill up for real, as often as promised (about 20 minutes)
	@FAULTS=long $(RUN) scripts/test.py tests/faults $(ARGS)

check: dev ## style, types, import contracts, migrations, deployment, known vulnerabilities
	@$(RUN) scripts/check.py --audit

bench: setup ## measure speed on this machine
	@$(RUN) -m benchmarks $(ARGS)

lock: dev ## pin the dependencies anew from pyproject.toml
	@$(RUN) scripts/lock.py

screenshots: dev ## photograph the pages of the sample shop into var/screenshots
	@$(RUN) scripts/screenshots.py $(ARGS)

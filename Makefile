# make start, make test: on a bare machine with Node 20.19 or newer, git and make, each sets up what it needs.
SHELL := /bin/sh
PNPM := scripts/pnpm
NEURATRADE := bin/neuratrade
PREFIX ?= /usr/local

MANIFESTS := package.json pnpm-lock.yaml pnpm-workspace.yaml $(wildcard apps/*/package.json packages/*/package.json)
SOURCES := $(shell find apps packages -type f -path '*/src/*' -name '*.ts' ! -name '*.test.ts' 2>/dev/null) \
  tsconfig.base.json $(wildcard apps/*/tsconfig*.json packages/*/tsconfig*.json)
INSTALLED := node_modules/.installed
BUILT := node_modules/.built
BENCH_INSTALLED := bench/node_modules/.installed
BENCH_TESTED := bench/node_modules/.tested

.DEFAULT_GOAL := help
.PHONY: help start stop demo demo-stop screens status logs logs-all build test check format smoke bench soak install uninstall clean

help: ## Say what there is
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

start: $(BUILT) redis-if-needed ## Set up, build and run everything; ARGS="--demo" and the like are passed on
	@$(NEURATRADE) gateway start $(ARGS)

stop: ## Stop everything
	@$(NEURATRADE) gateway stop

demo: export REDIS_URL :=
demo: $(BUILT) redis-if-needed ## Show a bot's figures, on the exchange simulator, in a home of its own
	@scripts/demo.sh

demo-stop: ## Stop the demo
	@NEURATRADE_HOME="$${NEURATRADE_HOME:-$$HOME/.neuratrade-demo}" $(NEURATRADE) gateway stop

screens: $(BUILT) ## Show what the Telegram bot answers, from the demo; ARGS="--help" says more
	@node scripts/screens.js $(ARGS)

status: ## Show each service's state
	@$(NEURATRADE) gateway status || :

logs: ## Follow the backend's log
	@$(NEURATRADE) gateway logs backend --follow

logs-all: ## Follow all four logs
	@$(NEURATRADE) gateway logs all --follow

build: $(BUILT) ## Install dependencies and build

test: $(BUILT) test-tools ## Run every test, on real servers
	@$(PNPM) run --silent test $(ARGS)

check: $(BUILT) ## Format, lint, types, import direction, unused code, generated docs
	@$(PNPM) run --silent lint
	@$(PNPM) run --silent typecheck
	@$(PNPM) run --silent imports
	@$(PNPM) run --silent unused
	@node scripts/settings-table.js --check

format: $(INSTALLED) ## Format the code and fix what can be fixed
	@$(PNPM) run --silent format

docs: $(BUILT) ## Write the generated parts of the documentation
	@node scripts/settings-table.js

smoke: $(BUILT) ## Ask every endpoint of the running stack and check its answer
	@scripts/smoke.sh

bench: $(BENCH_TESTED) bench-tools ## Measure what it costs beside its peers; ARGS="--help" says what there is
	@node bench/main.js $(ARGS)

soak: $(BENCH_TESTED) bench-tools ## Watch its memory under steady requests; MINUTES=30 RATE=50
	@node bench/soak.js --minutes $(or $(MINUTES),30) --rate $(or $(RATE),50) $(ARGS)

matrix: $(BUILT) test-tools ## Break every dependency in every way with the default settings; about 15 minutes, on a quiet machine
	@cd apps/backend-api && MATRIX=real MATRIX_TABLE="$(CURDIR)/matrix.md" NODE_OPTIONS=--experimental-vm-modules \
	  ../../node_modules/.bin/jest --runInBand test/matrix
	@echo "The table is in matrix.md"

install: $(BUILT) ## Put the neuratrade command on the PATH (PREFIX=/usr/local)
	@mkdir -p $(PREFIX)/bin && ln -sf "$(CURDIR)/bin/neuratrade" $(PREFIX)/bin/neuratrade
	@echo "neuratrade is now in $(PREFIX)/bin"

uninstall: ## Take it off again
	@rm -f $(PREFIX)/bin/neuratrade

clean: ## Delete what was built and installed here
	@rm -rf node_modules bench/node_modules apps/*/node_modules packages/*/node_modules apps/*/dist packages/*/dist .turbo apps/*/.turbo packages/*/.turbo

.PHONY: docs matrix test-tools bench-tools redis-if-needed
test-tools:
	@scripts/ensure.sh redis-server logrotate openssl faketime jq curl

bench-tools:
	@scripts/ensure.sh redis-server

redis-if-needed: $(BUILT)
	@[ -n "$$REDIS_URL" ] || $(NEURATRADE) config get redis_url >/dev/null 2>&1 || scripts/ensure.sh redis-server

$(INSTALLED): $(MANIFESTS)
	@scripts/check-node.sh
	@$(PNPM) install --frozen-lockfile
	@touch $@

$(BUILT): $(INSTALLED) $(SOURCES)
	@$(PNPM) run --silent build
	@touch $@

$(BENCH_INSTALLED): bench/package.json bench/pnpm-lock.yaml
	@scripts/check-node.sh
	@$(PNPM) --dir bench install --ignore-workspace --frozen-lockfile
	@touch $@

$(BENCH_TESTED): $(BUILT) $(BENCH_INSTALLED) $(wildcard bench/*.js bench/*/*.js)
	@node --test bench/test/*.test.js > $@.log || { cat $@.log; exit 1; }
	@touch $@

# `make help` lists the targets.
#
# RECONCILE_STRICT=1 turns warnings in our own targets into errors (Package.swift reads it). `check`, `quick` and CI
# set it; a newcomer with a newer compiler builds without it.

# SwiftPM lets undeclared imports of sibling targets through unless it is told not to.
doors := --explicit-target-dependency-import-check error
swift_files := Package.swift Sources Tests
python := .venv/bin/python
# Swift's runtime goes into the program, so that it runs where there is no Swift.
one_file := $(if $(filter Linux,$(shell uname -s)),--static-swift-stdlib)
PREFIX ?= /usr/local
run_tests = PATH="$(CURDIR)/.venv/bin:$$PATH" swift test --skip-build --disable-xctest
# Tests that wait for the program hold a thread each; beside them, others would wait longer than they allow.
process_tests := ^CommandLineTests\.|^CrashTests\.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo judge test nightly check quick build release install dist deb bare-roots bench bench-compare bench-diff sbom lint format \
  model model-news setup test-tools clean

help: ## lists the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: release ## plays a release, a promotion and a rollback on the simulated cloud
	scripts/demo

test: test-tools ## builds and runs all tests
	swift build --build-tests $(doors)
	$(run_tests) --filter 'SimulatedServerTests|AWSHTTPSTests'
	$(run_tests) --filter '$(process_tests)'
	$(run_tests) --skip 'SimulatedServerTests|AWSHTTPSTests|$(process_tests)'
	RECONCILE=$(CURDIR)/.build/debug/reconcile $(python) Tests/Tools/Schemas/check_schemas.py
	RECONCILE=$(CURDIR)/.build/debug/reconcile scripts/demo >/dev/null

nightly: export RECONCILE_SWEEP ?= all
nightly: export RECONCILE_SEEDS ?= 20000
nightly: export RECONCILE_PROPERTY_SEEDS ?= 10000
nightly: export RECONCILE_SERVED ?= all
nightly: export RECONCILE_MATRIX ?= all
nightly: test-tools ## kills the program at all points, lives 20,000 random lives, runs all scripts on a served cloud
	swift build --build-tests $(doors)
	swift test --skip-build --disable-xctest --filter 'CrashTests\.|SimulationTests\.|ComparisonProperties|RoundTripProperties|ServedScriptTests|TerraformTests'

judge: test-tools ## runs moto's own tests against the served cloud, and says what fails and why: make judge MOTO=CHECKOUT
	@test -n "$(MOTO)" || { echo 'say where moto is: git clone https://github.com/getmoto/moto, then make judge MOTO=moto' >&2; exit 2; }
	swift build $(doors) --product reconcile
	$(python) -m pip install --quiet --require-hashes -r scripts/judge-requirements.txt
	RECONCILE=$(CURDIR)/.build/debug/reconcile $(python) Tests/Tools/Judge/judge.py $(MOTO)

check: export RECONCILE_STRICT := 1
check: lint test ## everything that must hold before a change lands: format, warnings, doors, tests

quick: export RECONCILE_STRICT := 1
quick: lint build ## the quick half of `check`, for before each commit: format, warnings, doors

build: setup ## builds everything but the tests, for debugging
	swift build $(doors)

release: setup ## builds the program, optimised, as one file: .build/release/reconcile
	swift build -c release --product reconcile $(one_file)

install: release ## puts the program, its manual and completions under PREFIX (/usr/local)
	scripts/dist --into $(DESTDIR)$(PREFIX)

dist: release ## packs the program: dist/reconcile-VERSION-SYSTEM-ARCHITECTURE.tar.gz, its checksum and list of parts
	scripts/dist

deb: release ## packs the program for Debian and its relatives: dist/reconcile_VERSION_ARCHITECTURE.deb
	scripts/dist --deb

bare-roots: dist deb ## installs what was packed in Debian roots without Swift, and plays the demo there (as root)
	Tests/Tools/Packages/bare-roots

bench: release ## measures the budgets
	Benchmarks/bench

bench-diff: release ## counts instructions of the main paths, of another build and of this one: make bench-diff BASE=PROGRAM
	@test -n "$(BASE)" || { echo 'say which build is the base: make bench-diff BASE=PATH/reconcile' >&2; exit 2; }
	Benchmarks/instructions $(BASE) .build/release/reconcile

bench-compare: release ## measures reconcile beside Terraform and ecs-deploy on one served cloud, where they are installed
	Benchmarks/compare

sbom: test-tools ## writes what the program is made of (CycloneDX) and the licenses of it, beside the built program
	swift package resolve
	mkdir -p .build/release
	scripts/sbom > .build/release/reconcile.cdx.json
	$(python) scripts/sbom --check .build/release/reconcile.cdx.json
	scripts/sbom --notices > .build/release/THIRD-PARTY-NOTICES

lint: ## says which Swift files are not formatted
	swift format lint --strict --recursive --parallel $(swift_files)

format: ## formats the Swift files
	swift format --in-place --recursive --parallel $(swift_files)

model: test-tools ## writes what AWS's model says, and the schemas, from the botocore that scripts/model-requirements.txt pins
	$(python) scripts/generate-model.py
	$(python) scripts/generate-schemas.py
	$(python) scripts/generate-endpoints.py

model-news: test-tools ## says what the newest model has that reconcile does not know
	$(python) scripts/generate-model.py --news

setup:
	@scripts/setup

test-tools:
	@scripts/setup --test-tools

clean: ## removes what was built and installed; states stay
	rm -rf .build .venv dist

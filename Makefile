# The few commands a person needs. Each installs what is missing from Debian first, then builds, then runs.
#   make demo    see the alarm chain run on a real past incident
#   make test    everything but long runs, the core under sanitizers too
#   make soak    all the rest: sanitizers on everything, long kills, many seeds, long fuzzing
#   make bench   figures with ratios, one JSON object a line
#   make bench-peers  the same beside Debian's prometheus-alertmanager, which it installs
#   make tidy    look for mistakes the compiler does not see: half an hour of processor time
#   make format  rewrite the sources in the house format
#   make clean   remove everything built

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
JOBS ?= $(shell nproc)
SOURCES = $(shell git ls-files '*.cpp' '*.hpp')

.PHONY: demo build test soak mutations bench bench-peers format format-check tidy lint clean install

install:
	@.ci/install

build: install
	@cmake --preset release $(if $(VERBOSE),,>/dev/null)
	@cmake --build --preset release -j $(JOBS)

demo: install
	@cmake --preset release $(if $(VERBOSE),,>/dev/null)
	@cmake --build --preset release -j $(JOBS) --target larm larmd larm-gateways
	@.ci/demo

# The core under sanitizers first, so that the run ends on the rest of the suite's summary. Of that many tests wait more than
# they reckon: one more than there are processors.
test: build lint
	@cmake --preset asan $(if $(VERBOSE),,>/dev/null)
	@cmake --build --preset asan -j $(JOBS) --target sanitized_core_tests
	@ctest --test-dir build/asan -L sanitized_core --output-on-failure -j $(JOBS)
	@ctest --test-dir build/release -LE 'soak|sanitized_core' --output-on-failure -j $$(($(JOBS) + 1))

soak: build
	@for each in asan tsan; do \
	  cmake --preset $$each >/dev/null; \
	  cmake --build --preset $$each -j $(JOBS) --target sanitized_tests; \
	  ctest --test-dir build/$$each -L sanitized --output-on-failure -j $(JOBS); \
	done
	@cmake --build --preset release -j $(JOBS) --target sanitized_core_tests benches
	@ctest --test-dir build/release -L 'soak|sanitized_core' --output-on-failure
	@$(MAKE) mutations

mutations: install
	@cmake --preset release $(if $(VERBOSE),,>/dev/null)
	@cmake --build --preset release -j $(JOBS) --target mutations
	@build/release/bin/mutations rules/mellansverige tests/simulation/README.md

bench: build
	@cmake --build --preset release -j $(JOBS) --target benches
	@.ci/bench

bench-peers: install
	@cmake --preset release $(if $(VERBOSE),,>/dev/null)
	@cmake --build --preset release -j $(JOBS) --target webhook_bench
	@.ci/bench-peers

lint: install
	@.ci/lint-proto

format: install
	@clang-format-19 -i $(SOURCES)

format-check: install
	@clang-format-19 --dry-run -Werror $(SOURCES)

# Over the product's files as the compiler gets them, so the generated headers must be there.
tidy: install
	@cmake --preset release $(if $(VERBOSE),,>/dev/null)
	@cmake --build --preset release -j $(JOBS) --target larm_proto
	@git ls-files 'engine/*.cpp' 'simulators/*.cpp' | xargs -P $(JOBS) -n 1 clang-tidy-19 -p build/release --quiet

clean:
	@rm -rf build

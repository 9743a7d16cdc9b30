# Cordon: the two commands are `make demo` and `make test`; each installs what it needs.
SHELL := /bin/bash
.DEFAULT_GOAL := help

PACKAGES := libzmq3-dev libsodium-dev libsqlite3-dev libssl-dev libre2-dev libzip-dev iso-codes python3-venv unzip
VENV := .venv
ONLY ?=
SHARED ?= $(if $(CORDON_SHARED),$(CORDON_SHARED),../shared)

.PHONY: help setup venv build demo test lint fuzz bench roundtrip format clean

help: ## Says what there is to make
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Installs the Debian packages that are missing
	@.ci/install-packages $(PACKAGES)

venv: setup
	@.ci/prepare-venv $(VENV)

build: setup ## Builds the programs, optimised
	swift build -c release

demo: setup ## Runs an exchange of four administrations in a scratch folder
	@.ci/quietly "building (release)" swift build -c release --product cordon
	@.ci/quietly "building (release)" swift build -c release --product cordond
	@deploy/demo/run .build/release

lint:
	swift format lint --strict --recursive Package.swift Sources Tests Benchmarks Examples schemas

# Suites that run programs, wait for others or measure: one test at a time, after all others.
RUNNING := SystemTests|CommandTests|MeasuresTests|CordonClientTests|ZeroMQTests|CommandLineTests|TelemetryTests

test: setup venv lint fuzz ## Checks the style, fuzzes for some seconds and runs every test
	swift build --build-tests
	swift test --skip-build --skip '$(RUNNING)'
	PATH="$(CURDIR)/$(VENV)/bin:$$PATH" swift test --skip-build --no-parallel --filter '$(RUNNING)'

fuzz: setup ## Throws arbitrary bytes at the parsers, under the address sanitizer
	@.ci/fuzz

bench: setup ## Prints one figure a line; ONLY=prefix chooses
	@.ci/quietly "building (release)" swift build -c release
	@.build/release/cordon-bench $(if $(ONLY),--only $(ONLY))

roundtrip: setup ## Sends UNODC's table of seizures through a hub and counts what desks get; SHARED says where it is
	@.ci/quietly "building (release)" swift build -c release
	@deploy/roundtrip/run .build/release $(SHARED)/data/seizures/unodc-ids-2011-2016.zip

format: ## Formats every source file in place
	swift format --in-place --recursive Package.swift Sources Tests Benchmarks Examples schemas

clean: ## Removes what was built
	rm -rf .build $(VENV) .demo

MVN ?= mvn -B -ntp

.DEFAULT_GOAL := help
.PHONY: help test format crd image

help: ## Show what can be made
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

test: ## Build everything and run every test, on a real kube-apiserver
	$(MVN) verify

format: ## Format the sources
	$(MVN) -q spotless:apply

crd: ## Write the CRD anew from the Java types
	$(MVN) -q -pl crds -am test -Dtest=CrdYamlTest -Dcrd.write=true -Dsurefire.failIfNoSpecifiedTests=false

image: ## Build the container image of operator and REST API, without Docker: target/apitoken-image.tar
	$(MVN) -q -Pimage -pl image -am package -DskipTests
	@ls -l target/apitoken-image.tar

MVN ?= mvn -B -ntp

.DEFAULT_GOAL := help
.PHONY: help run clean-local binaries test test-25 bench format crd image image-distroless image-twice e2e-node alerts

# What a local cluster's JVM runs: main sources, and what they are built with.
LOCAL_SOURCES := $(shell find keys crds status operator api local -path '*/src/main*') $(wildcard pom.xml */pom.xml helm/apitoken/files/*/* local/kubernetes/*)
LOCAL_CLASSPATH := local/target/classpath
# A JDK 25, for test-25: JAVA25_HOME, or where Linux distributions put theirs.
JAVA25_HOME ?= $(firstword $(wildcard /usr/lib/jvm/*25*))

help: ## Show what can be made
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(LOCAL_CLASSPATH) ## Run all of it here: a real API server, operator and REST API (PORT, API_PORT; 0 = any free port)
	@exec local/run.sh

clean-local: ## Remove the data of make run
	@local/clean.sh

binaries: $(LOCAL_CLASSPATH) ## Build kube-apiserver and its like, unless they are cached, and tell where they are
	@exec local/run.sh binaries

$(LOCAL_CLASSPATH): $(LOCAL_SOURCES)
	@local/build.sh $(MVN)

test: ## Build everything and run every test, on a real kube-apiserver
	$(MVN) -T 2 verify

test-25: ## Run the tests of all modules but e2e and bench on Java 25 (JAVA25_HOME, or found in /usr/lib/jvm)
	@"$(JAVA25_HOME)/bin/java" -XshowSettings:properties -version 2>&1 | grep -q 'java.specification.version = 25' || \
	  { echo "make test-25: no JDK 25 found: set JAVA25_HOME to one" >&2; exit 1; }
	$(MVN) -T 2 test -pl '!e2e,!bench' -Dspotless.check.skip -Djvm="$(JAVA25_HOME)/bin/java"

bench: ## Measure, each figure against a yardstick of the same run; QUICK=1 takes fewer rounds
	@bench/run.sh $(if $(filter 1,$(QUICK)),1,0) $(MVN)

format: ## Format the sources
	$(MVN) -q spotless:apply

crd: ## Write the CRD anew from the Java types
	$(MVN) -q -pl crds -am test -Dtest=CrdYamlTest -Dcrd.write=true -Dsurefire.failIfNoSpecifiedTests=false

image: ## Build the container image of operator and REST API, without Docker: target/apitoken-image.tar
	$(MVN) -q -Pimage -pl image -am package -DskipTests
	@ls -l target/apitoken-image.tar

image-distroless: ## The same on Google's distroless Java 17, pinned by digest (needs its registry)
	@rm -rf image/target/root
	$(MVN) -q -Pimage,distroless -pl image -am package -DskipTests
	@ls -l target/apitoken-image.tar

image-twice: ## Build the image here and in a copy elsewhere, and fail unless both have one digest
	@image/twice.sh $(MVN)

e2e-node: ## Run the chart with its real pods on two nodes of this machine (root; Debian's containerd and runc; TOKENS=10000 measures their memory)
	@node/e2e.sh $(MVN)

alerts: $(LOCAL_CLASSPATH) ## Check the alerts by promtool, and make each of them fire
	@helm/alerts/run.sh

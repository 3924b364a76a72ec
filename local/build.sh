#!/usr/bin/env bash
# Compiles what a local cluster runs, and writes its class path. Arguments: the Maven command.
set -euo pipefail
cd "$(dirname "$0")/.."

fail() {
  echo "make run: $1" >&2
  exit 1
}
command -v javac >/dev/null ||
  fail "javac is not on the PATH: install a JDK, 17 or newer (Debian: apt-get install openjdk-17-jdk-headless)"
command -v "$1" >/dev/null ||
  fail "$1 is not on the PATH: install Maven, 3.8 or newer (Debian: apt-get install maven)"

echo "Compiling (the first time, Maven fetches its plugins and the libraries)" >&2
mkdir -p local/target
"$@" -q -pl local -am -Dspotless.check.skip process-classes dependency:build-classpath \
  -Dmdep.outputFile=target/classpath -DincludeScope=runtime > local/target/build.log 2>&1 || {
  rm -f local/target/classpath
  cat local/target/build.log >&2
  fail "the build failed, see above (or local/target/build.log): mend it and run again"
}
touch local/target/classpath

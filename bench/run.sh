#!/usr/bin/env bash
# Compiles and runs the benchmarks. Arguments: 1 for the quick ones or 0, then the Maven command.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v wrk >/dev/null || {
  echo "make bench: wrk is missing, which makes the load: install it (Debian: apt-get install wrk)" >&2
  exit 1
}
quick=$1
shift
"$@" -q -pl bench -am -Dspotless.check.skip process-classes dependency:build-classpath \
  -Dmdep.outputFile=target/classpath -DincludeScope=runtime
options=(--chart helm/apitoken --work bench/target/work --results bench/results.json)
if [ "$quick" = 0 ]; then options+=(--report .); else options+=(--quick); fi
exec java -Xmx1g -Dlogback.configurationFile=io/kriten/apitoken/bench/logback.xml \
  -cp "bench/target/classes:$(cat bench/target/classpath)" io.kriten.apitoken.bench.BenchMain "${options[@]}"

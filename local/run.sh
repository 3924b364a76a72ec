#!/usr/bin/env bash
# Becomes the JVM of a local cluster, so that signals reach it. Arguments: those of LocalMain.
set -euo pipefail
cd "$(dirname "$0")/.."
exec java -Xmx512m -XX:+UseSerialGC \
  -Dlogback.configurationFile=io/kriten/apitoken/local/logback.xml \
  -cp "local/target/classes:$(cat local/target/classpath)" io.kriten.apitoken.local.LocalMain "$@"

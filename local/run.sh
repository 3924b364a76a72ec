#!/usr/bin/env bash
# Becomes the JVM of a local cluster, so that signals reach it. Arguments: those of LocalMain.
set -euo pipefail
cd "$(dirname "$0")/.."
# The optimizing compiler waits for code that stays hot: it took a third of the start's processor time.
exec java -Xmx512m -XX:+UseSerialGC \
  -XX:Tier4InvocationThreshold=30000 -XX:Tier4MinInvocationThreshold=10000 -XX:Tier4CompileThreshold=60000 \
  -Dlogback.configurationFile=io/kriten/apitoken/local/logback.xml \
  -cp "local/target/classes:$(cat local/target/classpath)" io.kriten.apitoken.local.LocalMain "$@"

#!/usr/bin/env bash
# Becomes the JVM of a local cluster, so that signals reach it. Arguments: those of LocalMain.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p -m 700 .local
options=(-Xmx512m -XX:+UseSerialGC -Dlogback.configurationFile=io/kriten/apitoken/local/logback.xml)
# The optimizing compiler waits for code that stays hot: it took a third of the start's processor time.
options+=(-XX:Tier4InvocationThreshold=30000 -XX:Tier4MinInvocationThreshold=10000 -XX:Tier4CompileThreshold=60000)
# JNA (Helm) and Netty do what newer Javas warn of on the terminal; Java 17 does not know the flags.
quiet=(--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow)
if java "${quiet[@]}" -version >/dev/null 2>&1; then options+=("${quiet[@]}"); fi
exec java "${options[@]}" -cp "local/target/classes:$(cat local/target/classpath)" \
  io.kriten.apitoken.local.LocalMain "$@"

#!/usr/bin/env bash
# Becomes the local cluster's JVM, so that signals reach it. Argument: the file with its class path.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! command -v java >/dev/null; then
  echo "make run: java is not on the PATH: install a JDK, 17 or newer (Debian: apt-get install openjdk-17-jdk-headless)" >&2
  exit 1
fi
mkdir -p -m 700 .local
exec java -Xmx512m -XX:+UseSerialGC \
  -Dlogback.configurationFile=io/kriten/apitoken/local/logback.xml \
  -cp "local/target/classes:$(cat "$1")" io.kriten.apitoken.local.LocalMain

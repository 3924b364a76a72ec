#!/bin/sh
# jre.sh DIRECTORY: fills it with what an image needs below its root: a Java runtime of the modules in use, the C libraries of this
# machine that it is linked to, and the files by which a user has a name.
set -eu
root=$1
jdk=${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")}
modules=java.base,java.logging,java.management,java.naming,java.xml,jdk.crypto.ec,jdk.management,jdk.unsupported

rm -rf "$root"
mkdir -p "$root/opt" "$root/etc"
"$jdk/bin/jlink" --add-modules "$modules" --strip-debug --no-man-pages --no-header-files --output "$root/opt/java"
find "$root/opt/java" -type f \( -perm -u+x -o -name '*.so' \) -exec ldd {} + |
  sed -nE 's/^\t(.* => )?(\/[^ ]+) \(0x[0-9a-f]+\)$/\2/p' | sort -u |
  while read -r library; do
    case $library in "$root"/*) continue ;; esac
    mkdir -p "$root$(dirname "$library")"
    cp -L "$library" "$root$library"
  done
# What scanners read: which packages of which Debian the libraries and the runtime are of.
if command -v dpkg-query >/dev/null; then
  mkdir -p "$root/var/lib/dpkg/status.d"
  cp -L /etc/os-release "$root/etc/os-release"
  { find "$root" -type f -path '*/lib*' ! -path "$root/opt/*" | sed "s|^$root||" | while read -r library; do readlink -f "$library"; done; readlink -f "$jdk/bin/java"; } |
    while read -r file; do dpkg-query -S "$file" "${file#/usr}" 2>/dev/null | head -n 1 | cut -d: -f1; done | sort -u |
    while read -r package; do dpkg-query -s "$package" >"$root/var/lib/dpkg/status.d/$package"; done
fi
echo 'apitoken:x:65532:65532::/tmp:/nologin' >"$root/etc/passwd"
echo 'apitoken:x:65532:' >"$root/etc/group"
echo 'hosts: files dns' >"$root/etc/nsswitch.conf"

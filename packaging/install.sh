#!/bin/sh
# Installs Ottla from a release's files: checks the archive against SHA256SUMS, puts the executable into PREFIX/bin and
# links Kafka's tools to it.
#   install.sh SOURCE [PREFIX]     SOURCE: a folder with the release's files, or the address they are below
set -eu
fail() { echo "install.sh: $*" >&2; exit 1; }
source=${1:-} prefix=${2:-/usr/local}
[ -n "$source" ] || fail "name the folder or address of the release's files"

case $(uname -s) in Linux) os=linux ;; Darwin) os=darwin ;; *) fail "no release for $(uname -s)" ;; esac
case $(uname -m) in x86_64 | amd64) arch=x64 ;; aarch64 | arm64) arch=arm64 ;; *) fail "no release for $(uname -m)" ;; esac

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
take() {
  case $source in
    http://* | https://*) curl -fsSL -o "$work/$1" "$source/$1" || fail "$source/$1 can't be had" ;;
    *) cp "$source/$1" "$work/$1" 2>/dev/null || fail "$source/$1 is not there" ;;
  esac
}
take SHA256SUMS
archive=$(sed -n "s/^[0-9a-f]*  \(ottla-.*-$os-$arch\.tar\.gz\)\$/\1/p" "$work/SHA256SUMS")
[ -n "$archive" ] || fail "SHA256SUMS names no archive for $os-$arch"
take "$archive"
if command -v sha256sum >/dev/null; then sum="sha256sum"; else sum="shasum -a 256"; fi
(cd "$work" && grep "  $archive\$" SHA256SUMS | $sum -c - >/dev/null) || fail "$archive is not what SHA256SUMS says"
tar -C "$work" -xzf "$work/$archive"
mkdir -p "$prefix/bin"
cp "$work/${archive%.tar.gz}/ottla" "$prefix/bin/ottla.new"
chmod 755 "$prefix/bin/ottla.new"
mv "$prefix/bin/ottla.new" "$prefix/bin/ottla"
"$prefix/bin/ottla" --help | sed -n 's/^  \(\(kafka\|zookeeper\)-[a-z0-9-]*\)  .*/\1/p' | while read -r tool; do
  # What is somebody else's stays.
  if [ ! -e "$prefix/bin/$tool" ] || [ -L "$prefix/bin/$tool" ]; then ln -sf ottla "$prefix/bin/$tool"; fi
done
echo "$("$prefix/bin/ottla" --version) is in $prefix/bin, with Kafka's tools beside it"

#!/usr/bin/env bash
# A release's files in dist/release/: for each platform ottla-VERSION-OS-ARCH.tar.gz (the executable, the license, the
# README), and SHA256SUMS over them. Bun cross-compiles; it loads what it needs for other platforms.
#   packaging/release.sh [TARGET ...]     all targets, or those named, as bun names them (bun-linux-x64 ...)
set -euo pipefail
cd "$(dirname "$0")/.."
version=$(sed -n 's/^export const OTTLA_VERSION = "\(.*\)";/\1/p' cli/version.ts)
commit=$(packaging/commit.sh)
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(bun-linux-x64 bun-linux-arm64 bun-darwin-x64 bun-darwin-arm64 bun-windows-x64)

out=dist/release
rm -rf "$out" && mkdir -p "$out"
npx -y deno@2.9 bundle --quiet --platform deno -o dist/ottla.js main.ts
for target in "${targets[@]}"; do
  name=ottla-$version-${target#bun-}
  executable=ottla
  case $target in *windows*) executable=ottla.exe ;; esac
  mkdir "$out/$name"
  npx -y bun@1.4 build --compile --minify --bytecode --target="$target" --define OTTLA_COMMIT="\"$commit\"" \
    dist/ottla.js --outfile "$out/$name/$executable"
  cp LICENSE README.md "$out/$name"
  tar -C "$out" -czf "$out/$name.tar.gz" "$name"
  rm -r "${out:?}/$name"
done
(cd "$out" && sha256sum -- *.tar.gz > SHA256SUMS && cat SHA256SUMS)
# The formula with this release's checksums, where it is told the address that the files will be below.
if [ -n "${RELEASE_URL:-}" ]; then
  formula=$(sed -e "s|@VERSION@|$version|g" -e "s|@URL@|$RELEASE_URL|g" -e "s|@HOMEPAGE@|${RELEASE_HOMEPAGE:-$RELEASE_URL}|" packaging/ottla.rb)
  while read -r sum archive; do
    key=${archive#"ottla-$version-"} key=${key%.tar.gz} key=${key^^} key=SHA256_${key//-/_}
    formula=${formula//@$key@/$sum}
  done < "$out/SHA256SUMS"
  printf '%s\n' "$formula" > "$out/ottla.rb"
fi

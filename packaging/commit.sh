#!/usr/bin/env bash
# Prints the commit that the sources are at, in short; `unknown` where they are no checkout. Does without git, which
# slim build images lack.
cd "$(dirname "$0")/.."
if git rev-parse --short=9 HEAD 2>/dev/null; then exit; fi
head=$(cat .git/HEAD 2>/dev/null)
ref=${head#ref: }
if [ "$ref" != "$head" ]; then
  head=$(cat ".git/$ref" 2>/dev/null || sed -n "s|^\([0-9a-f]*\) $ref\$|\1|p" .git/packed-refs 2>/dev/null)
fi
head=${head:-unknown}
echo "${head:0:9}"

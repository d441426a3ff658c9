#!/usr/bin/env bash
# A container engine for `deno task test:docker` where none answers: starts one (root; Debian's packages are installed
# where they are missing), with debian:bookworm-slim in it. Prints the DOCKER_HOST to use, or says why not and ends with 1.
#   start_engine.sh DIRECTORY     the engine's files; its process id is in DIRECTORY/pid
set -uo pipefail
directory=$(mkdir -p "$1" && cd "$1" && pwd)
export DOCKER_HOST=unix://$directory/sock
base=debian:bookworm-slim

no() { echo "No container engine: $*" >&2; exit 1; }

# serve FLAG...: an engine with these flags answers within twenty seconds and can run what it imports.
serve() {
  setsid nohup dockerd --data-root "$directory/data" --exec-root "$directory/exec" --pidfile "$directory/pid" \
    -H "$DOCKER_HOST" "$@" > "$directory/log" 2>&1 < /dev/null &
  for _ in $(seq 100); do
    docker version > /dev/null 2>&1 && return 0
    sleep 0.2
  done
  kill "$(cat "$directory/pid" 2> /dev/null)" 2> /dev/null
  return 1
}

[ "$(id -u)" = 0 ] || no "none answers, and only root can start one"
missing=()
for command in dockerd:docker.io docker-compose:docker-compose debootstrap:debootstrap; do
  command -v "${command%:*}" > /dev/null || missing+=("${command#*:}")
done
if [ ${#missing[@]} -gt 0 ]; then
  command -v apt-get > /dev/null || no "${missing[*]} missing, and no apt-get to install them with"
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}"; } \
    > "$directory/apt.log" 2>&1 || no "${missing[*]} could not be installed ($directory/apt.log)"
fi
serve || serve --iptables=false --ip6tables=false --bridge=none --storage-driver=vfs ||
  no "dockerd does not start: $(tail -n 1 "$directory/log")"
if ! docker image inspect "$base" > /dev/null 2>&1 && ! docker pull -q "$base" > /dev/null 2>&1; then
  root=$(mktemp -d)
  debootstrap --variant=minbase bookworm "$root" > "$directory/base.log" 2>&1 &&
    tar -C "$root" --exclude='./dev/*' --exclude='./proc/*' --exclude='./sys/*' \
      --exclude='./var/cache/apt/archives/*.deb' -c . | docker import - "$base" > /dev/null ||
    no "$base can neither be pulled nor made ($directory/base.log)"
  rm -rf "$root"
fi
docker run --rm --network=host "$base" true > "$directory/trial.log" 2>&1 ||
  no "a container does not run: $(tail -n 1 "$directory/trial.log")"
echo "$DOCKER_HOST"

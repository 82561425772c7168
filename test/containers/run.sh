#!/usr/bin/env bash
# Runs the local cloud's tasks in real containers. Uses the engine DOCKER_HOST names, or a daemon of its own: installed
# by apt where it can be, on folders of its own, without bridge or iptables, gone at the end. No registry is needed.
# Ends with `containers: N passed, N failed`, or with `SKIPPED: why` and status 77.
set -uo pipefail
cd "$(dirname "$0")/../.."

work=$(mktemp -d)
daemon=''
finish() {
  if [ -n "$daemon" ]; then
    kill "$daemon" 2>/dev/null
    wait "$daemon" 2>/dev/null
    # The daemon unmounts what it mounted; what a killed one leaves would make the folder unremovable.
    awk -v at="$work/" 'index($2, at) == 1 { print $2 }' /proc/mounts | sort -r | while read -r mount; do
      umount -l "$mount" 2>/dev/null
    done
  fi
  rm -rf "$work"
}
trap finish EXIT

skip() {
  echo
  echo "!!!! SKIPPED: the tests in real containers did not run: $1"
  exit 77
}

answers() { node test/containers/engine-call.mjs GET /_ping >/dev/null 2>&1; }

installed() {
  command -v dockerd >/dev/null && return
  [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null || return 1
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends docker.io; } \
    >"$work/apt" 2>&1
}

own_daemon() {
  [ "$(uname)" = Linux ] || skip 'no engine answers at DOCKER_HOST, and one of our own runs on Linux only'
  [ "$(id -u)" -eq 0 ] || skip 'no engine answers at DOCKER_HOST, and one of our own needs root'
  installed || skip "docker.io could not be installed: $(tail -n 1 "$work/apt" 2>/dev/null)"
  export DOCKER_HOST="unix://$work/engine.sock"
  dockerd --data-root "$work/data" --exec-root "$work/exec" --pidfile "$work/pid" -H "$DOCKER_HOST" \
    --bridge=none --iptables=false --ip-masq=false --ip-forward=false --storage-driver="$1" >"$work/log" 2>&1 &
  daemon=$!
  for _ in $(seq 100); do
    answers && return
    kill -0 "$daemon" 2>/dev/null || break
    sleep 0.1
  done
  kill "$daemon" 2>/dev/null
  wait "$daemon" 2>/dev/null
  daemon=''
  return 1
}

# A system of this machine's own programs: bash and what the tests call.
build_image() {
  local root="$work/rootfs" tool path library
  mkdir -p "$root"/{bin,dev,etc,proc,sys,tmp,usr/bin} || return
  for tool in bash cat env grep head id ls mkdir mkfifo mktemp mv rm sleep tee tr; do
    path=$(type -P "$tool") || return
    cp -L "$path" "$root/bin/$tool" || return
    for library in $(ldd "$path" | grep -o '/[^ )]*'); do
      [ -e "$root$library" ] && continue
      mkdir -p "$root$(dirname "$library")" && cp -L "$library" "$root$library" || return
    done
  done
  ln -sf bash "$root/bin/sh"
  local import="/images/create?fromSrc=-&repo=nf-awsecs-e2e" path_change='changes=ENV%20PATH=/usr/bin:/bin'
  local entry='changes=ENTRYPOINT%20%5B%22/bin/bash%22,%22-c%22,%22echo%20of%20the%20image:%20%5C%22$*%5C%22%22,%22x%22%5D'
  tar -C "$root" -c . | node test/containers/engine-call.mjs POST "$import&tag=bash&$path_change" || return
  tar -C "$root" -c . | node test/containers/engine-call.mjs POST "$import&tag=entry&$path_change&$entry"
}

if [ -z "${DOCKER_HOST:-}" ] || ! answers; then
  own_daemon overlay2 || own_daemon vfs || skip "dockerd did not start: $(tail -n 1 "$work/log")"
fi
build_image >"$work/import" 2>&1 || skip "an image could not be made: $(tail -n 1 "$work/import")"
npx tsc -b test/containers || exit 1

npx mocha --no-config --require reflect-metadata --enable-source-maps --timeout 60000 \
  'dist/test/containers/**/*.e2e.js' 2>&1 | tee "$work/tests"
status=${PIPESTATUS[0]}
for tag in bash entry; do node test/containers/engine-call.mjs DELETE "/images/nf-awsecs-e2e:$tag" >/dev/null 2>&1; done
count() { sed -n "s/^ *\([0-9][0-9]*\) $1.*/\1/p" "$work/tests" | tail -n 1; }
passed=$(count passing) failed=$(count failing)
echo "containers: ${passed:-0} passed, ${failed:-0} failed"
exit "$status"

#!/usr/bin/env bash
# A Docker engine of our own on a bare Debian, as root: for a machine that has none.
#
#   .ci/engine.sh install     Docker's packages
#   .ci/engine.sh up|down     the engine, in $ENGINE; `down` leaves the network as it was
#   .ci/engine.sh compose     the compose plugin, from its Go module if there is none
#   eval "$(.ci/engine.sh env)"   lets `docker` and the lab find this engine
#
# Nothing is done where `docker` reaches an engine already.
set -euo pipefail

ENGINE=${ENGINE:-$HOME/.cache/cleave-ci-engine}
COMPOSE_VERSION=2.40.3
SOCKET=unix://$ENGINE/docker.sock
PIDFILE=$ENGINE/docker.pid

say() { echo "engine: $*" >&2; }

answers() { docker version >/dev/null 2>&1; }

install() {
    command -v dockerd >/dev/null && return
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        docker.io debootstrap iptables iproute2 >/dev/null
}

up() {
    answers && { say "one is running already"; return; }
    export DOCKER_HOST=$SOCKET
    answers && { say "ours is running already"; return; }
    mkdir -p "$ENGINE"
    remember_network
    setsid dockerd --host "$SOCKET" --data-root "$ENGINE/data" --exec-root "$ENGINE/exec" \
        --pidfile "$PIDFILE" >"$ENGINE/log" 2>&1 </dev/null &
    for _ in $(seq 300); do
        answers && { say "up at $SOCKET"; return; }
        sleep 0.1
    done
    tail -n 20 "$ENGINE/log" >&2
    exit 1
}

# An engine turns forwarding on and its policy to DROP, and does not turn them back.
remember_network() {
    [ -e "$ENGINE/forwarding" ] && return
    cat /proc/sys/net/ipv4/ip_forward >"$ENGINE/forwarding"
    iptables -S FORWARD 2>/dev/null | sed -n 's/^-P FORWARD //p' >"$ENGINE/policy" || true
}

down() {
    [ -f "$PIDFILE" ] || return 0
    kill "$(cat "$PIDFILE")" 2>/dev/null || true
    for _ in $(seq 300); do
        [ -f "$PIDFILE" ] || break
        sleep 0.1
    done
    ip link delete docker0 2>/dev/null || true
    umount "$ENGINE/exec/netns/default" 2>/dev/null || true
    [ ! -s "$ENGINE/policy" ] || iptables -P FORWARD "$(cat "$ENGINE/policy")"
    [ ! -s "$ENGINE/forwarding" ] || cat "$ENGINE/forwarding" >/proc/sys/net/ipv4/ip_forward
    rm -f "$ENGINE/policy" "$ENGINE/forwarding"
}

compose() {
    docker compose version >/dev/null 2>&1 && return
    export DOCKER_CONFIG=$ENGINE/config
    local plugin=$DOCKER_CONFIG/cli-plugins/docker-compose
    [ -x "$plugin" ] && return
    say "building the compose plugin: minutes, once"
    mkdir -p "$ENGINE/build" "$(dirname "$plugin")"
    cd "$ENGINE/build"
    [ -f go.mod ] || go mod init build
    local module=github.com/docker/compose/v2
    go get -tool "$module/cmd@v$COMPOSE_VERSION"
    CGO_ENABLED=0 go build -trimpath -o "$plugin" \
        -ldflags "-s -w -X $module/internal.Version=v$COMPOSE_VERSION" "$module/cmd"
}

# What a shell needs to know of it; nothing where the usual engine answers.
env() {
    if [ -f "$PIDFILE" ]; then echo "export DOCKER_HOST=$SOCKET"; fi
    if [ -d "$ENGINE/config" ]; then echo "export DOCKER_CONFIG=$ENGINE/config"; fi
}

case ${1:-} in
install | up | down | compose | env) "$1" ;;
*)
    sed -n '2,9s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac

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
OWN='DOCKER|docker0|br-[0-9a-f]{12}' # names that an engine gives

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

# An engine turns forwarding on, makes chains, rules and bridges, and does not take them back.
remember_network() {
    [ -e "$ENGINE/forwarding" ] && return
    rules >"$ENGINE/rules"
    bridges >"$ENGINE/bridges"
    cat /proc/sys/net/ipv4/ip_forward >"$ENGINE/forwarding"
}

# What stands in the two tables that an engine writes to, a line each that iptables takes.
rules() {
    local table
    for table in filter nat; do iptables -t "$table" -S | sed "s/^/-t $table /"; done
}

bridges() { ip -brief link show type bridge | cut -d ' ' -f 1; }

# Rules first, for a chain that is used cannot be deleted. What others wrote meanwhile stays.
restore_network() {
    [ -e "$ENGINE/forwarding" ] || return 0
    local made
    made=$(rules | grep -vxFf "$ENGINE/rules" | grep -E "$OWN" || true)
    sed -n 's/ -A / -D /p' <<<"$made" | xargs -r -L 1 iptables
    sed -n 's/ -N / -X /p' <<<"$made" | xargs -r -L 1 iptables
    grep -e '-P FORWARD' "$ENGINE/rules" | xargs -r -L 1 iptables
    bridges | grep -vxFf "$ENGINE/bridges" | grep -E "$OWN" | xargs -r -L 1 ip link delete || true
    cat "$ENGINE/forwarding" >/proc/sys/net/ipv4/ip_forward
    rm "$ENGINE/rules" "$ENGINE/bridges" "$ENGINE/forwarding"
}

down() {
    [ -f "$PIDFILE" ] || return 0
    kill "$(cat "$PIDFILE")" 2>/dev/null || true
    for _ in $(seq 300); do
        [ -f "$PIDFILE" ] || break
        sleep 0.1
    done
    umount "$ENGINE/exec/netns/default" 2>/dev/null || true
    restore_network
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

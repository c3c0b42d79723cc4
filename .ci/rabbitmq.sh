#!/usr/bin/env bash
# RabbitMQ's server, which has no wheel, from Debian's package, without the daemon that the package would
# start: the lab starts its own. As root, where there is none yet.
set -euo pipefail

command -v rabbitmq-server >/dev/null && exit

policy=/usr/sbin/policy-rc.d # by its answer 101 a package starts nothing
if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
fi
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends rabbitmq-server >/dev/null

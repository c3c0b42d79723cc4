#!/bin/sh
# As much of the official image's start as this repository uses: POSTGRES_PASSWORD,
# POSTGRES_INITDB_ARGS, PGDATA and scripts in /docker-entrypoint-initdb.d.
set -eu

if [ "$(id -u)" = 0 ]; then
    mkdir -p "$PGDATA"
    chown postgres:postgres "$PGDATA"
    chmod 700 "$PGDATA"
    exec setpriv --reuid=postgres --regid=postgres --init-groups "$0" "$@"
fi

if [ ! -s "$PGDATA/PG_VERSION" ]; then
    secret=$(mktemp)
    printf '%s' "$POSTGRES_PASSWORD" >"$secret"
    # shellcheck disable=SC2086 # several words
    initdb --pgdata="$PGDATA" --username=postgres --pwfile="$secret" --auth-local=trust \
        --auth-host=scram-sha-256 ${POSTGRES_INITDB_ARGS:-}
    rm "$secret"
    echo "host all all all scram-sha-256" >>"$PGDATA/pg_hba.conf"
    pg_ctl --pgdata="$PGDATA" --wait --options="-c listen_addresses='' -k /tmp" start
    for script in /docker-entrypoint-initdb.d/*.sh; do
        [ -e "$script" ] || continue
        PGHOST=/tmp sh "$script"
    done
    pg_ctl --pgdata="$PGDATA" --wait --mode=fast stop
fi

if [ "$1" = postgres ]; then
    shift
    exec postgres -D "$PGDATA" "$@"
fi
exec "$@"

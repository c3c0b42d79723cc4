#!/bin/sh
# Makes sure the set-up is done; at once and without Python when it is. Called by cleave and make.
# The set-up is done when the copies of both lock files, each written last, equal the locks.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd -P)
case ${XDG_CACHE_HOME:-} in
    /*) cache=$XDG_CACHE_HOME ;;
    *) cache=${HOME-$(eval "echo ~$(id -un)")}/.cache ;;
esac

if [ -x "$root/.venv/bin/python" ] &&
    cmp -s "$root/requirements.lock" "$root/.venv/cleave-setup/requirements.lock" &&
    cmp -s "$root/experiments/setup/kafka.lock" "$cache/cleave/jars/kafka.lock"; then
    exit 0
fi

python=${PYTHON:-}
if [ -z "$python" ]; then
    for name in python3 python3.14 python3.13 python3.12 python3.11 python; do
        command -v "$name" >/dev/null 2>&1 || continue
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            python=$name
            break
        fi
        [ "$name" = python ] || python=${python:-$name}
    done
fi
if [ -z "$python" ] || ! command -v "$python" >/dev/null 2>&1; then
    echo "Cleave needs Python 3.11 or newer: ${python:-no python3} was not found." >&2
    exit 1
fi
exec "$python" "$root/experiments/setup/bootstrap.py"

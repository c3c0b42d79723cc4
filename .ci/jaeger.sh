#!/usr/bin/env bash
# Builds Jaeger from its Go module for `make standins`: minutes, once; kept in .cache/.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

VERSION=v1.76.0
program=$PWD/.cache/jaeger
[ -x "$program" ] && exit
source=$(mktemp -d)
trap 'chmod -R u+w "$source"; rm -rf "$source"' EXIT

# Its go.mod replaces a module, which only the main module may: so it is built in a copy of its own.
found=$(cd "$source" && go mod download -json "github.com/jaegertracing/jaeger@$VERSION" |
    sed -n 's/^.*"Dir": "\(.*\)".*$/\1/p')
cp -r "$found/." "$source/"
chmod -R u+w "$source"
mkdir -p "$(dirname "$program")"
(cd "$source" && CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o "$program" ./cmd/jaeger)

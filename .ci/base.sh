#!/usr/bin/env bash
# The base of all our images where it cannot be fetched: Debian's own Python 3.11, under the name of the
# official image. It trusts whom this machine trusts, so that a build may install packages.
#
#   .ci/base.sh     as root, minutes, once
set -euo pipefail

IMAGE=python:3.11.14-slim-bookworm
docker image inspect "$IMAGE" >/dev/null 2>&1 && exit
docker pull --quiet "$IMAGE" >/dev/null 2>&1 && exit

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT

# The first mirror that apt uses here.
mirror() {
    cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources 2>/dev/null |
        grep -v '^#' | grep -oE 'https?://[^ ]+' | head -n 1
}

debootstrap --variant=minbase --include=python3,python3-pip,python3-venv,ca-certificates \
    bookworm "$root" "$(mirror || true)" >/dev/null

rm -f "$root"/usr/lib/python3.11/EXTERNALLY-MANAGED
for name in python python3 python3.11; do ln -sfn /usr/bin/python3.11 "$root/usr/local/bin/$name"; done
mkdir -p "$root"/usr/local/lib/python3.11/dist-packages "$root"/usr/local/share/ca-certificates
ln -sfn dist-packages "$root"/usr/local/lib/python3.11/site-packages

cp /usr/local/share/ca-certificates/*.crt "$root"/usr/local/share/ca-certificates/ 2>/dev/null || true
cp /etc/ssl/certs/ca-certificates.crt "$root"/etc/ssl/certs/ca-certificates.crt
if [ -f /etc/pip.conf ]; then cp /etc/pip.conf "$root"/etc/pip.conf; fi
if [ -d /etc/apt/apt.conf.d ]; then cp -n /etc/apt/apt.conf.d/*prox* "$root"/etc/apt/apt.conf.d/ 2>/dev/null || true; fi
rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/* "$root"/usr/share/{doc,man,locale}/*

authorities=/etc/ssl/certs/ca-certificates.crt
tar --directory="$root" --numeric-owner --exclude='./proc/*' --exclude='./sys/*' --exclude='./dev/*' -c . |
    docker import \
        --change "ENV PATH=/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8" \
        --change "ENV PIP_CERT=$authorities SSL_CERT_FILE=$authorities REQUESTS_CA_BUNDLE=$authorities" \
        --change "ENV PIP_ROOT_USER_ACTION=ignore PIP_DISABLE_PIP_VERSION_CHECK=1" \
        --change 'LABEL cleave.standin="Debian 12 with its own Python 3.11"' \
        --change 'CMD ["python3"]' - "$IMAGE" >/dev/null

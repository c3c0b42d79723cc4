#!/bin/sh
# Tells a backend what the lines look like, then stays, so that `up --wait` sees it well:
# provision.sh elasticsearch|kibana URL. Again is harmless.
set -eu
here=$(dirname "$0")

put_template() {
    curl --silent --show-error --fail --request PUT "$2/_index_template/$1" \
        --header 'Content-Type: application/json' --data-binary "@$here/elasticsearch/$1.json"
}

case $1 in
elasticsearch)
    put_template cleave-logs "$2"
    put_template cleave-annotations "$2"
    ;;
kibana)
    # Saved objects are written one to a file, over many lines; Kibana wants one to a line.
    for file in "$here"/kibana/*.json; do
        tr -d '\n' <"$file"
        echo
    done >/tmp/objects.ndjson
    answer=$(curl --silent --show-error --fail --header 'kbn-xsrf: cleave' \
        --form file=@/tmp/objects.ndjson "$2/api/saved_objects/_import?overwrite=true")
    echo "$answer"
    # It answers 200 also where it refused an object.
    case $answer in *'"success":true'*) ;; *) exit 1 ;; esac
    ;;
*)
    echo "provision.sh elasticsearch|kibana URL" >&2
    exit 2
    ;;
esac
touch /tmp/provisioned
exec sleep infinity


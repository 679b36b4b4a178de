#!/bin/sh
# restore.sh FOLDER: into an empty installation; refuses to overwrite one that is not.
set -eu
source=${1:?usage: restore.sh FOLDER}
instance=${INSTANCE_PATH:-instance}
mkdir -p "$instance"
case "${DATABASE_URL:-}" in
    postgres*) pg_restore --exit-on-error --no-owner --dbname="$(echo "$DATABASE_URL" | sed 's/+psycopg//')" "$source/database.dump" ;;
    *)
        [ ! -e "$instance/fuqiao.db" ] || { echo "$instance/fuqiao.db exists; restore into an empty installation" >&2; exit 1; }
        cp "$source/database.db" "$instance/fuqiao.db"
        ;;
esac
[ ! -f "$source/files.tar" ] || tar -C "$instance" -xf "$source/files.tar"
echo "restored from $source"

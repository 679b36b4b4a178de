#!/bin/sh
# backup.sh FOLDER: the database and the uploads, consistent enough to restore from while people work.
# The database goes first: a file that is uploaded meanwhile is then only extra, never missing.
set -eu
target=${1:?usage: backup.sh FOLDER}
instance=${INSTANCE_PATH:-instance}
mkdir -p "$target"
case "${DATABASE_URL:-}" in
    postgres*) pg_dump --format=custom --file="$target/database.dump" "$(echo "$DATABASE_URL" | sed 's/+psycopg//')" ;;
    *)
        # SQLite's own backup reads a consistent state although others write.
        python3 - "$instance/fuqiao.db" "$target/database.db" <<'PYTHON'
import sqlite3, sys
source, copy = sqlite3.connect(sys.argv[1]), sqlite3.connect(sys.argv[2])
source.backup(copy)
PYTHON
        ;;
esac
[ ! -d "$instance/files" ] || tar -C "$instance" -cf "$target/files.tar" files
echo "backup written to $target"

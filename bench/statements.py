"""Counts the SQL statements of each kind of page, in a process of its own: the measured server carries no counter.

Reads the world of `data.py` from standard input, prints {kind: statements}.
"""

import json
import sys
from typing import Any

from flask import Flask
from sqlalchemy import event
from werkzeug.test import Client

from app import create_app
from app.extensions import db
from bench.kinds import HEAVY, KINDS, Kind, path


def count(app: Flask, kind: Kind, world: dict[str, Any]) -> int:
    """Of the second visit: the first one may fill what is kept between requests."""
    client, seen = Client(app), list[str]()

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    if kind.person:
        client.set_cookie("fuqiao", world["cookies"][kind.person])
    client.get(path(kind, world))
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    response = client.get(path(kind, world))
    event.remove(engine, "before_cursor_execute", note)
    if response.status_code != 200 or (kind.shows and kind.shows not in response.text):
        raise SystemExit(f"{kind.name}: {path(kind, world)} answers {response.status}, not the page to measure")
    return len(seen)


if __name__ == "__main__":
    world = json.load(sys.stdin)
    app = create_app()
    json.dump({kind.name: count(app, kind, world) for kind in (*KINDS, *HEAVY)}, sys.stdout)

"""Prepares trials and counts their results, asked by lines on standard input; see `run.py`."""

import json
import sys

from app.extensions import db
from tests.races import competing, day, meetings, scenes
from tests.races.server import app

SCENES = {**scenes.SCENES, **meetings.SCENES, **day.SCENES, **competing.SCENES}


def main() -> None:
    rush = None
    for line in sys.stdin:
        command, _, name = line.strip().partition(" ")
        if command == "names":
            answer: object = list(SCENES)
        elif command == "prepare":
            rush = SCENES[name]()
            db.session.commit()
            answer = {"requests": rush.requests, "allowed": rush.allowed}
        else:
            assert rush
            answer = rush.count()
            db.session.rollback()
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    with app.app_context():
        if sys.argv[1:] == ["create"]:
            db.create_all()
        else:
            main()

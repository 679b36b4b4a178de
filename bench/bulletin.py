"""How fast a published bulletin and a draft are, and how long the figures of one take: a part of `make bench`.

`python -m bench.bulletin` reads the world of `network.py` from standard input, starts two bulletins, publishes one, and
prints ids and seconds; `run` measures the pages and adds `bulletin_page_ms`, `bulletin_draft_ms` and
`bulletin_count_seconds`.
"""

import json
import os
import sys
import time
import uuid
from typing import Any

from app import create_app
from app.accounts.actor import Actor
from app.accounts.models import Account, Membership
from app.bulletins import queries, services
from app.extensions import db
from bench.load import Target, latencies, percentile
from bench.serving import ask, database, server

SECONDS = float(os.environ.get("BENCH_SECONDS", "4"))
GOALS = {"bulletin_page_ms": 300.0, "bulletin_draft_ms": 300.0}


def run(figures: dict[str, float]) -> None:
    """On PostgreSQL: what a visitor and what the authority waits for."""
    with database("postgresql") as environment:
        world = ask("bench.network", environment)
        made = ask("bench.bulletin", environment, world)
        with server(environment, "wsgi:app") as (port, _master):
            pages = [
                Target(port, f"/bulletins/{made['published']}"),
                Target(port, f"/bulletins/{made['draft']}", world["cookies"]["organiser"]),
            ]
            page, draft = (percentile(times, 0.5) * 1000 for times in latencies(pages, SECONDS))
    found = {"bulletin_page_ms": round(page, 2), "bulletin_draft_ms": round(draft, 2)}
    found["bulletin_count_seconds"] = round(made["seconds"], 2)
    for name, value in found.items():
        print(f"{name} {value:g} {'ms' if name.endswith('_ms') else 's'}", flush=True)
    figures |= found


def shortfalls(figures: dict[str, Any]) -> list[str]:
    """A line for each goal that was measured and missed."""
    return [
        f"{name} is {figures[name]:g}, more than {most:g}"
        for name, most in GOALS.items()
        if figures.get(name, 0) > most
    ]


def prepare(world: dict[str, Any]) -> dict[str, Any]:
    """The last quarter as a draft, the one before published; the first one is what a cold process takes."""
    keys = {name: uuid.UUID(text) for name, text in world["organiser"].items()}
    organiser = Actor(db.session.get_one(Account, keys["account"]), db.session.get_one(Membership, keys["membership"]))
    last, before = queries.quarters()[:2]
    begun = time.perf_counter()
    draft = services.start(actor=organiser, region=world["region"], quarter=last)
    seconds = time.perf_counter() - begun
    published = services.start(actor=organiser, region=world["region"], quarter=before)
    services.write(actor=organiser, bulletin=published, changes="在孵企业**增加**。", remarks="说明。" * 200)
    assert services.publish(actor=organiser, bulletin=published)
    db.session.commit()
    return {"draft": str(draft.id), "published": str(published.id), "seconds": seconds}


if __name__ == "__main__":
    sent = json.load(sys.stdin)
    with create_app().app_context():
        json.dump(prepare(sent), sys.stdout)

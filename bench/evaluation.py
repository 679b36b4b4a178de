"""How long a full run of an evaluation takes, and how fast its pages are: a part of `make bench`.

`python -m bench.evaluation` reads the world of `network.py` from standard input, runs and publishes, and prints ids and
seconds; `run` measures everything and adds `evaluation_run_seconds` and `evaluation_page_ms`.
"""

import datetime as dt
import json
import os
import sys
import time
import uuid
from typing import Any

from app import create_app
from app.accounts.actor import Actor
from app.accounts.models import Account, Membership
from app.core.days import city_day
from app.evaluations import services
from app.evaluations.models import Result
from app.evaluations.schemes import template
from app.evaluations.scoring import JUDGED
from app.evaluations.services import publishing
from app.extensions import db
from app.indicators import periods
from bench.load import Target, latencies, percentile
from bench.serving import ask, database, server

SECONDS = float(os.environ.get("BENCH_SECONDS", "4"))
GOALS = {"evaluation_run_seconds": 10.0, "evaluation_page_ms": 300.0}


def run(figures: dict[str, float]) -> None:
    """On PostgreSQL: the run itself, and the slower of the run's list and a carrier's result."""
    with database("postgresql") as environment:
        world = ask("bench.network", environment)
        made = ask("bench.evaluation", environment, world)
        with server(environment, "wsgi:app") as (port, _master):
            pages = [
                Target(port, f"/evaluations/runs/{made['run']}", world["cookies"]["organiser"]),
                Target(port, f"/evaluations/results/{made['result']}", world["cookies"]["carrier"]),
            ]
            slowest = max(percentile(times, 0.5) for times in latencies(pages, SECONDS))
    found = {"evaluation_run_seconds": round(made["seconds"], 2), "evaluation_page_ms": round(slowest * 1000, 2)}
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
    """The general scheme over every carrier and last year, timed; judged and published, so that its pages are full."""
    keys = {name: uuid.UUID(text) for name, text in world["organiser"].items()}
    organiser = Actor(db.session.get_one(Account, keys["account"]), db.session.get_one(Membership, keys["membership"]))
    shipped = template("general_incubator")
    assert shipped
    scheme = services.schemes.copy_template(actor=organiser, template=shipped)
    scheme.document = {**scheme.document, "links": ["makerspace", "incubator", "accelerator", "park"]}
    db.session.commit()
    begun = time.perf_counter()
    made = services.runs.create(actor=organiser, scheme=scheme, period=periods.latest("year"), links=scheme.links)
    db.session.commit()
    seconds = time.perf_counter() - begun
    services.runs.assign(actor=organiser, run=made, membership_ids=[organiser.membership.id])
    given = {each.code: (each.weight / 2, "现场评审") for each in scheme.rules.criteria if each.kind == JUDGED}
    results = db.session.query(Result).filter_by(run_id=made.id).all()
    for result in results:
        services.judging.judge(actor=organiser, result=result, given=given)
    day = city_day() + dt.timedelta(30)
    publishing.publish(actor=organiser, run=made, seen=publishing.mark(made), appeal_until=day, rectify_until=day)
    db.session.commit()
    mine = next(row for row in results if str(row.carrier_id) == world["carrier"])
    return {"run": str(made.id), "result": str(mine.id), "seconds": seconds, "carriers": len(results)}


if __name__ == "__main__":
    sent = json.load(sys.stdin)
    with create_app().app_context():
        json.dump(prepare(sent), sys.stdout)

"""The main job on real financing rounds, with commands and pages of the product only.

    python -m bench.main_job rounds.csv

The rounds before the cut become funds with their portfolios; startups of seed and angel rounds of the two months after
it that were never seen before become projects; sixty of them go on the line-up of a roadshow that a carrier's staff
member opens through the pages; the match runs; an investor opens the ranked line-up. Prints times, peak memory, and for
how many of the sixty a real investor is among the first 10 and 50 recommended funds, beside the plain ranking "most
active seed investors of the last 365 days". Needs a CSV with date,company,sector,place,round,investors.
"""

import argparse
import csv
import datetime as dt
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from html import unescape
from pathlib import Path
from typing import Any

from bench.browser import Browser
from bench.serving import ROOT, server

CUT, UNTIL, LINEUP = dt.date(2015, 9, 1), dt.date(2015, 11, 1), 60
EARLY = {"种子轮", "天使轮"}
PASSWORD = "sixty-real-startups"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rounds", type=Path, help="a CSV file of financing rounds")
    arguments = parser.parse_args()
    if not arguments.rounds.exists():
        parser.error(f"{arguments.rounds} is not there; give the path of a CSV file of financing rounds")
    folder = Path(tempfile.mkdtemp(prefix="fuqiao-main-job-"))
    try:
        for name, value in run(arguments.rounds, folder).items():
            print(f"{name:<44}{value}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def run(path: Path, folder: Path) -> dict[str, Any]:
    environment = {**os.environ, "INSTANCE_PATH": str(folder), "RATELIMIT_ENABLED": "0"}
    figures: dict[str, Any] = {}

    def flask(*words: str) -> float:
        started = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", *words],
            cwd=ROOT,
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        return round(time.perf_counter() - started, 1)

    flask("db", "upgrade")
    flask("taxonomy", "load")
    figures["import of rounds (s)"] = flask("import", "rounds", str(path), "--before", CUT.isoformat())
    figures["import of startups (s)"] = flask(
        "import",
        "startups",
        str(path),
        "--from",
        CUT.isoformat(),
        "--until",
        UNTIL.isoformat(),
        "--rounds",
        "seed,angel",
        "--unseen",
    )
    with server(environment, "wsgi:app") as (port, _process):
        roadshow = _open_roadshow(port)
        figures["matching everybody (s)"] = flask("recommendations", "refresh", "--everything")
        figures["peak memory of a command (MB)"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        figures["assigning the line-up (s)"] = flask("recommendations", "run", "--roadshow", roadshow)
        figures |= _score(path, folder)
    return figures


def _open_roadshow(port: int) -> str:
    """A carrier's staff member joins, opens a roadshow, enters sixty projects and publishes the line-up."""
    person = Browser(port)
    _join(person, "carrier_staff", "staff@example.cn", "孵化器运营有限公司")
    now = dt.datetime.now(dt.UTC)
    day = dt.timedelta(days=1)
    person.post(
        "/roadshows/new",
        {
            "title": "六十个真实项目",
            "summary": "早期项目路演",
            "mode": "on_site",
            "venue": "路演厅",
            "starts_at": f"{now + 20 * day:%Y-%m-%dT%H:%M}",
            "ends_at": f"{now + 21 * day:%Y-%m-%dT%H:%M}",
            "apply_from": f"{now - day:%Y-%m-%dT%H:%M}",
            "apply_until": f"{now + 10 * day:%Y-%m-%dT%H:%M}",
            "capacity": str(LINEUP),
            "reviews_wanted": "1",
            "seats": "200",
            "organisation_seats": "3",
        },
    )
    roadshow = re.search(r"/roadshows/([0-9a-f-]{36})", person.location)[1]
    base = f"/roadshows/{roadshow}"
    person.post(f"{base}/move", {"to": "open"})
    chosen = re.findall(r'name="project" value="([0-9a-f-]{36})"', person.get(f"{base}/projects?sort=name"))[:LINEUP]
    person.post(f"{base}/projects", {"project": chosen})
    applications = re.findall(rf"{base}/applications/([0-9a-f-]{{36}})", person.get(f"{base}/applications"))
    person.post(f"{base}/lineup/add", {"application": list(dict.fromkeys(applications))})
    person.post(f"{base}/move", {"to": "lineup_fixed"})
    person.post(f"{base}/move", {"to": "published"})
    return roadshow


def _join(person: Browser, role: str, email: str, organisation: str) -> None:
    """Sign up by the mail link and sign in."""
    person.post(
        f"/sign-up?role={role}",
        {
            "role": role,
            "name": "测试员",
            "email": email,
            "organisation_name": organisation,
            "terms": "y",
            "privacy": "y",
        },
    )
    mail = re.search(r'href="(/dev/mail/[^"]+)"', person.get("/dev/mail"))[1]
    link = re.search(r"/sign-up/[\w-]+", unescape(person.get(mail)))[0]
    person.post(link, {"organisation_name": organisation, "password": PASSWORD})


def _score(path: Path, folder: Path) -> dict[str, Any]:
    """Against the investors that really came, read from the file; the product never saw them."""
    with path.open(encoding="utf-8-sig") as file:
        rounds = list(csv.DictReader(file))
    recommended = _recommended(folder)
    truth: dict[str, set[str]] = {}
    for row in rounds:
        if (
            row["company"] in recommended
            and CUT.isoformat() <= row["date"] < UNTIL.isoformat()
            and row["round"] in EARLY
        ):
            truth.setdefault(row["company"], set()).update(filter(None, row["investors"].split(";")))
    year = (CUT - dt.timedelta(days=365)).isoformat()
    activity = Counter(
        investor
        for row in rounds
        if year <= row["date"] < CUT.isoformat() and row["round"] in EARLY
        for investor in filter(None, row["investors"].split(";"))
    )
    plain = [name for name, _ in sorted(activity.items(), key=lambda pair: (-pair[1], pair[0]))]
    funds = {name for names in recommended.values() for name in names}
    found: dict[str, Any] = {
        "projects on the line-up": len(recommended),
        "of them with an investor known before the cut": sum(bool(names & funds) for names in truth.values()),
    }
    for k in (10, 50):
        found[f"real investor in the first {k}: recommended"] = sum(
            bool(truth[name] & set(order[:k])) for name, order in recommended.items()
        )
        found[f"real investor in the first {k}: most active"] = sum(
            bool(truth[name] & set(plain[:k])) for name in recommended
        )
    return found


def _recommended(folder: Path) -> dict[str, list[str]]:
    """Project → funds, best first, as stored for the pages."""
    import sqlite3

    with sqlite3.connect(folder / "fuqiao.db") as database:
        rows = database.execute(
            "SELECT project.name, fund.name FROM match JOIN project ON project.id = match.project_id"
            " JOIN lineup_place ON lineup_place.project_id = project.id JOIN fund ON fund.id = match.candidate_id"
            " ORDER BY project.name, match.raw DESC, match.candidate_id"
        )
        found: dict[str, list[str]] = {}
        for project, fund in rows:
            found.setdefault(project, []).append(fund)
    return found


if __name__ == "__main__":
    sys.exit(main())

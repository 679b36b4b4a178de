"""The city that the pages are measured on: invented, deterministic, written in bulk. `python -m bench.data` makes it.

Prints, as JSON, the paths' ids and a session cookie a person for `kinds.py`.
"""

import datetime as dt
import json
import sys
import uuid
from collections.abc import Iterable, Sequence

from flask import Flask

from app import create_app
from app.accounts.models import Organisation, OrganisationKind
from app.core import search
from app.core.model import new_id
from app.core.profiles import ProfileState
from app.extensions import db
from app.funds.models import Fund, FundFacet, FundInvestment
from app.mentors.models import Mentor, MentorFacet
from app.mentors.services import entered
from app.notifications.models import Notification
from app.projects.models import Project, ProjectFacet
from app.recommendations.models import Kind, Match
from app.roadshows.models import (
    Application,
    ApplicationState,
    LineupPlace,
    Outcome,
    Review,
    ReviewCriterion,
    Reviewer,
    ReviewScore,
    ReviewState,
    Roadshow,
    RoadshowState,
)
from bench.city import PHRASES, SAID, SCALE, WAN, City, Row, add_rows, people_of_each_role, profile_row

PROJECTS, MENTORS, FUNDS = (max(100, round(number * SCALE)) for number in (10_000, 2_000, 1_000))
LINEUP = 50


def build() -> Row:
    """Everything, committed once; returns what the measuring needs to know."""
    city = City()
    people = people_of_each_role(city)
    projects = _projects(city, people["entrepreneur"])
    _mentors(city, people["organiser"])
    funds = _funds(city, people["investor"])
    lineup = _roadshow(city, people, projects)
    _matches(city, lineup["projects"], funds)
    _notices(city, people)
    db.session.commit()
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")  # which autovacuum would do within a minute
    return {
        "cookies": {role: person["cookie"] for role, person in people.items()},
        "project": str(projects[1]["id"]),
        "own_project": str(projects[0]["id"]),
        "fund": str(funds[0]["id"]),
        "roadshow": lineup["roadshow"],
    }


def _organisations(city: City, kind: OrganisationKind, number: int, suffix: str) -> list[uuid.UUID]:
    ids = [new_id() for _ in range(number)]
    rows = [
        {"id": key, "kind": kind, "name": f"{city.name(i)}{suffix}", "region_code": city.rng.choice(city.regions)}
        for i, key in enumerate(ids)
    ]
    add_rows(Organisation, rows)
    return ids


def _facets(city: City, owner: str, ids: Iterable[uuid.UUID], **choices: tuple[Sequence[str], int]) -> list[Row]:
    return [
        {owner: key, "facet": facet, "code": code}
        for key in ids
        for facet, (codes, most) in choices.items()
        for code in city.rng.sample(codes, city.rng.randint(1, most))
    ]


def _projects(city: City, owner: Row) -> list[Row]:
    rng = city.rng
    organisations = [owner["organisation"], *_organisations(city, OrganisationKind.STARTUP, PROJECTS - 1, "有限公司")]
    rows = []
    for number, organisation in enumerate(organisations):
        row = profile_row(city, number, organisation) | {"state": ProfileState.PUBLISHED}
        row |= {
            field: city.text(2) for field in ("summary", "problem", "solution", "market", "traction", "team", "need")
        }
        row |= {
            "tagline": rng.choice(PHRASES),
            "stage": rng.choice(("seed", "startup")),
            "round": rng.choice(("seed", "angel")),
        }
        row |= {"amount_sought": rng.randint(50, 900) * WAN, "contact_phone": "13800000000"}
        rows.append(row)
    add_rows(Project, rows)
    ids = [row["id"] for row in rows]
    chosen = {"sector": (city.sectors, 3), "need": (city.expertise, 3), "language": (("zh", "en"), 2)}
    add_rows(ProjectFacet, _facets(city, "project_id", ids, **chosen))
    _index("project", rows, "tagline", "summary")
    return rows


def _mentors(city: City, authority: Row) -> None:
    rows: list[Row] = []
    taken: set[str] = set()
    for number in range(MENTORS):
        row = profile_row(city, number, authority["organisation"]) | {"state": ProfileState.PUBLISHED}
        filed = entered("330400", taken=taken)
        taken.add(filed["filing_number"])
        rows.append(row | filed | {"headline": city.rng.choice(PHRASES), "bio": city.text(2)})
    add_rows(Mentor, rows)
    chosen = {
        "sector": (city.sectors, 3),
        "expertise": (city.expertise, 3),
        "stage": (("seed", "startup", "growth"), 2),
    }
    add_rows(MentorFacet, _facets(city, "mentor_id", [row["id"] for row in rows], **chosen))
    _index("mentor", rows, "headline", "bio")


def _funds(city: City, owner: Row) -> list[Row]:
    rng = city.rng
    organisations = [owner["organisation"], *_organisations(city, OrganisationKind.FUND_MANAGER, FUNDS - 1, "管理公司")]
    rows = []
    for number, organisation in enumerate(organisations):
        row = profile_row(city, number, organisation) | {"state": ProfileState.PUBLISHED, "fund_type": "angel"}
        rows.append(
            row
            | {"tagline": rng.choice(PHRASES), "thesis": city.text(2), "ticket_min": 50 * WAN, "ticket_max": 900 * WAN}
        )
    add_rows(Fund, rows)
    ids = [row["id"] for row in rows]
    add_rows(FundFacet, _facets(city, "fund_id", ids, sector=(city.sectors, 4), round=(("seed", "angel", "pre_a"), 2)))
    deals = [
        {
            "fund_id": key,
            "invested_on": (city.now - dt.timedelta(days=rng.randrange(30, 1500))).date(),
            "company": city.name(number),
            "sectors": [rng.choice(city.sectors)],
            "round": rng.choice(("seed", "angel")),
            "amount": rng.randint(50, 900) * WAN,
        }
        for key in ids
        for number in range(rng.randint(3, 12))
    ]
    add_rows(FundInvestment, deals)
    _index("fund", rows, "tagline", "thesis")
    return rows


def _index(kind: str, rows: Sequence[Row], *texts: str) -> None:
    with search.batch():
        for row in rows:
            search.put(kind, row["id"], row["name"], *(row[field] for field in texts))


def _roadshow(city: City, people: dict[str, Row], projects: Sequence[Row]) -> Row:
    """Held before an hour: fifty applications, each reviewed, all of them on the line-up."""
    key, day = new_id(), dt.timedelta(days=1)
    chosen = [row["id"] for row in projects[2 : 2 + LINEUP]]
    roadshow = {"id": key, "organisation_id": people["organiser"]["organisation"], "state": RoadshowState.PUBLISHED}
    roadshow |= {"title": "测量路演", "title_en": "Measured roadshow", "summary": SAID, "region_code": "330400"}
    roadshow |= {
        "starts_at": city.now + day,
        "ends_at": city.now + 1.2 * day,
        "capacity": LINEUP,
        "lineup_count": LINEUP,
    }
    add_rows(Roadshow, [roadshow | {"apply_from": city.now - 30 * day, "apply_until": city.now - day}])
    search.put("roadshow", key, "测量路演", SAID)
    applications = [
        {"id": new_id(), "roadshow_id": key, "project_id": project_id, "state": ApplicationState.SENT}
        | {"sent_at": city.now - 2 * day, "outcome": Outcome.SELECTED, "wants": SAID, "presenter": "林测"}
        for project_id in chosen
    ]
    add_rows(Application, applications)
    places = [
        {"roadshow_id": key, "application_id": row["id"], "project_id": row["project_id"], "position": position}
        for position, row in enumerate(applications, start=1)
    ]
    add_rows(LineupPlace, places)
    _reviews(city, key, people["reviewer"], applications)
    return {"roadshow": str(key), "projects": chosen}


def _reviews(city: City, roadshow_id: uuid.UUID, person: Row, applications: Sequence[Row]) -> None:
    reviewer = {"id": new_id(), "roadshow_id": roadshow_id, "membership_id": person["membership"]}
    add_rows(Reviewer, [reviewer])
    criteria = [
        {"id": new_id(), "roadshow_id": roadshow_id, "name": name, "weight": weight, "position": position}
        for position, (name, weight) in enumerate((("市场", 30), ("产品", 40), ("团队", 30)))
    ]
    add_rows(ReviewCriterion, criteria)
    reviews = [
        {"id": new_id(), "application_id": row["id"], "reviewer_id": reviewer["id"], "state": ReviewState.SCORED}
        for row in applications
    ]
    add_rows(Review, reviews)
    scores = [
        {"review_id": review["id"], "criterion_id": criterion["id"], "score": city.rng.randint(1, 5)}
        for review in reviews
        for criterion in criteria
    ]
    add_rows(ReviewScore, scores)


def _matches(city: City, projects: Sequence[uuid.UUID], funds: Sequence[Row]) -> None:
    """The line-up for two hundred funds, each pair with the evidence that a run stores."""
    add_rows(Match, [_match(city, project_id, fund["id"]) for fund in funds[:200] for project_id in projects])


def _match(city: City, project_id: uuid.UUID, fund_id: uuid.UUID) -> Row:
    rng = city.rng
    score = rng.randint(30, 95)
    deals = {"deals": rng.randint(1, 6), "of": 9, "last": "2025-06-01"}
    entries = [
        ("mandate_sector", {"sectors": rng.sample(city.sectors, 2)}, [], []),
        ("mandate_round", {"round": "angel"}, [], []),
        ("ticket_fits", {"amount": 3_000_000, "min": 500_000, "max": 9_000_000}, ["amount_sought"], []),
        ("deals_sector", deals, [], ["portfolio"]),
        ("shared_term", {"term": "传感器"}, ["summary"], ["thesis"]),
    ]
    parts = ("activity", "round", "sector", "region", "portfolio", "ticket", "text")
    return {
        "project_id": project_id,
        "candidate_id": fund_id,
        "candidate_kind": Kind.FUND,
        "score": score,
        "raw": score / 100 + rng.random() / 1000,
        "band": "strong" if score >= 75 else ("good" if score >= 55 else "possible"),
        "parts": [[name, rng.randint(0, 100), rng.random()] for name in parts],
        "evidence": [
            {"code": code, "params": params, "project": mine, "candidate": theirs}
            for code, params, mine, theirs in entries
        ],
        "conflicts": [],
        "missing": [],
    }


def _notices(city: City, people: dict[str, Row]) -> None:
    rows = [
        {"account_id": person["account"], "membership_id": person["membership"], "kind": "bench", "dedupe": str(number)}
        for person in people.values()
        for number in range(20)
    ]
    add_rows(Notification, rows)


def main(app: Flask) -> None:
    with app.app_context():
        db.create_all()
        json.dump(build(), sys.stdout)


if __name__ == "__main__":
    main(create_app())

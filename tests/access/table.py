"""What each person may do on each route. Read a line as: on this thing, these people come through, the rest get …

    "projects.edit": {"project": "owner teammate: ok; *: 403", "draft": "owner teammate: ok; *: 404"}

People not named fall under `*`; a visitor is sent to the sign-in page unless named or unless `*` is `ok`.
"""

from tests.access.routes import (
    accounts,
    bulletins,
    carriers,
    cities,
    coaching,
    common,
    competitions,
    conversations,
    datarooms,
    day,
    deals,
    evaluations,
    events,
    files,
    filings,
    indicators,
    matching,
    meetings,
    mentorships,
    offerings,
    profiles,
    roadshows,
    staff,
    stories,
    subsidies,
    vouchers,
)

PARTS = (
    accounts,
    bulletins,
    carriers,
    cities,
    coaching,
    competitions,
    common,
    conversations,
    deals,
    day,
    datarooms,
    evaluations,
    events,
    files,
    filings,
    indicators,
    matching,
    meetings,
    mentorships,
    offerings,
    profiles,
    roadshows,
    staff,
    stories,
    subsidies,
    vouchers,
)
ROUTES: dict[str, dict[str, str]] = {name: things for part in PARTS for name, things in part.ROUTES.items()}


def expected(expectations: str, person: str) -> str:
    outcomes = {}
    for clause in expectations.split(";"):
        people, _, outcome = clause.rpartition(":")
        for name in people.split():
            outcomes[name] = outcome.strip()
    if person == "province" and outcomes.get("organiser") == outcomes.get("other_organiser"):
        # What every organiser may, this one may; beyond, a line says what a province may.
        outcomes.setdefault(person, outcomes.get("organiser", outcomes["*"]))
    if person in outcomes:
        return outcomes[person]
    if person == "visitor" and outcomes["*"] != "ok":
        return "sign-in"
    return outcomes["*"]

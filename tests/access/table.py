"""What each person may do on each route. Read a line as: on this thing, these people come through, the rest get …

    "projects.edit": {"project": "owner teammate: ok; *: 403", "draft": "owner teammate: ok; *: 404"}

People not named fall under `*`; a visitor is sent to the sign-in page unless named or unless `*` is `ok`.
"""

EVERYBODY = "*: ok"
SIGNED_IN = "visitor: sign-in; *: ok"


def expected(expectations: str, person: str) -> str:
    outcomes = {}
    for clause in expectations.split(";"):
        people, _, outcome = clause.rpartition(":")
        for name in people.split():
            outcomes[name] = outcome.strip()
    if person in outcomes:
        return outcomes[person]
    if person == "visitor" and outcomes["*"] != "ok":
        return "sign-in"
    return outcomes["*"]


ENTREPRENEURS = "owner teammate stranger: ok; *: 403"

ROUTES: dict[str, dict[str, str]] = {
    "drafts.autosave": {"key=project:new": SIGNED_IN},
    "drafts.discard": {"key=project:new": SIGNED_IN},
    "pages.health": {"-": EVERYBODY},
    "pages.home": {"-": EVERYBODY},
    "pages.job": {"job": "owner: ok; *: 404"},
    "pages.privacy": {"-": EVERYBODY},
    "pages.search": {"-": EVERYBODY},
    "pages.styleguide": {"-": EVERYBODY},
    "pages.today": {"-": SIGNED_IN},
    "projects.archive": {"project": "owner teammate: ok; *: 403", "draft": "owner teammate: ok; *: 404"},
    "projects.create": {"-": ENTREPRENEURS},
    "projects.edit": {"project": "owner teammate: ok; *: 403", "draft": "owner teammate: ok; *: 404"},
    "projects.index": {"-": EVERYBODY},
    "projects.mine": {"-": ENTREPRENEURS},
    "projects.publish": {"project": "owner teammate: ok; *: 403", "draft": "owner teammate: ok; *: 404"},
    "projects.restore": {"project": "owner teammate: ok; *: 403", "draft": "owner teammate: ok; *: 404"},
    "projects.show": {"project": EVERYBODY, "draft": "owner teammate: ok; visitor: 404; *: 404"},
    "projects.upload": {
        "project kind=logo": "owner teammate: ok; *: 403",
        "draft kind=deck": "owner teammate: ok; *: 404",
    },
    "projects.visibility": {"project": "owner teammate: ok; *: 403", "draft": "owner teammate: ok; *: 404"},
    "taxonomy.region_picker": {"-": EVERYBODY},
}

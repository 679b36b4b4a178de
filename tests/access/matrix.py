"""The access matrix: every route × method × person × whose thing, executed, against what the table expects.

Each cell is one request in a transaction that is rolled back. An answer counts as one of
    ok        the person came through the access check (200, a redirect onward, or a form's own 400, 409, 422)
    sign-in   sent to the sign-in page
    403, 404, 405
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask
from werkzeug.test import TestResponse

from app.extensions import db
from tests.access import table, world

# Which methods a route has does not depend on the person, so the last two are tried by two people only.
METHODS = ("GET", "POST", "PUT", "DELETE")


@dataclass(frozen=True)
class Cell:
    endpoint: str
    method: str
    person: str
    thing: str
    expected: str
    got: str = ""

    @property
    def deviates(self) -> bool:
        return self.got != self.expected


def routes(app: Flask) -> dict[str, list]:
    """Endpoint → its rules."""
    found: dict[str, list] = {}
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            found.setdefault(rule.endpoint, []).append(rule)
    return found


def run(app: Flask) -> Iterator[Cell]:
    """Execute every cell. Must be called inside an application whose changes are rolled back."""
    city = world.build(app)
    for endpoint, rules in sorted(routes(app).items()):
        row = table.ROUTES.get(endpoint, {})
        methods = set().union(*(rule.methods for rule in rules))
        for thing, expectations in row.items():
            url = _url(rules, city, thing)
            for person in world.PEOPLE:
                for method in METHODS if person in {"visitor", "owner"} else METHODS[:2]:
                    expected = table.expected(expectations, person) if method in methods else "405"
                    yield _execute(app, city, Cell(endpoint, method, person, thing, expected), url)


def _execute(app: Flask, city: world.City, cell: Cell, url: str) -> Cell:
    savepoint = db.session.begin_nested()
    client = city.client(app, cell.person)
    response = client.open(url, method=cell.method)
    if savepoint.is_active:
        savepoint.rollback()
    db.session.expire_all()
    return Cell(cell.endpoint, cell.method, cell.person, cell.thing, cell.expected, _outcome(response))


def _outcome(response: TestResponse) -> str:
    status = response.status_code
    if status in (302, 303) and re.match(r"^(http://localhost)?/sign-in(\?|$)", response.location or ""):
        return "sign-in"
    if status in (403, 404, 405):
        return str(status)
    return "ok" if status < 400 or status in (400, 409, 422) else str(status)


def _url(rules: list, city: world.City, thing: str) -> str:
    """The route's URL for a thing of the small world: `project` fills project_id; `kind=logo` fills other parts."""
    rule = min(rules, key=lambda rule: len(rule.arguments))
    values = {}
    for part in thing.split():
        name, _, value = part.partition("=")
        if value:
            values[name] = value
        elif name != "-":
            values.update(city.arguments(name))
    with city.app.test_request_context():
        adapter = city.app.url_map.bind("localhost")
        return adapter.build(rule.endpoint, {key: values[key] for key in values if key in rule.arguments})

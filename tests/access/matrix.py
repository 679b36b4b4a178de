"""The access matrix: every route × method × person × whose thing, executed, against what the table expects.

Each cell is one request in a transaction that is rolled back. An answer counts as one of
    ok        the person came through the access check (200, a redirect onward, or a form's own 400, 409, 422)
    sign-in   sent to the sign-in page
    403, 404, 405
"""

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from flask import Flask
from werkzeug.test import TestResponse

from app.extensions import db
from tests.access import table, world

# Which methods a route has does not depend on the person, so those it lacks are tried by two people only.
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


def run(app: Flask, endpoints: Collection[str] | None = None) -> Iterator[Cell]:
    """Execute every cell, or those of some endpoints. Must be called inside an application whose changes are undone."""
    city = world.build(app)
    every = routes(app)
    # What a URL answers to, over all endpoints that share it.
    answered: dict[str, set[str]] = {}
    for rules in every.values():
        for rule in rules:
            answered.setdefault(rule.rule, set()).update(rule.methods)
    for endpoint, rules in sorted(every.items()):
        if endpoints is not None and endpoint not in endpoints:
            continue
        own = set().union(*(rule.methods for rule in rules)) & set(METHODS)
        elsewhere = set().union(*(answered[rule.rule] for rule in rules)) - own
        for thing, expectations in table.ROUTES.get(endpoint, {}).items():
            address = url(rules, city, thing)
            for person in world.PEOPLE:
                for method in METHODS if person in {"visitor", "owner"} else sorted(own):
                    if method in elsewhere:
                        continue
                    expected = table.expected(expectations, person) if method in own else "405"
                    cell = Cell(endpoint, method, person, thing, expected)
                    yield _execute(app, city, cell, address, city.forms.get(thing, {}))


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside, commits of requests included, is taken back."""
    savepoint = db.session.begin_nested()
    db.session.connection()  # the savepoint itself is set only now
    try:
        yield
    finally:
        if savepoint.is_active:
            savepoint.rollback()
        db.session.expire_all()


def _execute(app: Flask, city: world.City, cell: Cell, url: str, form: dict) -> Cell:
    with undone():
        response = city.client(app, cell.person).open(
            url, method=cell.method, data=form if cell.method == "POST" else None
        )
    return replace(cell, got=_outcome(response))


def _outcome(response: TestResponse) -> str:
    status = response.status_code
    if status in (302, 303) and re.match(r"^(http://localhost)?/sign-in(\?|$)", response.location or ""):
        return "sign-in"
    if status in (403, 404, 405):
        return str(status)
    return "ok" if status < 400 or status in (400, 409, 422) else str(status)


def url(rules: list, city: world.City, thing: str) -> str:
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

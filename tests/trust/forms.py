"""What a POST route reads from its form, found by watching it read, and a person who may send it."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_from_bytes

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.test import TestResponse

from app.core.requests import TextRequest
from tests.access import matrix, table, world
from tests.access.world import City

PLUMBING = {"csrf_token"}
# Read in one place for all forms, so one of them is enough.
COMMON = {"once"}
# Rows and kinds: what differs between names that one line reads.
NUMBERED = re.compile(r"\d+|[a-z_]+\.[a-z_.]+")
ASKED: set[str] = set()


class WatchedForm(ImmutableMultiDict):
    """Notes every name that is asked for."""

    def __getitem__(self, key: str) -> Any:
        ASKED.add(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        ASKED.add(str(key))
        return super().__contains__(key)

    def get(self, key: str, *args: Any, **kwargs: Any) -> Any:
        ASKED.add(key)
        return super().get(key, *args, **kwargs)

    def getlist(self, key: str, *args: Any, **kwargs: Any) -> Any:
        ASKED.add(key)
        return super().getlist(key, *args, **kwargs)


class WatchedRequest(TextRequest):
    def _load_form_data(self) -> None:
        fresh = "form" not in self.__dict__
        super()._load_form_data()
        if fresh:
            self.__dict__["form"] = WatchedForm(self.__dict__["form"])
            self.__dict__["files"] = WatchedForm(self.__dict__["files"])


@dataclass
class Door:
    """A POST route at one address, with who may use it, the names it reads, and values that its page offers."""

    endpoint: str
    url: str
    person: str
    names: list[str] = field(default_factory=list)
    offered: dict[str, list[str]] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.endpoint} as {self.person}"


def doors(app: Flask, city: City) -> Iterator[Door]:
    """One a POST route: the first thing of the access table that somebody may act on, or any if nobody may as it is."""
    common = set(COMMON)
    for endpoint, rules in sorted(matrix.routes(app).items()):
        if endpoint in table.ROUTES and any("POST" in rule.methods for rule in rules):
            door = _door(app, city, endpoint, rules)
            door.names = [name for name in door.names if name in common or name not in COMMON]
            common -= set(door.names)
            yield door


def _door(app: Flask, city: City, endpoint: str, rules: list[Any]) -> Door:
    for thing, expectations in table.ROUTES[endpoint].items():
        for person in (*world.PEOPLE[1:], "visitor"):
            if table.expected(expectations, person) == "ok":
                door = Door(endpoint, matrix.url(rules, city, thing), person)
                _look(app, city, door)
                return door
    door = Door(endpoint, matrix.url(rules, city, next(iter(table.ROUTES[endpoint]))), "owner")
    _look(app, city, door)
    return door


def _look(app: Flask, city: City, door: Door) -> None:
    """Read the page's form if it has one, then watch a POST with nothing useful in it."""
    client = city.client(app, door.person)
    page = client.get(door.url)
    is_page = page.status_code == 200 and page.mimetype == "text/html"
    door.offered = _offered(page.text, door.url) if is_page else {}
    ASKED.clear()
    with matrix.undone():
        client.post(door.url, data={"nothing": "useful"})
    read = sorted((ASKED | set(door.offered)) - PLUMBING)
    door.names = sorted({NUMBERED.sub("#", name): name for name in read}.values())


def _offered(page: str, url: str) -> dict[str, list[str]]:
    """The names and values of the forms that lead to this address."""
    found: dict[str, list[str]] = {}
    for attributes, inside in re.findall(r"<form([^>]*)>(.*?)</form>", page, re.S):
        action = re.search(r'action="([^"]*)"', attributes)
        if 'method="post"' not in attributes or (action and html.unescape(action[1]).split("?")[0] != url):
            continue
        for tag in re.findall(r"<(?:input|button)([^>]*)>", inside):
            _note_input(found, dict(re.findall(r'([\w-]+)="([^"]*)"', tag)), tag)
        for tag, text in re.findall(r"<textarea([^>]*)>(.*?)</textarea>", inside, re.S):
            _note_input(found, {**dict(re.findall(r'([\w-]+)="([^"]*)"', tag)), "value": text.strip()}, tag)
        for tag, choices in re.findall(r"<select([^>]*)>(.*?)</select>", inside, re.S):
            named = re.search(r'name="([^"]*)"', tag)
            chosen = re.findall(r'<option value="([^"]*)"[^>]*selected', choices)
            if named:
                found.setdefault(named[1], []).extend(html.unescape(value) for value in chosen)
    return found


def _note_input(found: dict[str, list[str]], attributes: dict[str, str], tag: str) -> None:
    name = attributes.get("name")
    if not name or attributes.get("type") in {"submit", "button"} or name.startswith("_"):
        return
    values = found.setdefault(name, [])
    ticked = attributes.get("type") not in {"checkbox", "radio"} or "checked" in tag
    if ticked and attributes.get("type") != "file":
        values.append(html.unescape(attributes.get("value", "")))


def send(client: FlaskClient, door: Door, changed: dict[str, list[str | bytes]]) -> TestResponse:
    """The offered values with some changed, byte by byte: a browser would not send what is sent here."""
    values: dict[str, list[str | bytes]] = {**door.offered, **changed}
    pairs = [
        f"{quote_from_bytes(name.encode())}={quote_from_bytes(value if isinstance(value, bytes) else value.encode())}"
        for name, every in values.items()
        if name not in PLUMBING
        for value in every
    ]
    return client.post(door.url, data="&".join(pairs), content_type="application/x-www-form-urlencoded")

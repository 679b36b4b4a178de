"""Private text is planted everywhere; strangers read every page, export, feed and fragment and must not find it.

Reading changes nothing, so one small city serves all; and what a page shows is decided before a database is asked, but
for the search, which each has of its own.
"""

import re
from collections.abc import Iterator
from urllib.parse import quote, quote_plus

import pytest
from flask import Flask

from app.extensions import db
from tests import isolation
from tests.access import world
from tests.access.world import City
from tests.trust.crawling import addresses, readings, text_of
from tests.trust.planting import Canary, plant

# `other_organiser` organises for another city.
STRANGERS = ("visitor", "stranger", "other_investor", "other_mentor", "other_organiser")
RIGHTFUL = ("owner", "mentor", "investor", "organiser", "carrier", "agency")
SEARCHED = ("/projects", "/mentors", "/funds", "/carriers", "/roadshows")
# Columns of this name are public in published profiles, and lists sort by them.
PUBLIC = {"name", "title", "title_en", "tagline", "headline"}
NONSENSE = "nobodywrotethis"


@pytest.fixture(scope="module")
def planted(database_app: Flask) -> Iterator[tuple[Flask, City, list[Canary]]]:
    with isolation.rolled_back(database_app):
        city = world.build(database_app)
        yield database_app, city, plant(city)


on_one_database = pytest.mark.parametrize("database_app", ["sqlite"], indirect=True)


@on_one_database
@pytest.mark.parametrize("person", STRANGERS)
def test_strangers_find_no_canary_anywhere(planted, person):
    app, city, canaries = planted
    hidden = [canary for canary in canaries if person == "visitor" or not canary.members]
    client = city.client(app, person)
    found, read = [], 0
    for url in addresses(app, city):
        for where, response in readings(client, url):
            assert response.status_code < 500, where
            text = text_of(response)
            found += [f"{canary.field} at {where}" for canary in hidden if canary.stands_in(text)]
            read += 1
    assert read > 200
    assert found == []


@on_one_database
def test_every_canary_is_found_by_somebody_who_may(planted):
    """The control: what nobody at all can read would prove nothing by being absent."""
    app, city, canaries = planted
    missing = list(canaries)
    for person in RIGHTFUL:
        client = city.client(app, person)
        for url in addresses(app, city, open_to=person):
            for _where, response in readings(client, url, twice=False):
                text = text_of(response)
                missing = [canary for canary in missing if not canary.stands_in(text)]
            if not missing:
                return
    assert [canary.field for canary in missing] == []


def test_searching_for_a_canary_answers_as_for_nonsense(planted):
    """Neither hits nor counts tell that a word stands in somebody's private text.

    The lists look up the index that the search of everything looks up; on PostgreSQL each word tries one of them in
    turns.
    """
    app, city, canaries = planted
    lists = len(SEARCHED) if db.engine.dialect.name == "sqlite" else 1
    for person in ("visitor", "stranger"):
        client = city.client(app, person)
        nothing = {path: _without(client.get(f"{path}?q={NONSENSE}").text, NONSENSE) for path in ("/search", *SEARCHED)}
        for number, canary in enumerate(canaries):
            if canary.members and person != "visitor":
                continue
            word = canary.forms[0]
            for path in ("/search", *(SEARCHED[(number + turn) % len(SEARCHED)] for turn in range(lists))):
                seen = _without(client.get(f"{path}?q={quote(word)}").text, word)
                assert seen == nothing[path], (canary.field, path)


@on_one_database
@pytest.mark.parametrize("path", SEARCHED)
def test_lists_are_neither_filtered_nor_sorted_by_private_fields(planted, path):
    app, city, canaries = planted
    client = city.client(app, "stranger")
    shown = _links(client.get(path).text)
    queries = set()
    for canary in canaries:
        name, value = canary.field.rpartition(".")[2], quote(canary.forms[0])
        if name not in PUBLIC:
            queries |= {f"sort={name}", f"sort=-{name}", f"order={name}", f"{name}={value}&{name}_min={value}"}
    for query in sorted(queries):
        assert _links(client.get(f"{path}?{query}").text) == shown, query


def _without(page: str, word: str) -> str:
    page = re.sub(r'name="(once|csrf_token|csrf-token)" (value|content)="[^"]*"', "", page)
    return page.replace(quote_plus(word), "").replace(quote(word), "").replace(word, "")


def _links(page: str) -> list[str]:
    return re.findall(r'href="(/(?:projects|mentors|funds|carriers|roadshows)/[0-9a-f-]{36})"', page)

"""Decks and data rooms: opened by a button, written down for their owner, handed out for a moment."""

import datetime as dt
import io
import json

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import func, select

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.accounts.services import personal_data
from app.extensions import db
from app.files import access, privacy, queries
from app.files.models import File, FileKind, FileOpening
from app.files.services import store
from tests import factories
from tests.files import samples

LET_IN: set[str] = set()


@pytest.fixture(autouse=True)
def guards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "GUARDS", {kind: [] for kind in FileKind})
    LET_IN.clear()
    for kind in ("deck", "room"):
        access.register(kind, access.of_own_organisation)
        access.register(kind, lambda actor, _file: actor.role in LET_IN)


@pytest.fixture
def owner(app: Flask) -> Actor:
    return factories.actor()


def stored(owner: Actor, kind: str) -> File:
    upload = samples.upload(samples.pdf(), "材料.pdf")
    file = store(actor=owner, upload=upload, kind=kind, organisation_id=owner.organisation_id)
    db.session.commit()
    return file


def count() -> int:
    return db.session.scalar(select(func.count(FileOpening.id))) or 0


@pytest.mark.parametrize("kind", ["deck", "room"])
def test_others_open_by_a_button_and_the_owner_reads_it(client: FlaskClient, owner: Actor, kind: str) -> None:
    file = stored(owner, kind)
    investor = factories.actor(Role.INVESTOR)
    factories.sign_in(client, investor)
    url = f"/files/{file.id}"
    assert client.get(url).status_code == client.post(url).status_code == 404
    LET_IN.add("investor")
    asked = client.get(url)
    assert asked.mimetype == "text/html"
    assert count() == 0
    answer = client.post(url)
    assert (answer.status_code, count()) == (303, 1)
    handed = client.get(answer.location)
    assert handed.headers["Content-Disposition"].startswith("attachment")
    assert handed.headers["Cache-Control"] == "no-store"
    assert int(handed.headers["Content-Length"]) == len(handed.data)
    text = PdfReader(io.BytesIO(handed.data)).pages[0].extract_text()
    opening = db.session.scalars(select(FileOpening)).one()
    marks = (investor.account.name, investor.membership.organisation.name, opening.code)
    assert all(mark in text for mark in marks) is (kind == "room")
    boss = factories.sign_in(client.application.test_client(), owner)
    assert boss.get(url).mimetype == "application/pdf"
    assert boss.post(url).location.endswith(url)
    assert count() == 1
    for page in ("/account/privacy", "/files/opened", "/files/opened?format=csv"):
        assert investor.account.name in boss.get(page).text
    stranger = factories.sign_in(client.application.test_client(), factories.actor())
    for page in ("/account/privacy", "/files/opened"):
        assert investor.account.name not in stranger.get(page).text
    assert client.get("/files/opened").status_code == 403


def test_what_was_opened_is_handed_out_once_more_and_not_for_long(client: FlaskClient, owner: Actor) -> None:
    LET_IN.add("investor")
    investor = factories.actor(Role.INVESTOR)
    factories.sign_in(client, investor)
    url = client.post(f"/files/{stored(owner, 'room').id}").location
    assert client.get(url).status_code == 200
    teammate = factories.actor(Role.INVESTOR, of=investor.membership.organisation)
    other = factories.sign_in(client.application.test_client(), teammate)
    assert other.get(url).status_code == 404
    LET_IN.clear()
    assert client.get(url).status_code == 404
    LET_IN.add("investor")
    opening = db.session.scalars(select(FileOpening)).one()
    opening.at -= queries.FRESH + dt.timedelta(seconds=1)
    db.session.commit()
    assert client.get(url).status_code == 404


def test_the_list_asks_as_much_for_one_row_as_for_three(client: FlaskClient, owner: Actor, statements: object) -> None:
    file = stored(owner, "deck")
    factories.sign_in(client, owner)
    counts = []
    for rows in (1, 2):
        for _ in range(rows):
            reader = factories.actor(Role.INVESTOR)
            opened = FileOpening(file_id=file.id, account_id=reader.account_id, organisation_id=reader.organisation_id)
            factories.save(opened)
        db.session.commit()
        with statements() as seen:  # type: ignore[operator]
            client.get("/files/opened")
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_people_get_what_they_opened(app: Flask, owner: Actor) -> None:
    reader = factories.actor(Role.INVESTOR)
    factories.save(FileOpening(file_id=stored(owner, "deck").id, account_id=reader.account_id))
    assert [row["file"] for row in personal_data(reader.account)["opened_files"]] == ["材料.pdf"]
    json.dumps(personal_data(reader.account))
    listed = [*privacy.EXPORTED["file_opening"], *privacy.WITHHELD["file_opening"]]
    assert sorted(listed) == sorted(column.key for column in FileOpening.__table__.columns)

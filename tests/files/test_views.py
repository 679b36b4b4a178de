"""Who gets a file, and how it is sent."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.actor import Actor
from app.core.model import new_id
from app.extensions import db
from app.files import access, services
from app.files.forms import UploadForm, upload_field
from app.files.models import File, FileKind
from tests import factories
from tests.files import samples


@pytest.fixture(autouse=True)
def guards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "GUARDS", {kind: [] for kind in FileKind})
    access.register("deck", access.of_own_organisation)
    access.register("image", access.of_own_organisation)


@pytest.fixture
def owner(app: Flask) -> Actor:
    return factories.actor()


def store(owner: Actor, kind: str, name: str, **values: object) -> File:
    content = samples.pdf() if kind in {"deck", "attachment"} else samples.image()
    file = services.store(
        actor=owner, upload=samples.upload(content, name), kind=kind, organisation_id=owner.organisation_id, **values
    )
    db.session.commit()
    return file


def test_a_deck_is_for_those_a_guard_lets_in(client: FlaskClient, owner: Actor) -> None:
    url = f"/files/{store(owner, 'deck', '路演 v2.pdf').id}"
    teammate = factories.actor(of=owner.membership.organisation)
    db.session.commit()
    for reader in (owner, teammate):
        response = factories.sign_in(client, reader).get(url)
        assert response.status_code == 200
        assert response.data == samples.pdf() or response.data.startswith(b"%PDF")
    stranger = factories.sign_in(client.application.test_client(), factories.actor())
    assert stranger.get(url).status_code == 404
    assert client.application.test_client().get(url).status_code == 404
    assert client.application.test_client().get(url.replace("files", "images")).status_code == 404


def test_it_is_sent_so_that_no_browser_runs_it(client: FlaskClient, owner: Actor) -> None:
    file = store(owner, "deck", "路演 v2.pdf")
    response = factories.sign_in(client, owner).get(f"/files/{file.id}")
    headers = response.headers
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Disposition"].startswith("attachment; ")
    assert "filename*=UTF-8''%E8%B7%AF%E6%BC%94%20v2.pdf" in headers["Content-Disposition"]
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert int(headers["Content-Length"]) == file.size


def test_a_kind_without_a_guard_is_nobodys(client: FlaskClient, owner: Actor) -> None:
    file = store(owner, "attachment", "a.pdf")
    assert factories.sign_in(client, owner).get(f"/files/{file.id}").status_code == 404


def test_a_revoked_membership_reads_nothing_more(client: FlaskClient, owner: Actor) -> None:
    file = store(owner, "deck", "a.pdf")
    factories.sign_in(client, owner)
    assert client.get(f"/files/{file.id}").status_code == 200
    owner.membership.ended_at = file.created_at
    db.session.commit()
    assert client.get(f"/files/{file.id}").status_code == 404


def test_a_public_logo_stands_in_pages_and_caches(client: FlaskClient, owner: Actor) -> None:
    file = store(owner, "logo", "标志.png")
    response = client.get(f"/images/{file.id}")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["Content-Disposition"].startswith("inline")
    assert response.headers["Cache-Control"] == "public, max-age=86400"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    again = client.get(f"/images/{file.id}", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304
    assert client.get(f"/files/{file.id}").status_code == 404


def test_other_images_keep_to_their_readers(client: FlaskClient, owner: Actor) -> None:
    private_logo, image = store(owner, "logo", "a.png", public=False), store(owner, "image", "b.png")
    for file in (private_logo, image):
        assert client.get(f"/images/{file.id}").status_code == 404
    response = factories.sign_in(client, owner).get(f"/images/{image.id}")
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"


def test_what_is_gone_is_not_found(client: FlaskClient, owner: Actor) -> None:
    deleted, lost = store(owner, "logo", "a.png"), store(owner, "logo", "b.png")
    services.delete(file=deleted)
    db.session.commit()
    lost.path.unlink()
    for identifier in (deleted.id, lost.id, new_id()):
        assert client.get(f"/images/{identifier}").status_code == 404
    assert client.get("/files/not-an-id").status_code == 404


def test_forms_say_what_may_be_chosen(app: Flask) -> None:
    with app.test_request_context("/?lang=en", method="POST", data={}):
        form = UploadForm(kind="logo")
        assert not form.validate()
        assert form.errors["file"] == ["Choose a file."]
        assert "image/png" in str(form.file())
        assert str(form.file.description) == "PNG or JPEG, at most 2 MB."
    with app.test_request_context("/", method="POST", data={"remove": "y"}):
        assert UploadForm(kind="logo").validate()

    class Form(UploadForm):
        deck = upload_field("Deck", "deck", required=True)

    with app.test_request_context("/?lang=en", method="POST", data={"remove": "y"}):
        form = Form()
        assert not form.validate()
        assert ".pptx" in str(form.deck())

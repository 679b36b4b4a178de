"""The pages of notices, the settings, the link that stops mails, and the mails that are kept."""

import datetime as dt

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from app.accounts.actor import Actor
from app.accounts.models import Role, SignIn
from app.core import mail
from app.core.mail import OutboxMessage
from app.core.model import new_id, utc_now
from app.extensions import db
from app.notifications import queries, services, unsubscribing
from app.notifications.models import MailChoice, Notification
from tests import factories


@pytest.fixture
def person(app: Flask) -> Actor:
    found = factories.actor()
    found.account.locale = "en"
    return found


@pytest.fixture
def reader(client: FlaskClient, person: Actor) -> FlaskClient:
    return factories.sign_in(client, person)


def notice(person: Actor, kind: str = "asked", **values: object) -> Notification:
    return factories.save(
        Notification(
            **{"account_id": person.account_id, "kind": kind, "params": {"notice": "Robot"}, "url": "/x", **values}
        )
    )


def test_the_list_shows_ones_own_unread_first(reader: FlaskClient, person: Actor) -> None:
    notice(person, params={"notice": "Older"}, created_at=utc_now() - dt.timedelta(days=1))
    notice(person, params={"notice": "Newer"}, read_at=utc_now())
    notice(factories.actor(), params={"notice": "Secret"})
    notice(person, params={"notice": "<script>"})
    notice(person, params={"notice": "Hidden"}, is_shown=False)
    db.session.commit()
    text = reader.get("/notifications").text
    assert text.index("&lt;script&gt;") < text.index("Older") < text.index("Newer")
    assert "<script>" not in text.replace("<script src", "")
    assert "Secret" not in text
    assert "Hidden" not in text
    only = reader.get("/notifications?show=unread").text
    assert "Older" in only
    assert "Newer" not in only


def test_filters_by_topic(reader: FlaskClient, person: Actor) -> None:
    for kind, word in (("asked", "One"), ("asked.again", "Two"), ("seen", "Three"), ("gone", "Four")):
        notice(person, kind, params={"notice": word})
    db.session.commit()
    text = reader.get("/notifications?kind=asked").text
    assert "One" in text
    assert "Two" in text
    assert "Unread:</" in text
    assert "gone" not in text
    assert reader.get("/notifications?kind=nonsense").status_code == 200


def test_an_empty_list_says_so(reader: FlaskClient, person: Actor) -> None:
    db.session.commit()
    assert "No notices yet" in reader.get("/notifications").text
    assert "Nothing here" in reader.get("/notifications?show=unread").text


def test_opening_reads_and_leads_there(reader: FlaskClient, person: Actor) -> None:
    row = notice(person)
    db.session.commit()
    response = reader.post(f"/notifications/{row.id}/open")
    assert (response.status_code, response.location) == (303, "/x")
    assert row.read_at
    first = row.read_at
    reader.post(f"/notifications/{row.id}/open")
    assert row.read_at == first


def test_opening_switches_to_the_membership_concerned(reader: FlaskClient, person: Actor) -> None:
    other = factories.actor(Role.MENTOR).membership
    other.account_id = person.account_id
    row = notice(person, membership_id=other.id)
    db.session.commit()
    reader.post(f"/notifications/{row.id}/open")
    assert db.session.scalars(select(SignIn.membership_id)).all() == [other.id]


def test_reading_unreading_and_all(reader: FlaskClient, person: Actor) -> None:
    first, second = notice(person), notice(person)
    waiting = notice(person, is_shown=False, in_digest=True)
    db.session.commit()
    response = reader.post(f"/notifications/{first.id}/read", data={"back": "/notifications?show=unread"})
    assert response.location == "/notifications?show=unread"
    assert queries.unread_count(person.account_id) == 1
    response = reader.post(f"/notifications/{first.id}/unread", data={"back": "https://evil.example"})
    assert response.location == "/notifications"
    assert queries.unread_count(person.account_id) == 2
    reader.post("/notifications/read")
    assert queries.unread_count(person.account_id) == 0
    assert second.read_at
    assert waiting.read_at is None


def test_a_strangers_notice_is_not_there(reader: FlaskClient, person: Actor) -> None:
    teammate = factories.actor(of=person.membership.organisation)
    row = notice(teammate)
    db.session.commit()
    for action in ("open", "read", "unread"):
        assert reader.post(f"/notifications/{row.id}/{action}").status_code == 404
        assert reader.get(f"/notifications/{row.id}/{action}").status_code == 405
    reader.post("/notifications/read")
    assert row.read_at is None
    assert reader.application.test_client().get("/notifications").status_code == 303


@pytest.mark.parametrize("rows", [1, 3])
def test_statements_do_not_grow_with_the_list(reader: FlaskClient, person: Actor, rows: int) -> None:
    for _row in range(rows):
        notice(person)
    db.session.commit()
    reader.get("/notifications")
    statements: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    reader.get("/notifications")
    selects = [statement for statement in statements if statement.startswith("SELECT")]
    assert len(selects) == 5, selects


def test_settings_are_kept(reader: FlaskClient, person: Actor) -> None:
    db.session.commit()
    text = reader.get("/notifications/settings").text
    assert 'name="mail-asked"' in text
    assert "mail-counted" not in text, "not offered to this role"
    response = reader.post(
        "/notifications/settings", data={"mail-asked": "digest", "mail-seen": "off", "in_app-seen": "1"}
    )
    assert response.status_code == 303
    kept = {kind: (row.in_app, row.mail) for kind, row in queries.settings(person.account_id).items()}
    assert kept == {
        "asked": (False, MailChoice.DIGEST),
        "asked.again": (False, MailChoice.DIGEST),
        "seen": (True, MailChoice.OFF),
    }
    assert '<option value="digest" selected>' in reader.get("/notifications/settings").text


def test_settings_refuse_nonsense(reader: FlaskClient, person: Actor) -> None:
    db.session.commit()
    assert reader.post("/notifications/settings", data={"mail-asked": "pigeon"}).status_code == 422
    assert queries.settings(person.account_id) == {}


def test_unsubscribing_needs_no_sign_in_and_get_changes_nothing(client: FlaskClient, person: Actor) -> None:
    db.session.commit()
    url = f"/notifications/unsubscribe/{unsubscribing.token(person.account_id, 'asked')}?lang=en"
    assert "Stop these mails?" in client.get(url).text
    assert queries.settings(person.account_id) == {}
    response = client.post(url, data={"List-Unsubscribe": "One-Click"})
    assert response.status_code == 303
    assert "No more mails" in client.get(response.location + "&lang=en").text
    assert queries.settings(person.account_id)["asked"].mail == MailChoice.OFF
    assert client.post("/notifications/unsubscribe/forged").status_code == 404


def test_unsubscribing_is_the_one_post_without_a_token(client: FlaskClient, person: Actor, monkeypatch) -> None:
    monkeypatch.setitem(client.application.config, "WTF_CSRF_ENABLED", True)
    row = notice(person)
    db.session.commit()
    url = f"/notifications/unsubscribe/{unsubscribing.token(person.account_id, 'asked')}"
    assert client.post(url).status_code == 303
    factories.sign_in(client, person)
    db.session.commit()
    assert client.post(f"/notifications/{row.id}/read").status_code == 400
    assert row.read_at is None


def keep_mail(to: str = "reader@example.cn") -> OutboxMessage:
    mail.send(
        to=to,
        template="notifications/mail/notice.txt",
        locale="en",
        name="<b>",
        sentence="Reset",
        url=mail.absolute_url("static", filename="x"),
    )
    db.session.commit()
    return db.session.scalars(select(OutboxMessage).where(OutboxMessage.recipient == to)).one()


def test_kept_mails_are_read_on_the_machine_itself(client: FlaskClient) -> None:
    message = keep_mail()
    keep_mail("other@example.cn")
    text = client.get("/dev/mail").text
    assert "reader@example.cn" in text
    assert "other@example.cn" in text
    assert "other@example.cn" not in client.get("/dev/mail?q=reader").text
    detail = client.get(f"/dev/mail/{message.id}").text
    assert '<a href="http://127.0.0.1:8000/static/x">' in detail
    assert "&lt;b&gt;" in detail
    assert client.get(f"/dev/mail/{new_id()}").status_code == 404


@pytest.mark.parametrize(
    ("config", "request_options"),
    [
        ({"MAIL_SERVER": "smtp.example.cn"}, {}),
        ({"BASE_URL": "https://bridge.example.cn"}, {}),
        ({}, {"environ_base": {"REMOTE_ADDR": "10.0.0.7"}}),
        ({}, {"environ_base": {"REMOTE_ADDR": ""}}),
        ({}, {"headers": {"X-Forwarded-For": "127.0.0.1"}}),
        ({}, {"headers": {"Forwarded": "for=127.0.0.1"}}),
        ({"TRUSTED_HOSTS": None}, {"headers": {"Host": "rebound.example"}}),
    ],
)
def test_kept_mails_are_nobody_elses(client: FlaskClient, monkeypatch, config: dict, request_options: dict) -> None:
    message = keep_mail()
    for key, value in config.items():
        monkeypatch.setitem(client.application.config, key, value)
    assert client.get("/dev/mail", **request_options).status_code == 404
    assert client.get(f"/dev/mail/{message.id}", **request_options).status_code == 404


def test_the_bell_counts_once_a_page(reader: FlaskClient, person: Actor) -> None:
    services.notify(account_ids=[person.account_id], kind="seen")
    db.session.commit()
    assert "Notifications: 1 unread" in reader.get("/notifications").text

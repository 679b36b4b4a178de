"""Pages of conversations for both sides, strangers and staff."""

import io

import pytest
from sqlalchemy import select

from app.accounts.models import Role
from app.core import drafts
from app.core.model import utc_now
from app.extensions import db
from app.messages import services
from app.messages.models import Message, MessageReading, MessageReport
from tests import factories
from tests.files import samples
from tests.messages.factories import with_fund, with_mentor


@pytest.fixture
def owner(app):
    return factories.actor()


@pytest.fixture
def talk(owner):
    made, mentor = with_mentor(owner)
    db.session.commit()
    return made, mentor


def browser(app, person):
    return factories.sign_in(app.test_client(), person)


def test_two_people_write_to_each_other(app, owner, talk):
    connection, mentor = talk
    ours, theirs, url = browser(app, owner), browser(app, mentor), f"/messages/{connection.id}"
    assert url in ours.get("/messages").text
    drafts.save(owner.account_id, f"message:{connection.id}", {"body": ["没写完的话"]})
    db.session.commit()
    assert "没写完的话" in ours.get(url).text
    sent = ours.post(url, data={"body": "您好，想请教**量产**。", "files": (io.BytesIO(samples.pdf()), "计划.pdf")})
    assert (sent.status_code, sent.location) == (303, f"{url}#latest")
    page = theirs.get(url).text
    assert "<strong>量产</strong>" in page
    assert "没写完的话" not in ours.get(url).text
    file = db.session.scalars(select(Message)).unique().one().files[0]
    assert f"/files/{file.id}" in page
    assert theirs.get(f"/files/{file.id}").mimetype == "application/pdf"
    assert "个对话有新消息" in theirs.get("/today").text
    assert db.session.scalars(select(MessageReading.account_id)).all() == [owner.account_id]
    assert theirs.post(f"{url}/read").status_code == 303
    assert theirs.post(f"{url}/read", headers={"HX-Request": "true"}).status_code == 204
    assert "个对话有新消息" not in theirs.get("/today").text
    assert ours.post(url, data={"body": ""}).status_code == 422
    page_url = f"{url}/new"
    assert theirs.get(page_url).text.count("bubble-own") == 0
    last = db.session.scalars(select(Message)).unique().one()
    assert theirs.get(f"{page_url}?after={last.id}").status_code == 204
    ours.post(url, data={"body": "第二条"})
    fragment = theirs.get(f"{page_url}?after={last.id}")
    assert "第二条" in fragment.text
    assert "量产" not in fragment.text
    assert "<html" not in fragment.text
    for export in (f"{url}?format=csv", "/messages?format=csv"):
        assert theirs.get(export).mimetype == "text/csv"
    assert "第二条" in theirs.get("/messages?q=第二").text
    assert theirs.get(f"{url}?at={last.id}").status_code == 200


def test_strangers_and_former_members_get_nothing(app, owner, talk):
    connection, mentor = talk
    fund_talk, investor = with_fund(owner)
    message = services.send(actor=mentor, connection=connection, body="只给项目方看")
    db.session.commit()
    url = f"/messages/{connection.id}"
    for person in (factories.actor(), factories.actor(Role.INVESTOR), investor):
        client = browser(app, person)
        for path in (url, f"{url}/new", f"/messages/written/{message.id}/report"):
            assert client.get(path).status_code == 404
        assert client.post(url, data={"body": "x"}).status_code == 404
        assert "只给项目方看" not in client.get("/messages?q=只给").text
    staff = browser(app, factories.actor(Role.ORGANISER))
    assert staff.get("/messages").status_code == 403
    assert staff.get(url).status_code == 404
    teammate = factories.actor(of=owner.membership.organisation)
    client = browser(app, teammate)
    assert client.get(url).status_code == 200
    teammate.membership.ended_at = utc_now()
    db.session.commit()
    assert client.get(url).status_code == 404
    assert browser(app, investor).get(f"/messages/{fund_talk.id}").status_code == 200


def test_blocking_reporting_and_what_staff_see(app, owner, talk):
    connection, mentor = talk
    before = services.send(actor=owner, connection=connection, body="机密：报价三百万")
    bad = services.send(actor=mentor, connection=connection, body="买我的课")
    db.session.commit()
    ours, theirs, url = browser(app, owner), browser(app, mentor), f"/messages/{connection.id}"
    assert ours.get(f"/messages/written/{before.id}/report").status_code == 403
    report_url = f"/messages/written/{bad.id}/report"
    assert ours.post(report_url, data={"reason": ""}).status_code == 422
    assert ours.post(report_url, data={"reason": "推销"}).status_code == 303
    assert ours.post(report_url, data={"reason": "推销"}).status_code == 409
    assert ours.post(f"{url}/block").status_code == 303
    assert theirs.post(url, data={"body": "喂"}).status_code == 409
    assert theirs.post(f"{url}/unblock").status_code == 409
    assert 'name="body"' not in theirs.get(url).text
    assert ours.post(f"{url}/unblock").status_code == 303
    staff = browser(app, factories.actor(Role.ORGANISER))
    page = staff.get("/messages/reports").text
    assert "买我的课" in page
    assert "推销" in page
    assert "机密" not in page
    report = db.session.scalars(select(MessageReport)).one()
    assert browser(app, factories.actor()).post(f"/messages/reports/{report.id}/close").status_code == 404
    assert theirs.get("/messages/reports").status_code == 403
    assert staff.post(f"/messages/reports/{report.id}/close", data={"remove": "1"}).status_code == 303
    assert staff.post(f"/messages/reports/{report.id}/close").status_code == 409
    assert "买我的课" not in ours.get(url).text
    assert "买我的课" not in ours.get(f"{url}?format=csv").text
    assert "买我的课" in staff.get("/messages/reports?state=closed").text


def test_pages_ask_as_much_for_one_row_as_for_three(app, owner, statements):
    ours = browser(app, owner)
    administrator = browser(app, factories.actor(Role.ADMINISTRATOR))
    talk, mentor = with_mentor(owner)
    counts = []
    for rows in (1, 2):
        for _ in range(rows):
            services.send(actor=mentor, connection=talk, body="您好")
            other, writer = with_mentor(owner)
            bad = services.send(actor=writer, connection=other, body="您好")
            services.report(actor=owner, message=bad, reason="推销")
        db.session.commit()
        seen_now = []
        for client, path in (
            (ours, "/messages"),
            (ours, "/messages?q=您好"),
            (ours, f"/messages/{talk.id}"),
            (administrator, "/messages/reports"),
        ):
            with statements() as seen:
                assert client.get(path).status_code == 200
            seen_now.append(len(seen))
        counts.append(seen_now)
    assert counts[0] == counts[1]

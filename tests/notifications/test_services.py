"""Notices reach whom they concern, once, in their language and as they want to hear it."""

import datetime as dt

from flask import Flask
from flask_babel import force_locale
from sqlalchemy import func, select

from app.accounts.models import Role
from app.core import mail
from app.core.mail import OutboxMessage
from app.core.model import utc_now
from app.extensions import db
from app.notifications import kinds, queries, services, tasks, unsubscribing
from app.notifications.models import MailChoice, Notification, NotificationSetting
from tests import factories


def mails() -> list[OutboxMessage]:
    return list(db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.recipient)))


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(Notification)) or 0


def test_a_notice_and_its_mail(app: Flask) -> None:
    person = factories.account(locale="en", name="Ada")
    services.notify(account_ids=[person.id, None], kind="asked", params={"notice": "Robot"}, url="/projects/1")
    [message] = mails()
    assert (message.recipient, message.subject) == (person.email, "Mark as read: Robot")
    assert "http://127.0.0.1:8000/projects/1" in message.text
    assert "Hello Ada," in message.text
    assert queries.unread_count(person.id) == 1


def test_the_sentence_follows_the_reader(app: Flask) -> None:
    for code, told in (("en", "Mark as read: Robot"), ("zh", "标为已读：Robot")):
        with force_locale(code):
            assert kinds.sentence("asked", {"notice": "Robot"}) == told
    assert kinds.sentence("asked", {"notice": "100 % %(x)s"}) == "标为已读：100 % %(x)s"
    assert kinds.sentence("asked", {}) == "标为已读："
    assert kinds.sentence("counted", {"n": "3"}) == "3 %"
    assert kinds.sentence("long gone", {"n": "3"}) == "long gone"
    assert kinds.icon("asked") == "school"
    assert kinds.icon("long gone") == "bell"


def test_the_mail_is_in_the_recipients_language(app: Flask) -> None:
    chinese, english = factories.account(locale="zh"), factories.account(locale="en")
    with force_locale("en"):
        services.notify(account_ids=[chinese.id, english.id], kind="asked", params={"notice": "R"})
    found = {message.recipient: message.subject for message in mails()}
    assert found == {chinese.email: "标为已读：R", english.email: "Mark as read: R"}


def test_dedupe_is_a_persons(app: Flask) -> None:
    first, second = factories.account(), factories.account()
    services.notify(account_ids=[first.id], kind="asked", dedupe="request:1")
    services.notify(account_ids=[first.id, second.id], kind="asked", dedupe="request:1")
    assert count() == 2
    assert len(mails()) == 2


def test_settings_decide_notice_and_mail(app: Flask) -> None:
    person = factories.account()

    def hear(in_app: bool, choice: MailChoice) -> tuple[int, int, bool]:
        before, sent = queries.unread_count(person.id), len(mails())
        services.choose(account_id=person.id, kinds=["asked"], in_app=in_app, mail=choice)
        services.notify(account_ids=[person.id], kind="asked")
        newest = db.session.scalars(select(Notification).order_by(Notification.id.desc()).limit(1)).first()
        return queries.unread_count(person.id) - before, len(mails()) - sent, bool(newest and newest.in_digest)

    assert hear(False, MailChoice.OFF) == (0, 0, False)
    assert count() == 0
    assert hear(True, MailChoice.IMMEDIATE) == (1, 1, False)
    assert hear(True, MailChoice.OFF) == (1, 0, False)
    assert hear(True, MailChoice.DIGEST) == (1, 0, True)
    assert hear(False, MailChoice.IMMEDIATE) == (0, 1, False)
    assert hear(False, MailChoice.DIGEST) == (0, 0, True)
    assert db.session.scalar(select(func.count()).select_from(NotificationSetting)) == 1


def test_an_organisations_present_members(app: Flask) -> None:
    boss = factories.actor(Role.INVESTOR)
    teammate, gone = (factories.actor(Role.INVESTOR, of=boss.membership.organisation) for _ in range(2))
    stranger = factories.actor(Role.INVESTOR)
    gone.membership.ended_at = utc_now()
    db.session.flush()
    services.notify_organisation(
        organisation_id=boss.organisation_id, roles=[Role.INVESTOR], but=teammate.account_id, kind="asked"
    )
    [notice] = db.session.scalars(select(Notification))
    assert (notice.account_id, notice.membership_id) == (boss.account_id, boss.membership_id)
    assert queries.unread_count(stranger.account_id) == 0
    services.notify_organisation(organisation_id=boss.organisation_id, roles=[Role.ENTREPRENEUR], kind="asked")
    assert count() == 1


def test_with_the_membership_its_notices_go(app: Flask) -> None:
    person = factories.actor()
    services.notify_organisation(organisation_id=person.organisation_id, kind="asked")
    services.notify_organisation(organisation_id=person.organisation_id, kind="seen")
    services.notify(account_ids=[person.account_id], kind="asked")
    [tied, waiting, own] = db.session.scalars(select(Notification).order_by(Notification.id))
    assert queries.own(person, tied.id)
    person.membership.ended_at = utc_now()
    db.session.flush()
    assert queries.own(person, tied.id) is None
    assert db.session.scalars(queries.notices(person)).all() == [own]
    assert queries.unread_count(person.account_id) == 1
    before = len(mails())
    tasks.send_digests(utc_now() + dt.timedelta(days=2))
    assert len(mails()) == before, "nor does the daily mail speak of them"
    assert not waiting.in_digest


def test_closed_accounts_hear_nothing(app: Flask) -> None:
    person = factories.account(closed_at=utc_now())
    services.notify(account_ids=[person.id], kind="asked")
    assert count() == 0
    assert mails() == []


def test_an_address_that_cannot_be_written_to_stops_nobody(app: Flask) -> None:
    person, other = factories.account(email='"a b"@example.cn'), factories.account()
    services.notify(account_ids=[person.id, other.id], kind="asked")
    assert count() == 2
    assert [message.recipient for message in mails()] == [other.email]


def test_only_paths_of_this_site(app: Flask) -> None:
    person = factories.account()
    services.notify(account_ids=[person.id], kind="asked", url="https://evil.example/")
    services.notify(account_ids=[person.id], kind="asked", url="//evil.example/")
    assert set(db.session.scalars(select(Notification.url))) == {""}
    assert not any("evil" in message.text for message in mails())


def test_a_template_and_attachments_of_ones_own(app: Flask) -> None:
    person = factories.account(locale="en")
    services.notify(
        account_ids=[person.id],
        kind="asked",
        mail_template="notifications/mail/digest.txt",
        mail_context={"total": 2, "lines": [("One", "/1")], "settings_url": "/s"},
        attachments=[mail.Attachment("a.ics", "text/calendar", b"x")],
    )
    [message] = mails()
    assert message.subject == "2 notices from your day"
    assert message.attachments[0]["name"] == "a.ics"


def test_mails_can_be_stopped_from_the_mail_program(app: Flask) -> None:
    person = factories.account()
    services.notify(account_ids=[person.id], kind="asked")
    [message] = mails()
    link = message.headers["List-Unsubscribe"].strip("<>")
    assert message.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in message.text
    assert link in message.html
    assert link.startswith("http://127.0.0.1:8000/notifications/unsubscribe/")
    token = link.rsplit("/", 1)[1]
    found = unsubscribing.wish(None, token)
    assert found
    assert (found.account, found.kind) == (person, "asked")
    for forged in (token[:-1], token[::-1], "", "x.y", unsubscribing.token(person.id, "unknown")):
        assert unsubscribing.wish(None, forged) is None


def test_stopping_takes_the_whole_topic_and_leaves_the_notices(app: Flask) -> None:
    person = factories.account()
    services.stop_mails(account_id=person.id, kind="asked")
    for kind in ("asked", "asked.again", "seen"):
        services.notify(account_ids=[person.id], kind=kind)
    assert mails() == []
    assert queries.unread_count(person.id) == 3
    services.stop_mails(account_id=person.id, kind=unsubscribing.DIGEST)
    services.notify(account_ids=[person.id], kind="seen")
    assert tasks.send_digests(utc_now() + dt.timedelta(days=2)) == 0


# 2026-03-02 08:00 in Shanghai is midnight in UTC.
EIGHT = dt.datetime(2026, 3, 2, 0, 0, tzinfo=dt.UTC)


def wait_for_digest(created_at: dt.datetime, **values: object) -> Notification:
    person = values.pop("account_id", None) or factories.account(locale="en").id
    row = Notification(account_id=person, kind="seen", in_digest=True, created_at=created_at, **values)
    return factories.save(row)


def test_the_daily_mail_goes_out_once_after_eight(app: Flask) -> None:
    first = wait_for_digest(EIGHT - dt.timedelta(hours=3), url="/a")
    wait_for_digest(EIGHT - dt.timedelta(hours=2), account_id=first.account_id)
    late = wait_for_digest(EIGHT + dt.timedelta(minutes=1), account_id=first.account_id)
    assert tasks.send_digests(EIGHT - dt.timedelta(minutes=1)) == 0
    assert tasks.send_digests(EIGHT + dt.timedelta(minutes=9)) == 1
    assert tasks.send_digests(EIGHT + dt.timedelta(hours=9)) == 0
    [message] = mails()
    assert message.subject == "2 notices from your day"
    assert "http://127.0.0.1:8000/a" in message.text
    assert late.in_digest
    assert tasks.send_digests(EIGHT + dt.timedelta(days=1)) == 1
    assert len(mails()) == 2


def test_the_daily_mail_leaves_out_what_was_read(app: Flask) -> None:
    row = wait_for_digest(EIGHT - dt.timedelta(hours=3), read_at=EIGHT - dt.timedelta(hours=1))
    assert tasks.send_digests(EIGHT) == 0
    assert mails() == []
    assert not row.in_digest


def test_a_long_daily_mail_says_how_many_more(app: Flask) -> None:
    person = factories.account(locale="en")
    for number in range(tasks.MOST_LINES + 5):
        wait_for_digest(EIGHT - dt.timedelta(hours=3, seconds=number), account_id=person.id)
    tasks.send_digests(EIGHT)
    [message] = mails()
    assert message.text.count("· ") == tasks.MOST_LINES
    assert "And 5 more:" in message.text


def test_old_notices_are_forgotten(app: Flask) -> None:
    now = utc_now()
    old, read = now - tasks.KEPT_FOR - dt.timedelta(days=1), now - tasks.READ_KEPT_FOR - dt.timedelta(days=1)
    wait_for_digest(old)
    wait_for_digest(read, read_at=read)
    kept = wait_for_digest(read)
    tasks.drop_old_notices()
    assert db.session.scalars(select(Notification)).all() == [kept]


def test_settings_offer_what_concerns_the_person(app: Flask) -> None:
    with force_locale("en"):
        assert [topic.label for topic in kinds.offered_to({"mentor"})] == ["Kind", "Time"]
        assert [topic.label for topic in kinds.offered_to({"investor"})] == ["Kind", "Text", "Time"]
        assert kinds.topic_of("asked.again").kinds == ("asked", "asked.again")

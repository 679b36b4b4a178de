"""The outbox against a real SMTP server that can refuse, stall and die."""

import datetime as dt
from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import force_locale
from jinja2 import DictLoader
from sqlalchemy import func, select, update

from app.core import delivery, jobs, mail
from app.core.jobs import Job
from app.core.mail import OutboxMessage
from app.core.model import utc_now
from app.extensions import db
from tests.core.smtp_sink import SmtpSink, serving

TEMPLATES = {
    "test/hello.txt": "{{ _('Stop mails of this kind') }} {{ name }}\n\n{{ name }}\n{{ url }}\n\nhttp://elsewhere.example/x\n",
    "mail/layout.txt": "{{ body }}\n",
    "mail/layout.html": "{{ body }}",
}


@pytest.fixture
def sink(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[SmtpSink]:
    monkeypatch.setattr(app.jinja_env, "loader", DictLoader(TEMPLATES))
    app.jinja_env.cache.clear()
    with serving() as server:
        for key, value in {"MAIL_SERVER": "127.0.0.1", "MAIL_PORT": server.port, "MAIL_STARTTLS": False}.items():
            monkeypatch.setitem(app.config, key, value)
        yield server
        app.jinja_env.cache.clear()


def write(**values: object) -> None:
    defaults = {
        "to": "reader@example.cn",
        "template": "test/hello.txt",
        "locale": "en",
        "name": "Ada",
        "url": "http://127.0.0.1:8000/a",
    }
    mail.send(**{**defaults, **values})  # type: ignore[arg-type]


def only_row() -> OutboxMessage:
    db.session.expire_all()
    return db.session.scalars(select(OutboxMessage)).one()


def make_due() -> None:
    db.session.execute(update(OutboxMessage).values(next_attempt_at=utc_now() - dt.timedelta(seconds=1)))
    db.session.commit()


def test_mail_arrives_once_with_text_and_html(sink: SmtpSink) -> None:
    write(name="Lin <b>&</b>")
    db.session.commit()
    identifier = only_row().id
    assert delivery.deliver_due() == 1
    assert delivery.deliver_due() == 0
    [message] = sink.messages
    assert message["To"] == "reader@example.cn"
    assert message["Subject"] == "Stop mails of this kind Lin <b>&</b>"
    assert message["Message-ID"] == f"<{identifier}@127.0.0.1>"
    html = message.get_body(("html",)).get_content()
    assert "Lin &lt;b&gt;" in html
    assert 'href="http://127.0.0.1:8000/a"' in html
    assert 'href="http://elsewhere' not in html
    row = only_row()
    assert (row.state, row.text, row.html) == ("sent", "", "")


def test_a_rolled_back_change_sends_nothing(sink: SmtpSink) -> None:
    write()
    db.session.rollback()
    assert delivery.deliver_due() == 0


def test_one_job_wakes_delivery_after_the_commit(sink: SmtpSink) -> None:
    write()
    write(to="second@example.cn")
    db.session.commit()
    assert db.session.scalar(select(func.count()).where(Job.kind == "mail.deliver")) == 1
    write(to="third@example.cn")
    db.session.commit()
    found = db.session.scalars(select(Job).where(Job.kind == "mail.deliver")).all()
    assert len(found) == 2
    first = found[0].id
    jobs.run(first)
    assert len(sink.messages) == 3
    assert db.session.get_one(Job, first).result == {"sent": 3}


def test_dedupe_writes_one_row(sink: SmtpSink) -> None:
    write(dedupe="visit:1")
    write(dedupe="visit:1", name="again")
    db.session.commit()
    assert only_row().subject.endswith("Ada")


def test_the_recipient_reads_their_language(sink: SmtpSink) -> None:
    with force_locale("en"):
        write(locale="zh")
    db.session.commit()
    delivery.deliver_due()
    assert sink.messages[0]["Subject"].startswith("不再接收此类邮件")
    assert sink.messages[0]["Content-Language"] == "zh"


def test_headers_cannot_be_injected(sink: SmtpSink) -> None:
    write(name="Ada\r\nBcc: all@example.cn\x00", headers={"List-Id": "a\nBcc: all@example.cn"})
    db.session.commit()
    delivery.deliver_due()
    [message] = sink.messages
    assert message["Bcc"] is None
    assert message["List-Id"] == "a Bcc: all@example.cn"
    for address in (
        "a@b.cn\nBcc: c@d.cn",
        "a@b.cn, c@d.cn",
        "<a@b.cn>",
        "nobody",
        "@b.cn",
        "a@",
        "a b@c.cn",
        "x" * 300 + "@b.cn",
    ):
        with pytest.raises(ValueError, match="not a mail address"):
            write(to=address)


def test_attachments_and_an_internationalised_domain(sink: SmtpSink) -> None:
    write(to="li@例子.cn", attachments=[mail.Attachment("会议.ics", "text/calendar", b"BEGIN:VCALENDAR")])
    db.session.commit()
    delivery.deliver_due()
    [part] = sink.messages[0].iter_attachments()
    assert (part.get_filename(), part.get_content()) == ("会议.ics", "BEGIN:VCALENDAR")
    assert sink.messages[0]["To"] == "li@xn--fsqu00a.cn"


def test_a_server_that_is_away_costs_one_mail_one_attempt(sink: SmtpSink, app: Flask) -> None:
    write()
    write(to="second@example.cn")
    db.session.commit()
    app.config["MAIL_PORT"] = 1
    assert delivery.deliver_due() == 0
    db.session.expire_all()
    assert sorted(db.session.scalars(select(OutboxMessage.attempts))) == [0, 1]
    app.config["MAIL_PORT"] = sink.port
    make_due()
    assert delivery.deliver_due() == 2


def test_waiting_times_double_and_end(sink: SmtpSink) -> None:
    sink.answers["DATA"] = "451 later"
    write()
    db.session.commit()
    waits = []
    for _attempt in range(delivery.MOST_ATTEMPTS):
        before = utc_now()
        assert delivery.deliver_due() == 0
        waits.append(round((only_row().next_attempt_at - before).total_seconds() / 60))
        make_due()
    assert waits == [2**attempt for attempt in range(1, delivery.MOST_ATTEMPTS + 1)]
    assert only_row().state == "failed"
    assert "451" in only_row().last_error


def test_a_refused_recipient_is_final_and_does_not_stop_the_others(sink: SmtpSink) -> None:
    sink.answers["RCPT"] = "550 nobody here"
    write()
    write(to="second@example.cn")
    db.session.commit()
    assert delivery.deliver_due() == 0
    db.session.expire_all()
    assert set(db.session.scalars(select(OutboxMessage.state))) == {"failed"}


def test_a_mail_that_cannot_be_written_is_final_and_does_not_stop_the_others(sink: SmtpSink) -> None:
    write()
    write(to="second@example.cn")
    db.session.execute(
        update(OutboxMessage).where(OutboxMessage.recipient != "second@example.cn").values(recipient="a\nb")
    )
    db.session.commit()
    assert delivery.deliver_due() == 1
    assert [message["To"] for message in sink.messages] == ["second@example.cn"]
    db.session.expire_all()
    assert sorted(db.session.scalars(select(OutboxMessage.state))) == ["failed", "sent"]


def test_nothing_is_sent_in_the_clear_when_encryption_is_wanted(sink: SmtpSink, app: Flask) -> None:
    app.config["MAIL_STARTTLS"], app.config["MAIL_USERNAME"] = True, "user"
    write()
    db.session.commit()
    try:
        assert delivery.deliver_due() == 0
    finally:
        app.config["MAIL_USERNAME"] = ""
    assert sink.messages == []
    assert only_row().state == "queued"
    assert "SMTPNotSupportedError" in only_row().last_error


def test_a_connection_lost_after_the_message_sends_it_again_under_the_same_id(sink: SmtpSink) -> None:
    sink.answers["END"] = "hang up"
    write()
    db.session.commit()
    assert delivery.deliver_due() == 0
    assert only_row().state == "queued"
    assert delivery.deliver_due() == 0, "not due before its waiting time is over"
    sink.answers.clear()
    make_due()
    assert delivery.deliver_due() == 1
    assert len({message["Message-ID"] for message in sink.messages}) == 1
    assert len(sink.messages) == 2


def test_a_claimed_mail_is_not_taken_twice(sink: SmtpSink) -> None:
    write()
    db.session.commit()
    assert delivery._claim_next() is not None
    assert delivery._claim_next() is None
    make_due()
    assert delivery._claim_next() is not None, "a claim whose runner died is free again"


def test_without_a_server_mails_are_kept(sink: SmtpSink, app: Flask) -> None:
    app.config["MAIL_SERVER"] = ""
    write()
    db.session.commit()
    assert only_row().state == "kept"
    assert "http://127.0.0.1:8000/a" in only_row().text
    assert db.session.scalar(select(func.count()).where(Job.kind == "mail.deliver")) == 0
    app.config["MAIL_SERVER"] = "127.0.0.1"
    assert delivery.deliver_due() == 0, "an old link is not sent when a server is configured later"


def test_old_mails_are_dropped_and_a_person_can_be_forgotten(sink: SmtpSink, app: Flask) -> None:
    app.config["MAIL_SERVER"] = ""
    write()
    write(to="gone@example.cn")
    mail.forget("gone@example.cn")
    db.session.commit()
    assert only_row().recipient == "reader@example.cn"
    db.session.execute(update(OutboxMessage).values(created_at=utc_now() - dt.timedelta(days=31)))
    delivery.drop_old()
    assert db.session.scalar(select(func.count()).select_from(OutboxMessage)) == 0


def test_links_come_from_the_configured_address(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "BASE_URL", "https://bridge.example.cn/city")
    assert mail.absolute_url("static", filename="a b.css") == "https://bridge.example.cn/city/static/a%20b.css"
    with app.test_request_context("/", headers={"Host": "evil.example"}):
        assert mail.absolute_url("static", filename="x").startswith("https://bridge.example.cn/city/")

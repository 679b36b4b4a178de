"""Conversations without pages: who takes part, bursts of notices, blocks, reports, and the way out."""

import json

import pytest
from sqlalchemy import func, select

from app.accounts.models import Membership, Role
from app.accounts.services import close_account, personal_data
from app.core.audit import AuditEntry
from app.core.errors import Conflict, Forbidden, Invalid
from app.extensions import db
from app.files import access
from app.messages import notices, policies, privacy, queries, services
from app.messages.models import ConversationBlock, Message, MessageReading, MessageReport, Side
from app.messages.services import disconnect
from app.notifications.models import Notification
from tests import factories
from tests.files import samples
from tests.messages.factories import with_fund, with_mentor

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def owner(app):
    return factories.actor()


def told(person, kind="message.written"):
    mine = (Notification.account_id == person.account_id, Notification.kind == kind)
    return db.session.scalar(select(func.count(Notification.id)).where(*mine))


def write(person, connection, body="您好。", **values):
    return services.send(actor=person, connection=connection, body=body, **values)


def test_both_sides_people_take_part_and_nobody_else(owner):
    talk, mentor = with_mentor(owner)
    fund_talk, investor = with_fund(owner)
    startup, fund = owner.membership.organisation, investor.membership.organisation
    assert policies.side_of(factories.actor(of=startup), talk) is Side.PROJECT
    assert policies.side_of(mentor, talk) is Side.OTHER
    assert policies.side_of(factories.actor(Role.INVESTOR, of=fund), fund_talk) is Side.OTHER
    authority = mentor.membership.organisation
    outside = (
        factories.actor(),
        factories.actor(Role.MENTOR, of=authority),
        factories.actor(Role.ORGANISER, of=authority),
        factories.actor(Role.ADMINISTRATOR),
        investor,
    )
    for person in outside:
        assert queries.own_connection(person, talk.id) is None
        assert not list(db.session.scalars(queries.connections(person).where(queries.Connection.id == talk.id)))
        with pytest.raises(Forbidden):
            write(person, talk)
    # A mentor who acts in another of their memberships is not there as the mentor.
    joined = factories.save(Membership(account_id=mentor.account_id, organisation_id=fund.id, role=Role.INVESTOR))
    assert queries.own_connection(factories.Actor(mentor.account, joined), talk.id) is None


def test_messages_are_unread_for_the_other_side_until_read(owner):
    talk, mentor = with_mentor(owner)
    teammate = factories.actor(of=owner.membership.organisation)
    write(owner, talk, "第一条")
    write(owner, talk, "第二条")
    assert queries.unread_counts(mentor, [talk]) == {talk.id: 2}
    assert queries.unread_counts(owner, [talk]) == queries.unread_counts(teammate, [talk]) == {}
    services.mark_read(actor=mentor, connection=talk)
    assert queries.unread_total(mentor) == 0
    write(mentor, talk, "收到")
    assert (queries.unread_total(owner), queries.unread_total(teammate)) == (1, 1)
    row = queries.conversation(teammate, talk)
    assert (row.unread, row.last.body, row.partner.endpoint) == (1, "收到", "mentors.show")
    late = factories.actor(of=owner.membership.organisation)
    assert queries.unread_total(late) == 0
    with pytest.raises(Invalid):
        write(owner, talk, "")


def test_one_notice_a_burst(owner):
    talk, mentor = with_mentor(owner)
    teammate = factories.actor(of=owner.membership.organisation)
    for _ in range(3):
        write(owner, talk)
    assert (told(mentor), told(owner), told(teammate)) == (1, 0, 0)
    services.mark_read(actor=mentor, connection=talk)
    unread = select(Notification).where(Notification.account_id == mentor.account_id, Notification.read_at.is_(None))
    assert db.session.scalars(unread).all() == []
    write(owner, talk)
    assert told(mentor) == 2
    for message in db.session.scalars(select(Message)).unique():
        message.sent_at -= notices.BURST
    db.session.flush()
    write(owner, talk)
    assert told(mentor) == 3
    write(mentor, talk)
    assert (told(owner), told(teammate)) == (1, 1)
    services.mark_read(actor=owner, connection=talk)
    write(mentor, talk)
    assert (told(owner), told(teammate)) == (2, 1)
    assert "您好" not in str(db.session.execute(select(Notification.params)).all())


def test_a_block_stops_both_ways_and_is_lifted_by_its_side(owner):
    talk, mentor = with_mentor(owner)
    teammate = factories.actor(of=owner.membership.organisation)
    with pytest.raises(Conflict):
        services.unblock(actor=owner, connection=talk)
    services.block(actor=owner, connection=talk)
    for person in (owner, mentor):
        with pytest.raises(Conflict):
            write(person, talk)
    with pytest.raises(Conflict):
        services.block(actor=teammate, connection=talk)
    with pytest.raises(Conflict):
        services.unblock(actor=mentor, connection=talk)
    services.block(actor=mentor, connection=talk)
    services.unblock(actor=teammate, connection=talk)
    with pytest.raises(Conflict):
        write(owner, talk)
    services.unblock(actor=mentor, connection=talk)
    write(owner, talk)
    assert db.session.scalar(select(func.count(ConversationBlock.id))) == 2


def test_what_has_ended_is_read_and_not_written(owner):
    talk, mentor = with_mentor(owner)
    write(mentor, talk)
    disconnect(project_id=talk.project_id, other_id=talk.other_id)
    with pytest.raises(Conflict):
        write(owner, talk)
    assert queries.messages(queries.own_connection(owner, talk.id))[0]


def test_attachments_follow_the_rules_and_the_conversation(owner):
    talk, mentor = with_mentor(owner)
    with pytest.raises(Invalid):
        write(owner, talk, uploads=[samples.upload(b"<html>", "x.pdf")])
    with pytest.raises(Invalid):
        write(owner, talk, uploads=[None] * 4)
    message = write(owner, talk, "", uploads=[samples.upload(samples.pdf(), "报价.pdf")])
    file = message.files[0]
    assert file.name == "报价.pdf"
    assert access.can_read(mentor, file)
    assert access.can_read(owner, file)
    assert not access.can_read(factories.actor(), file)
    assert not access.can_read(factories.actor(Role.ADMINISTRATOR), file)
    services.report(actor=mentor, message=message, reason="广告")
    assert access.can_read(factories.actor(Role.ADMINISTRATOR), file)
    services.handle(
        actor=factories.actor(Role.ADMINISTRATOR), report=db.session.scalars(select(MessageReport)).one(), remove=True
    )
    assert not access.can_read(mentor, file)


def test_a_report_shows_staff_of_the_region_one_message(owner):
    talk, mentor = with_mentor(owner)
    bad, mine = write(mentor, talk, "买我的课"), write(owner, talk, "不用")
    here, elsewhere = factories.actor(Role.ORGANISER), factories.actor(Role.ORGANISER)
    elsewhere.membership.organisation.region_code = "110000"
    administrator = factories.actor(Role.ADMINISTRATOR)
    for message, person in ((mine, owner), (bad, mentor), (bad, factories.actor())):
        with pytest.raises(Forbidden):
            services.report(actor=person, message=message, reason="广告")
    with pytest.raises(Invalid):
        services.report(actor=owner, message=bad, reason="")
    report = services.report(actor=owner, message=bad, reason="推销")
    with pytest.raises(Conflict):
        services.report(actor=owner, message=bad, reason="推销")
    kind = "message.reported"
    assert (told(here, kind), told(administrator, kind), told(elsewhere, kind)) == (1, 1, 0)
    for person, sees in ((here, True), (administrator, True), (elsewhere, False), (owner, False), (mentor, False)):
        assert (queries.visible_report(person, report.id) is not None) is sees
        assert (queries.reports_waiting(person) == 1) is sees
    assert queries.own_connection(here, talk.id) is None
    with pytest.raises(Forbidden):
        services.handle(actor=elsewhere, report=report, remove=True)
    services.handle(actor=here, report=report, remove=True)
    with pytest.raises(Conflict):
        services.handle(actor=administrator, report=report, remove=False)
    assert bad.removed_at is not None
    assert told(owner, "message.handled") == 1
    assert told(mentor, "message.handled") == 0
    assert [row.id for row in db.session.scalars(queries.found(owner, "课")).unique()] == []


def test_search_stays_inside_ones_own_conversations(owner):
    talk, mentor = with_mentor(owner)
    other_talk, other = with_mentor(factories.actor())
    write(mentor, talk, "量产良率 100%")
    write(other, other_talk, "量产良率 90%")
    for person in (owner, mentor):
        assert [row.body for row in db.session.scalars(queries.found(person, "良率"))] == ["量产良率 100%"]
    assert [row.body for row in db.session.scalars(queries.found(owner, "100%"))] == ["量产良率 100%"]
    assert db.session.scalars(queries.found(owner, "1_0%")).all() == []
    assert db.session.scalars(queries.found(factories.actor(), "良率")).all() == []


def test_texts_are_not_in_the_log_and_go_with_the_account(owner):
    talk, mentor = with_mentor(owner)
    write(mentor, talk, "canary", uploads=[samples.upload(samples.pdf(), "canary.pdf")])
    file = db.session.scalars(select(Message)).unique().one().files[0]
    bad = write(owner, talk, "广告")
    services.report(actor=mentor, message=bad, reason="canary")
    services.block(actor=mentor, connection=talk)
    db.session.commit()
    logged = [row.after for row in db.session.scalars(select(AuditEntry).where(AuditEntry.table == "message"))]
    assert {entry["body"] for entry in logged} == {"•••"}
    data = personal_data(mentor.account)["conversations"]
    assert (data["messages"][0]["body"], data["messages"][0]["files"]) == ("canary", ["canary.pdf"])
    assert (data["reports"][0]["reason"], len(data["blocks"]), len(data["read"])) == ("canary", 1, 1)
    json.dumps(data)
    close_account(actor=mentor)
    db.session.expire_all()
    assert "canary" not in str(db.session.execute(select(Message.body)).all())
    assert "canary" not in str(db.session.execute(select(MessageReport.reason)).all())
    assert file.deleted_at is not None
    assert db.session.scalars(select(MessageReading.account_id)).all() == [owner.account_id]
    for model in (Message, MessageReading, ConversationBlock, MessageReport):
        name = model.__tablename__
        listed = [*privacy.EXPORTED[name], *privacy.WITHHELD[name]]
        assert sorted(listed) == sorted(column.key for column in model.__table__.columns)


def test_pages_of_a_long_conversation_end_where_they_are_asked_to(owner, monkeypatch):
    monkeypatch.setattr(queries, "PER_PAGE", 2)
    talk, _mentor = with_mentor(owner)
    sent = [write(owner, talk, str(number)) for number in range(5)]
    newest, more = queries.messages(talk)
    assert ([row.body for row in newest], more) == (["3", "4"], True)
    earlier, more = queries.messages(talk, before=sent[1])
    assert ([row.body for row in earlier], more) == (["0"], False)
    there, _more = queries.messages(talk, until=sent[1])
    assert [row.body for row in there] == ["0", "1"]
    assert [row.body for row in queries.messages_after(talk, sent[3])] == ["4"]
    assert queries.message_in(with_mentor(owner)[0], sent[0].id) is None

"""Conversations of the sample city: with something unread, read, not begun, ended, blocked, and with a report."""

import datetime as dt

from sqlalchemy import select

from app.accounts.actor import Actor
from app.core.model import utc_now
from app.demo import papers
from app.demo.roadshows import act_as
from app.demo.seeding import City
from app.extensions import db
from app.messages import services
from app.messages.models import Connection, Message, Side

HOUR = dt.timedelta(hours=1)
TALK = (
    (Side.OTHER, "您好，路演材料我看过了。先说说目前的良率和首批客户？"),
    (Side.PROJECT, "老师好！良率 82%，首批三家客户已签意向，预计下月小批量交付。"),
    (Side.OTHER, "建议先把良率提到 90% 再扩产。供应商那边我可以介绍两家。"),
    (Side.PROJECT, "太好了，我们把测试数据整理好发您。"),
)
UNREAD = "数据收到了。周三下午方便的话，我们线上聊半小时？"
ADVERTISING = "另外推荐一个付费课程，报名找我可以打折。"


def build(city: City) -> None:
    """The first startup's come first, because people look around as it; each of the others shows another state."""
    people = _people(city)
    first = city.projects[0][0].organisation_id
    talks = list(db.session.scalars(select(Connection).order_by(Connection.agreed_at, Connection.id)))
    known = [talk for talk in talks if talk.id in people]
    known.sort(key=lambda talk: talk.project_organisation_id != first)
    for talk in [talk for talk in known if talk.ended_at is not None][:1]:
        ended, talk.ended_at = talk.ended_at, None
        _write(talk, people[talk.id])
        talk.ended_at = ended
    for number, talk in enumerate([talk for talk in known if talk.ended_at is None][:8]):
        sides = people[talk.id]
        if number % 4 == 3:
            continue  # agreed, and nothing written yet
        _write(talk, sides)
        if number == 1:
            act_as(sides[Side.PROJECT])
            services.block(actor=sides[Side.PROJECT], connection=talk)
        if number == 2:
            _report(talk, sides)
    db.session.commit()


def _people(city: City) -> dict[object, dict[Side, Actor]]:
    """Connection → who writes for which side."""
    startups = {actor.organisation_id: actor for actor, _project in city.projects}
    mentors = {actor.account_id: actor for actor, _mentor in city.mentors}
    managers = {actor.organisation_id: actor for actor, _fund in city.funds}
    found: dict[object, dict[Side, Actor]] = {}
    for talk in db.session.scalars(select(Connection)):
        other = mentors.get(talk.other_account_id) or managers.get(talk.other_organisation_id)
        project = startups.get(talk.project_organisation_id)
        if project and other:
            found[talk.id] = {Side.PROJECT: project, Side.OTHER: other}
    return found


def _write(talk: Connection, sides: dict[Side, Actor]) -> None:
    """Over the two days since they agreed; the newest of the other side is unread."""
    talk.agreed_at = min(talk.agreed_at, utc_now() - 48 * HOUR)
    for number, (side, body) in enumerate(TALK):
        act_as(sides[side])
        uploads = [papers.pdf("测试数据", ("测试数据（示例）", ("良率：82%", "样本：1,200 件")))] if number == 3 else []
        _sent(services.send(actor=sides[side], connection=talk, body=body, uploads=uploads), 40 - 8 * number)
    act_as(sides[Side.PROJECT])
    services.mark_read(actor=sides[Side.PROJECT], connection=talk)
    act_as(sides[Side.OTHER])
    services.send(actor=sides[Side.OTHER], connection=talk, body=UNREAD)


def _sent(message: Message, hours_ago: int) -> None:
    message.sent_at = utc_now() - hours_ago * HOUR


def _report(talk: Connection, sides: dict[Side, Actor]) -> None:
    act_as(sides[Side.OTHER])
    bad = services.send(actor=sides[Side.OTHER], connection=talk, body=ADVERTISING)
    act_as(sides[Side.PROJECT])
    services.report(actor=sides[Side.PROJECT], message=bad, reason="与辅导无关的付费推销。")

"""Data rooms of the sample city: access in every state, agreements, openings, requests."""

import datetime as dt

from app.accounts.actor import Actor
from app.core.model import utc_now
from app.core.templating import local
from app.datarooms import services
from app.datarooms.models import DataRoom, RoomDocument, RoomGrant
from app.datarooms.queries import versions
from app.datarooms.sample_terms import sample_terms
from app.demo import papers
from app.demo.roadshows import act_as
from app.demo.seeding import City
from app.extensions import db
from app.files.services import record_opening
from app.projects.models import Project

DAY = dt.timedelta(days=1)
PLAN = (
    (
        "三年财务计划（示例）",
        ("第一年：收入三百二十万元，毛利四成。", "第二年：收入一千一百万元，盈亏平衡。", "第三年：收入三千万元。"),
    ),
    ("资金用途（示例）", ("中试与认证：四成。", "团队扩充：三成五。", "市场与渠道：两成五。")),
)
TABLE = (("股权结构（示例）", ("创始人：百分之六十八。", "联合创始人：百分之二十。", "员工持股平台：百分之十二。")),)
PATENTS = (("知识产权清单（示例）", ("发明专利四项，其中授权两项。", "软件著作权三项。")),)


def build(city: City) -> None:
    published = [(actor, project) for actor, project in city.projects if project.is_published]
    investors = [actor for actor, _fund in city.funds]
    owner, project = published[0]
    room, plan = _fill(owner, project)
    _access(owner, room, investors)
    _openings(investors[0], plan)
    _openings(investors[5], plan)
    act_as(owner)
    newer = papers.pdf("财务计划 第二版", *PLAN)
    services.add_version(actor=owner, document=plan, upload=newer)
    _elsewhere(published, investors)
    db.session.commit()


def _fill(owner: Actor, project: Project) -> tuple[DataRoom, RoomDocument]:
    act_as(owner)
    room = services.open_room(actor=owner, project=project, terms=sample_terms(project.organisation.name))
    finance, legal = (services.add_folder(actor=owner, room=room, name=name) for name in ("财务", "法务与知识产权"))
    plan = services.add_document(
        actor=owner, room=room, upload=papers.pdf("财务计划", *PLAN), name="三年财务计划", folder_id=finance.id
    )
    for upload, name, folder in (
        (papers.pdf("股权结构", *TABLE), "股权结构表", finance),
        (papers.pdf("知识产权", *PATENTS), "知识产权清单", legal),
        (papers.picture("产线照片"), "产线照片", None),
    ):
        services.add_document(actor=owner, room=room, upload=upload, name=name, folder_id=folder.id if folder else None)
    old = services.add_document(actor=owner, room=room, upload=papers.pdf("旧版简介", *TABLE), name="旧版简介")
    services.remove_document(actor=owner, document=old)
    return room, plan


def _access(owner: Actor, room: DataRoom, investors: list[Actor]) -> None:
    """The first and sixth fund read it, the second one's time is over, the third was shut out, the fourth asks, the
    fifth was told no."""
    for number in (0, 1, 2, 5):
        given = _grant(owner, room, investors[number])
        if number != 2:
            _agree(investors[number], room)
        if number == 1:
            given.granted_at, given.expires_at = utc_now() - 40 * DAY, utc_now() - 10 * DAY
        if number == 2:
            act_as(owner)
            services.revoke(actor=owner, grant=given)
    for number, message in ((3, "我们关注柔性传感方向，希望先看财务计划和专利。"), (4, "想了解股权结构。")):
        act_as(investors[number])
        asked = services.ask(actor=investors[number], room=room, message=message)
        if number == 4:
            act_as(owner)
            services.decline(actor=owner, request=asked, reason="本轮额度已满，下一轮再联系。")


def _grant(owner: Actor, room: DataRoom, investor: Actor) -> RoomGrant:
    assert investor.membership
    act_as(owner)
    until = (local(utc_now()) + 30 * DAY).date()
    return services.grant(actor=owner, room=room, organisation=investor.membership.organisation, until=until)


def _agree(investor: Actor, room: DataRoom) -> None:
    act_as(investor)
    services.agree(actor=investor, room=room, number=room.terms_number)


def _openings(investor: Actor, document: RoomDocument) -> None:
    act_as(investor)
    record_opening(actor=investor, file=versions(document)[0].file)


def _elsewhere(published: list[tuple[Actor, Project]], investors: list[Actor]) -> None:
    """The first fund has still to agree to one project's terms, and waits for another's answer."""
    for number in (1, 2):
        owner, project = published[number]
        act_as(owner)
        room = services.open_room(actor=owner, project=project, terms=sample_terms(project.organisation.name))
        services.add_document(actor=owner, room=room, upload=papers.pdf("财务计划", *PLAN), name="财务计划")
        if number == 1:
            _grant(owner, room, investors[0])
        else:
            act_as(investors[0])
            services.ask(actor=investors[0], room=room, message="路演后想进一步了解订单与成本。")

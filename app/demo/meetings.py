"""1:1 meetings of the sample city: a timetable that was kept, and one that is about to be made."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from app.accounts.actor import Actor
from app.core import audit
from app.core.booking import Appointment, book_all
from app.core.moments import city_zone
from app.demo.content import NOTES, REASONS_TO_MEET, TO_DO
from app.demo.seeding import City
from app.events.core import EventMode
from app.extensions import db
from app.funds.models import Fund
from app.projects.models import Project
from app.roadshows.meetings.models import FollowUp, Held, Meeting, MeetingRequest, Side
from app.roadshows.meetings.queries.asking import coming_funds
from app.roadshows.meetings.queries.board import slots_of
from app.roadshows.meetings.services import asking, attending, computing, holding, publishing, rooms
from app.roadshows.models import Roadshow
from app.roadshows.queries.events import lineup

HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)
VIDEO = "https://meet.example.cn/hecheng-"


def hold(city: City, roadshow: Roadshow) -> None:
    """Everybody who agreed to meet gets a time, where there is one; the afternoon has five slots at four tables."""
    assert city.organiser
    _requests(city, roadshow, each=3)
    _act_as(city.organiser)
    begins = _rounded(roadshow.ends_at)
    rooms.add_tables(actor=city.organiser, roadshow=roadshow, count=4)
    rest = (begins + 50 * MINUTE, begins + 65 * MINUTE)
    rooms.add_slots(
        actor=city.organiser,
        roadshow=roadshow,
        begins=begins,
        ends=begins + 140 * MINUTE,
        minutes=20,
        pause=5,
        rest=rest,
    )
    _say_when(city, roadshow)
    _act_as(city.organiser)
    draft = computing.open_run(actor=city.organiser, roadshow=roadshow)
    db.session.commit()
    computing.carry_out(lambda *_: None, timetable_id=draft.id)
    publishing.publish(actor=city.organiser, timetable=draft)
    db.session.commit()


def prepare(city: City, roadshow: Roadshow) -> None:
    """Requests in every state, tables and a video room for tomorrow, and a computed draft to look at."""
    assert city.organiser
    _requests(city, roadshow, each=2, last_open=True)
    _act_as(city.organiser)
    manage: dict[str, Any] = {"actor": city.organiser, "roadshow": roadshow}
    rooms.add_tables(**manage, count=3)
    if roadshow.mode is not EventMode.ON_SITE:
        rooms.add_video_room(**manage, name="视频会议室一", url=f"{VIDEO}1")
    tomorrow = (roadshow.starts_at + 24 * HOUR).astimezone(city_zone())
    begins = tomorrow.replace(hour=9, minute=30, second=0, microsecond=0).astimezone(dt.UTC)
    rest = (begins + 100 * MINUTE, begins + 120 * MINUTE)
    rooms.add_slots(**manage, begins=begins, ends=begins + 220 * MINUTE, minutes=20, pause=5, rest=rest)
    _say_when(city, roadshow)
    _act_as(city.organiser)
    draft = computing.open_run(**manage)
    db.session.commit()
    computing.carry_out(lambda *_: None, timetable_id=draft.id)


def pass_time(city: City, roadshow: Roadshow, passed: dt.timedelta) -> None:
    """The meetings lie as far behind as their roadshow; those who met say what came of it."""
    held = list(
        db.session.scalars(select(Meeting).where(Meeting.roadshow_id == roadshow.id).order_by(Meeting.id)).unique()
    )
    for slot in slots_of(roadshow.id):
        slot.starts_at, slot.ends_at = slot.starts_at - passed, slot.ends_at - passed
        db.session.flush()
    placed = [meeting for meeting in held if meeting.slot is not None]
    book_all([Appointment(m.id, m.people, m.slot.starts_at, m.slot.ends_at) for m in placed if m.slot is not None])
    owners, investors = _owners(city), _investors(city)
    for number, meeting in enumerate(placed):
        sides: tuple[tuple[Side, Actor], ...] = (
            (Side.PROJECT, owners[meeting.project_id]),
            (Side.FUND, investors[meeting.fund_id]),
        )
        for side, actor in sides[: 1 if number % 5 == 4 else 2]:
            _act_as(actor)
            came = Held.MISSED if number % 9 == 8 else Held.MET
            follow_up = city.rng.choice((FollowUp.YES, FollowUp.YES, FollowUp.OPEN, FollowUp.NO))
            holding.tell(actor=actor, meeting=meeting, held=came, follow_up=follow_up if came is Held.MET else None)
            if number % 3 == 0:
                note = city.rng.choice(NOTES)
                holding.write_note(actor=actor, meeting=meeting, text=note, is_shared=side is Side.FUND)
        if number % 2 == 0:
            holding.agree_action(
                actor=sides[0][1],
                meeting=meeting,
                text=city.rng.choice(TO_DO),
                side=Side.PROJECT,
                due_on=meeting.slot.ends_at.date() + dt.timedelta(days=35) if meeting.slot else None,
            )
    db.session.commit()


def _requests(city: City, roadshow: Roadshow, *, each: int, last_open: bool = False) -> None:
    """Every project of the line-up asks some of the funds that come; most say yes."""
    owners, investors = _owners(city), _investors(city)
    funds = coming_funds(roadshow.id)
    known = {(row.project_id, row.fund_id) for row in _asked(roadshow)}
    number = 0
    for project in lineup(roadshow.id):
        for fund in city.rng.sample(list(funds), each):
            if (project.id, fund.id) in known:
                continue
            number += 1
            request = _ask(city, owners[project.id], roadshow, project, fund)
            if number % 4 != 3 or not last_open:
                _answer(investors[fund.id], request, declines=number % 6 == 5)
    db.session.commit()


def _ask(city: City, owner: Actor, roadshow: Roadshow, project: Project, fund: Fund) -> MeetingRequest:
    _act_as(owner)
    reason = city.rng.choice(REASONS_TO_MEET)
    return asking.ask_fund(actor=owner, roadshow=roadshow, project=project, fund=fund, reason=reason)


def _answer(investor: Actor, request: MeetingRequest, *, declines: bool) -> None:
    _act_as(investor)
    if declines:
        asking.decline(actor=investor, request=request, reason="本期暂不关注该方向，欢迎下一轮联系。")
    else:
        asking.accept(actor=investor, request=request)


def _say_when(city: City, roadshow: Roadshow) -> None:
    """Some investors leave early or come late; where it can be chosen, some take part online."""
    slots = [slot for slot in slots_of(roadshow.id) if not slot.is_break]
    for number, fund in enumerate(coming_funds(roadshow.id)):
        investor = _investors(city)[fund.id]
        free = {0: slots, 1: slots[1:], 2: slots[:-1]}.get(number % 4)
        if free is None:
            continue
        _act_as(investor)
        attendance = "online" if number % 8 == 1 else "on_site"
        attending.say(actor=investor, roadshow=roadshow, free=[slot.id for slot in free], attendance=attendance)
    db.session.commit()


def _asked(roadshow: Roadshow) -> Iterable[MeetingRequest]:
    return db.session.scalars(select(MeetingRequest).where(MeetingRequest.roadshow_id == roadshow.id)).unique()


def _owners(city: City) -> dict[object, Actor]:
    return {project.id: actor for actor, project in city.projects}


def _investors(city: City) -> dict[object, Actor]:
    return {fund.id: actor for actor, fund in city.funds}


def _rounded(moment: dt.datetime) -> dt.datetime:
    """The next full half hour, since slots stand in cells of five minutes."""
    return moment.replace(minute=0, second=0, microsecond=0) + HOUR / 2


def _act_as(actor: Actor) -> None:
    """The audit log names whoever does it in the story."""
    audit.acting(actor_id=actor.account_id, membership_id=actor.membership_id)

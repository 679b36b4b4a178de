"""Races for people's time and for rooms."""

import datetime as dt
from typing import Any

from sqlalchemy import func, select

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.core.answering import AnswerState
from app.core.model import utc_now
from app.extensions import db
from app.funds.models import Fund
from app.roadshows.meetings.models import (
    Meeting,
    MeetingRequest,
    MeetingRoom,
    MeetingSlot,
    Placement,
    RoomKind,
    Side,
    Timetable,
    TimetableState,
)
from app.roadshows.models import Roadshow, RoadshowState
from tests import factories
from tests.funds.factories import published as published_fund
from tests.projects.factories import published as published_project
from tests.races import stage
from tests.races.scenes import Rush, cookie

TIMETABLES, MEETINGS = 12, 20


def overlapping_meetings() -> Rush:
    """Twelve organisers publish at once; each timetable has the same investor meet somebody at the same time."""
    investor = factories.actor(Role.INVESTOR)
    fund, starts = published_fund(investor), utc_now().replace(minute=0, second=0, microsecond=0) + dt.timedelta(days=8)
    requests = []
    for _ in range(TIMETABLES):
        organiser = factories.actor(Role.ORGANISER)
        roadshow, draft = _draft(organiser)
        slot, room = _slot(roadshow, starts), _room(roadshow)
        factories.save(_placement(draft, _meeting(roadshow, investor, fund), slot_id=slot.id, room_id=room.id))
        requests.append((cookie(organiser), f"/timetables/{draft.id}/publish", {}))
    mine = (Meeting.fund_person_id == investor.account_id, Meeting.slot_id.is_not(None))
    return Rush(requests, 1, lambda: _number(Meeting, *mine))


def one_room() -> Rush:
    """Colleagues move twenty meetings to the same room at the same time."""
    organiser = factories.actor(Role.ORGANISER)
    roadshow, draft = _draft(organiser)
    slot, room = _slot(roadshow, utc_now() + dt.timedelta(days=8)), _room(roadshow)
    sign_in, place = cookie(organiser), {"slot_id": str(slot.id), "room_id": str(room.id)}
    requests = []
    for _ in range(MEETINGS):
        investor = factories.actor(Role.INVESTOR)
        meeting = _meeting(roadshow, investor, published_fund(investor))
        factories.save(_placement(draft, meeting))
        requests.append((sign_in, f"/timetables/{draft.id}/meetings/{meeting.id}/move", place))
    there = (Placement.slot_id == slot.id, Placement.room_id == room.id)
    return Rush(requests, 1, lambda: _number(Placement, *there))


def _draft(organiser: Actor) -> tuple[Roadshow, Timetable]:
    roadshow = stage.roadshow(organiser)
    roadshow.state = RoadshowState.PUBLISHED
    return roadshow, factories.save(Timetable(roadshow_id=roadshow.id, state=TimetableState.DRAFT))


def _meeting(roadshow: Roadshow, investor: Actor, fund: Fund) -> Meeting:
    owner = factories.actor()
    pair = {"roadshow_id": roadshow.id, "project_id": published_project(owner).id, "fund_id": fund.id}
    asked = {"asked_by": Side.FUND, "asker_id": fund.id, "number": 1, "quota": 10, "state": AnswerState.ACCEPTED}
    request = factories.save(MeetingRequest(**pair, **asked, sent_by_id=investor.account_id, message="想见面"))
    people = {"project_person_id": owner.account_id, "fund_person_id": investor.account_id}
    return factories.save(Meeting(**pair, **people, request_id=request.id))


def _slot(roadshow: Roadshow, starts: dt.datetime) -> MeetingSlot:
    ends = starts + dt.timedelta(minutes=20)
    return factories.save(MeetingSlot(roadshow_id=roadshow.id, starts_at=starts, ends_at=ends))


def _room(roadshow: Roadshow) -> MeetingRoom:
    return factories.save(MeetingRoom(roadshow_id=roadshow.id, name="1 号桌", kind=RoomKind.TABLE, position=1))


def _placement(draft: Timetable, meeting: Meeting, **place: Any) -> Placement:
    return Placement(timetable_id=draft.id, meeting_id=meeting.id, **place)


def _number(model: Any, *conditions: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0


SCENES = {"overlapping_meetings": overlapping_meetings, "one_room": one_room}

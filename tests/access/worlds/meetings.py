import datetime as dt

from sqlalchemy import select

from app.core.answering import AnswerState
from app.extensions import db
from app.roadshows.meetings.models import Meeting, MeetingRequest, Side
from app.roadshows.meetings.queries.board import rooms_of, slots_of
from app.roadshows.meetings.services import adjusting, holding, publishing, rooms
from app.roadshows.models import Roadshow
from tests import factories
from tests.access.world import City
from tests.projects.factories import published


def add(city: City) -> None:
    """The investor has asked to meet the owner's project, and will meet another of theirs; a draft is open."""
    here = city.things["roadshow"]
    asked = db.session.scalars(select(MeetingRequest).filter_by(roadshow_id=here["roadshow_id"])).one()
    city.things["meeting_request"] = {"request_id": asked.id}
    meeting = _agreed(city)
    city.things["meeting"] = {"meeting_id": meeting.id}
    owner = city.people["owner"]
    note = holding.write_note(actor=owner, meeting=meeting, text="我的备注", is_shared=False)
    city.things["meeting_note"] = {"meeting_id": meeting.id, "note_id": note.id}
    action = holding.agree_action(actor=owner, meeting=meeting, text="发送样机数据", side=Side.PROJECT)
    city.things["meeting_action"] = {"meeting_id": meeting.id, "action_id": action.id}
    _timetable(city, meeting)


def _agreed(city: City) -> Meeting:
    owner, investor = city.people["owner"], city.people["investor"]
    pair = {
        "roadshow_id": city.things["roadshow"]["roadshow_id"],
        "project_id": published(owner, name="面谈项目").id,
        "fund_id": city.things["fund"]["fund_id"],
    }
    request = factories.save(
        MeetingRequest(
            **pair,
            asked_by=Side.FUND,
            asker_id=pair["fund_id"],
            sent_by_id=investor.account_id,
            number=1,
            quota=10,
            state=AnswerState.ACCEPTED,
            message="想了解订单。",
        )
    )
    people = {"project_person_id": owner.account_id, "fund_person_id": investor.account_id}
    return factories.save(Meeting(**pair, **people, request_id=request.id))


def _timetable(city: City, meeting: Meeting) -> None:
    organiser = city.people["organiser"]
    shown = db.session.get_one(Roadshow, city.things["roadshow"]["roadshow_id"])
    manage = {"actor": organiser, "roadshow": shown}
    begins = shown.ends_at.replace(minute=0, second=0, microsecond=0) + dt.timedelta(hours=1)
    rooms.add_tables(**manage, count=2)
    rooms.add_slots(**manage, begins=begins, ends=begins + dt.timedelta(hours=1), minutes=20)
    first, _second, third = slots_of(shown.id)
    table, spare = rooms_of(shown.id)
    city.things["meeting_room"], city.things["meeting_slot"] = {"room_id": spare.id}, {"slot_id": third.id}
    made = adjusting.begin(**manage)
    adjusting.move(actor=organiser, timetable=made, meeting_id=meeting.id, place=(first.id, table.id))
    publishing.publish(actor=organiser, timetable=made)
    city.things["timetable_closed"] = {"timetable_id": made.id, "meeting_id": meeting.id}
    city.things["timetable"] = {"timetable_id": adjusting.begin(**manage).id, "meeting_id": meeting.id}

"""Rooms and slots, availability, the computed draft, moves by hand, publishing and planning anew."""

import datetime as dt
import itertools

import icalendar
import pytest
from sqlalchemy import func, select

from app.core.booking import Booking, book
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.mail import OutboxMessage
from app.core.model import new_id, utc_now
from app.extensions import db
from app.roadshows.meetings import calendar
from app.roadshows.meetings.legality import troubles, why_not
from app.roadshows.meetings.models import Meeting, Placement, RoomKind, TimetableState
from app.roadshows.meetings.queries import board as boards
from app.roadshows.meetings.queries.timetables import last_published, open_timetable
from app.roadshows.meetings.services import adjusting, attending, computing, holding, publishing, rooms
from app.roadshows.models import RoadshowState
from app.roadshows.services import moves
from tests import factories
from tests.roadshows.meetings.factories import Scene, scene
from tests.roadshows.test_attendance import kinds

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def crowd(app) -> Scene:
    """Two projects and two funds, all of whom want to meet, in three slots at two tables."""
    made = scene(projects=2, funds=2)
    for fund, project in itertools.product(range(2), range(2)):
        made.agree(fund, project)
    made.set_up(slots=3, tables=2)
    return made


def double_booked() -> int:
    """Meetings that share a slot and a person, or a slot and a room."""
    one, other = select(Meeting).subquery(), select(Meeting).subquery()
    people = (one.c.project_person_id, one.c.fund_person_id)
    theirs = (other.c.project_person_id, other.c.fund_person_id)
    same = (one.c.slot_id == other.c.slot_id) & (one.c.id < other.c.id)
    clash = (one.c.room_id == other.c.room_id) | people[0].in_(theirs) | people[1].in_(theirs)
    return db.session.scalar(select(func.count()).select_from(one.join(other, same & clash)))


def place(board: boards.Board, slot: int, room: int) -> boards.Place:
    return board.slots[slot].id, board.rooms[room].id


def test_slots_leave_breaks_and_never_overlap(app):
    made = scene()
    begins = made.roadshow.ends_at.replace(minute=0, second=0, microsecond=0) + HOUR
    add = {"actor": made.organiser, "roadshow": made.roadshow, "begins": begins, "ends": begins + 3 * HOUR}
    rest = (begins + HOUR, begins + HOUR + dt.timedelta(minutes=30))
    assert rooms.add_slots(**add, minutes=25, pause=5, rest=rest) == 5
    spans = [(slot.starts_at - begins, slot.is_break) for slot in boards.slots_of(made.roadshow.id)]
    minutes = [(int(start.total_seconds() // 60), is_break) for start, is_break in spans]
    assert minutes == [(0, False), (30, False), (60, True), (90, False), (120, False), (150, False)]
    for broken in (
        {"minutes": 20},
        {"minutes": 7},
        {"minutes": 20, "begins": utc_now() - HOUR},
        {"minutes": 20, "ends": begins},
        {"minutes": 500, "begins": begins + 6 * HOUR, "ends": begins + 7 * HOUR},
    ):
        with pytest.raises(Invalid):
            rooms.add_slots(**{**add, **broken})
    with pytest.raises(Forbidden):
        rooms.add_tables(actor=made.owner, roadshow=made.roadshow, count=1)
    with pytest.raises(Invalid):
        rooms.add_video_room(actor=made.organiser, roadshow=made.roadshow, name="视频一", url="")


def test_a_timetable_is_computed_published_and_told(crowd):
    draft = crowd.compute()
    assert (draft.state, draft.summary["placed"]) == (TimetableState.DRAFT, 4)
    assert db.session.scalars(select(Meeting.slot_id)).all() == [None] * 4
    assert publishing.publish(actor=crowd.organiser, timetable=draft) == 4
    assert double_booked() == 0
    assert db.session.scalar(select(func.count()).select_from(Booking)) == 4 * 2 * 4
    for person in (*crowd.owners, *crowd.investors):
        assert kinds(person)[-1] == "roadshow.timetable"
    mail = db.session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.recipient == crowd.owner.account.email)
        .order_by(OutboxMessage.id.desc())
    ).first()
    assert mail.attachments[0]["name"] == "meetings.ics"
    meeting = db.session.scalars(select(Meeting)).first()
    event = icalendar.Calendar.from_ical(calendar.file([meeting])).walk("VEVENT")[0]
    assert (event["STATUS"], event["SEQUENCE"], event["DTSTART"].dt) == ("CONFIRMED", 1, meeting.slot.starts_at)
    assert last_published(crowd.roadshow.id) is draft
    assert open_timetable(crowd.roadshow.id) is None
    assert db.session.scalar(select(func.count(Placement.id))) == 0
    with pytest.raises(Conflict):
        publishing.publish(actor=crowd.organiser, timetable=draft)


def test_people_who_are_not_placed_learn_why(app):
    made = scene(projects=2)
    for project in range(2):
        made.agree(0, project)
    slots = made.set_up(slots=1, tables=1)
    attending.say(actor=made.owners[1], roadshow=made.roadshow, free=[])
    made.publish()
    placed, left = (db.session.scalars(select(Meeting).filter_by(project_id=row.id)).one() for row in made.projects)
    assert (placed.slot_id, left.reason) == (slots[0].id, "no_common_slot")
    assert kinds(made.owners[1])[-1] == "roadshow.not_placed"
    third = scene()
    third.agree()
    third.set_up(slots=1, tables=0)
    rooms.add_video_room(actor=third.organiser, roadshow=third.roadshow, name="视频一", url="https://meet.example.cn/1")
    third.publish()
    assert db.session.scalars(select(Meeting.reason).filter_by(roadshow_id=third.roadshow.id)).all() == ["no_table"]


def test_who_is_online_meets_in_a_video_room(app):
    made = scene(projects=2, mode="both", online_url="https://live.example.cn/1")
    for project in range(2):
        made.agree(0, project)
    slots = made.set_up(slots=2, tables=1)
    video = rooms.add_video_room(
        actor=made.organiser, roadshow=made.roadshow, name="视频一", url="https://meet.example.cn/1"
    )
    attending.say(actor=made.owner, roadshow=made.roadshow, free=[slot.id for slot in slots], attendance="online")
    made.publish()
    kinds_of_rooms = dict(db.session.execute(select(Meeting.project_id, Meeting.room_id)).all())
    assert kinds_of_rooms[made.project.id] == video.id
    assert boards.published(made.roadshow).room_of[kinds_of_rooms[made.projects[1].id]].kind is RoomKind.TABLE


def test_moves_by_hand_are_checked_and_explained(crowd):
    draft = crowd.compute()
    change = {"actor": crowd.organiser, "timetable": draft}
    board = boards.draft(draft)
    first, second = board.placed[0], board.placed[1]
    taken = second.place
    assert taken
    with pytest.raises(Conflict, match=crowd.funds[0].name[:2]):
        adjusting.move(**change, meeting_id=first.id, place=taken)
    free = [
        (slot.id, room.id)
        for slot in board.slots
        for room in board.rooms
        if (slot.id, room.id) not in board.at and not why_not(board, first, slot, room)
    ]
    adjusting.move(**change, meeting_id=first.id, place=free[0])
    assert boards.draft(draft).get(first.id).place == free[0]
    adjusting.pin(**change, meeting_id=first.id, pinned=True)
    for refused in (
        lambda: adjusting.move(**change, meeting_id=first.id, place=board.placed[0].place),
        lambda: adjusting.take_out(**change, meeting_id=first.id),
        lambda: adjusting.swap(**change, meeting_id=first.id, other_id=second.id),
    ):
        with pytest.raises(Conflict):
            refused()
    adjusting.take_out(**change, meeting_id=second.id)
    version = draft.version
    again = crowd.compute()
    assert again is draft
    assert draft.version > version
    item, out = boards.draft(draft).get(first.id), boards.draft(draft).get(second.id)
    assert (item.place, item.is_pinned) == (free[0], True)
    assert (out.place, out.reason) == (None, "removed")
    adjusting.put_back(**change, meeting_id=second.id)
    crowd.compute()
    assert boards.draft(draft).get(second.id).place is not None
    with pytest.raises(Forbidden):
        adjusting.pin(
            actor=factories.actor(factories.Role.ORGANISER), timetable=draft, meeting_id=first.id, pinned=False
        )


def test_two_meetings_change_places(crowd):
    draft = crowd.compute()
    board = boards.draft(draft)
    change = {"actor": crowd.organiser, "timetable": draft}
    pairs = [(one, other) for one, other in itertools.combinations(board.placed, 2) if one.place[0] == other.place[0]]
    one, other = pairs[0]
    before = one.place, other.place
    adjusting.swap(**change, meeting_id=one.id, other_id=other.id)
    after = boards.draft(draft)
    assert (after.get(other.id).place, after.get(one.id).place) == before
    publishing.publish(actor=crowd.organiser, timetable=draft)
    assert double_booked() == 0
    again = adjusting.begin(actor=crowd.organiser, roadshow=crowd.roadshow)
    assert boards.draft(again).changed == []
    adjusting.swap(actor=crowd.organiser, timetable=again, meeting_id=one.id, other_id=other.id)
    assert publishing.publish(actor=crowd.organiser, timetable=again) == 2
    assert double_booked() == 0
    assert kinds(crowd.owner)[-1] == "roadshow.timetable_changed"


def test_planning_anew_moves_few(crowd):
    crowd.publish()
    before = dict(db.session.execute(select(Meeting.id, Meeting.slot_id)).all())
    gone = db.session.scalars(select(Meeting)).first()
    with pytest.raises(Forbidden):
        holding.cancel(actor=crowd.organiser, meeting=gone, reason="不")
    holding.cancel(
        actor=crowd.owner if gone.project_id == crowd.project.id else crowd.owners[1], meeting=gone, reason="出差"
    )
    assert kinds(crowd.organiser)[-1] == "roadshow.meeting_lost"
    assert db.session.scalar(select(func.count()).select_from(Booking).where(Booking.holder_id == gone.id)) == 0
    stays = [slot_id for meeting_id, slot_id in before.items() if meeting_id != gone.id]
    draft = crowd.compute()
    assert (draft.summary["moved"], draft.summary["kept"]) == (0, 3)
    assert sorted(item.place[0] for item in boards.draft(draft).placed) == sorted(stays)
    # Somebody says that they cannot: the draft moves that one meeting.
    adjusting.discard(actor=crowd.organiser, timetable=draft)
    hit = db.session.scalars(select(Meeting).where(Meeting.slot_id.is_not(None))).first()
    person = next(one for one in crowd.owners if one.account_id == hit.project_person_id)
    free = [slot.id for slot in boards.slots_of(crowd.roadshow.id) if slot.id != hit.slot_id]
    attending.say(actor=person, roadshow=crowd.roadshow, free=free)
    assert kinds(crowd.organiser)[-1] == "roadshow.cannot_come"
    assert [item.id for item, _why in troubles(boards.published(crowd.roadshow))] == [hit.id]
    draft = crowd.compute()
    assert [item.id for item in boards.draft(draft).changed] == [hit.id]
    publishing.publish(actor=crowd.organiser, timetable=draft)
    assert double_booked() == 0
    assert troubles(boards.published(crowd.roadshow)) == []


def test_nobody_is_in_two_places_whatever_the_other_appointment_is(app):
    made = scene()
    meeting = made.agree()
    slots = made.set_up(slots=2)
    book(holder=new_id(), account_ids=[made.owner.account_id], starts_at=slots[0].starts_at, ends_at=slots[0].ends_at)
    draft = made.compute()
    assert boards.draft(draft).get(meeting.id).place[0] == slots[1].id
    with pytest.raises(Conflict, match=made.owner.account.name):
        adjusting.move(
            actor=made.organiser,
            timetable=draft,
            meeting_id=meeting.id,
            place=(slots[0].id, boards.rooms_of(made.roadshow.id)[0].id),
        )
    book(
        holder=new_id(), account_ids=[made.investor.account_id], starts_at=slots[1].starts_at, ends_at=slots[1].ends_at
    )
    with pytest.raises(Conflict, match=made.investor.account.name):
        publishing.publish(actor=made.organiser, timetable=draft)
    assert meeting.slot_id is None


def test_what_is_used_is_not_taken_away_and_what_has_begun_is_not_moved(crowd):
    bare = scene()
    with pytest.raises(Conflict):
        computing.start(actor=bare.organiser, roadshow=bare.roadshow)
    draft = crowd.publish()
    meeting = db.session.scalars(select(Meeting)).first()
    for refused in (
        lambda: rooms.remove_slot(actor=crowd.organiser, slot=meeting.slot),
        lambda: rooms.switch_break(actor=crowd.organiser, slot=meeting.slot),
        lambda: rooms.remove_room(actor=crowd.organiser, room=meeting.room),
        lambda: adjusting.pin(actor=crowd.organiser, timetable=draft, meeting_id=meeting.id, pinned=True),
        lambda: holding.tell(actor=crowd.owner, meeting=meeting, held=holding.Held.MET),
    ):
        with pytest.raises((Conflict, Forbidden)):
            refused()
    again = adjusting.begin(actor=crowd.organiser, roadshow=crowd.roadshow)
    meeting.slot.starts_at = utc_now() - dt.timedelta(minutes=10)
    db.session.flush()
    with pytest.raises(Conflict):
        adjusting.take_out(actor=crowd.organiser, timetable=again, meeting_id=meeting.id)
    crowd.compute()
    assert boards.draft(again).get(meeting.id).place == (meeting.slot_id, meeting.room_id)
    moves.move(actor=crowd.organiser, roadshow=crowd.roadshow, to=RoadshowState.LINEUP_FIXED)
    with pytest.raises(Conflict):
        publishing.publish(actor=crowd.organiser, timetable=again)

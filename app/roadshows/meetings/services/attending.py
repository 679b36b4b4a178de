"""When a person can meet."""

import uuid
from collections.abc import Collection

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.actor import Actor
from app.core.errors import Conflict, require
from app.core.model import utc_now
from app.events.places import lock
from app.extensions import db
from app.roadshows.meetings import notices
from app.roadshows.meetings.models import Meeting, MeetingAbsence, MeetingAttendee
from app.roadshows.meetings.queries.asking import joined_roadshow
from app.roadshows.meetings.queries.board import slots_of
from app.roadshows.models import Roadshow, RoadshowState


def say(
    *, actor: Actor, roadshow: Roadshow, free: Collection[uuid.UUID], attendance: str | None = None
) -> MeetingAttendee:
    """The slots in which the person can; in all the others they cannot. The organiser hears when a meeting is hit."""
    require(joined_roadshow(actor, roadshow.id) is not None)
    assert actor.account_id
    lock(roadshow)
    if roadshow.state is RoadshowState.CLOSED:
        raise Conflict(_("The roadshow is closed."))
    row = statement_of(roadshow.id, actor.account_id)
    if row is None:
        row = MeetingAttendee(roadshow_id=roadshow.id, account_id=actor.account_id)
        db.session.add(row)
    row.attendance, row.said_at = roadshow.attendance(attendance), utc_now()
    absent = {slot.id for slot in slots_of(roadshow.id) if not slot.is_break} - set(free)
    row.absences = [MeetingAbsence(slot_id=slot_id) for slot_id in sorted(absent)]
    db.session.flush()
    if _is_hit(roadshow, actor.account_id, absent):
        notices.cannot_come(roadshow, actor.account)
    return row


def statement_of(roadshow_id: uuid.UUID, account_id: uuid.UUID) -> MeetingAttendee | None:
    mine = (MeetingAttendee.roadshow_id == roadshow_id, MeetingAttendee.account_id == account_id)
    return db.session.scalars(select(MeetingAttendee).where(*mine)).unique().one_or_none()


def _is_hit(roadshow: Roadshow, account_id: uuid.UUID, absent: Collection[uuid.UUID]) -> bool:
    mine = (Meeting.project_person_id == account_id) | (Meeting.fund_person_id == account_id)
    hit = select(Meeting.id).where(Meeting.roadshow_id == roadshow.id, mine, Meeting.slot_id.in_(absent))
    return db.session.scalar(hit.limit(1)) is not None

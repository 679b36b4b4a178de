"""What a person wrote about meetings: handed out with their data, and taken away when they close the account."""

from typing import Any

from sqlalchemy import delete, select

from app.accounts.models import Account
from app.events.places import lock
from app.extensions import db
from app.roadshows.meetings.models import MeetingAttendee, MeetingNote
from app.roadshows.meetings.queries.meetings import coming
from app.roadshows.meetings.services.holding import end


def export(account: Account) -> dict[str, Any]:
    notes = select(MeetingNote).where(MeetingNote.author_id == account.id, MeetingNote.removed_at.is_(None))
    said = select(MeetingAttendee).where(MeetingAttendee.account_id == account.id)
    return {
        "notes": [
            {"project": note.meeting.project.name, "fund": note.meeting.fund.name, "text": note.text}
            for note in db.session.scalars(notes.order_by(MeetingNote.created_at)).unique()
        ],
        "availability": [
            {"said_at": row.said_at.isoformat(), "attendance": row.attendance.value, "absences": len(row.absences)}
            for row in db.session.scalars(said.order_by(MeetingAttendee.said_at)).unique()
        ],
    }


def erase(account: Account) -> None:
    """Notes of one's own go; what was shared stays with those it was shared with, under the pseudonym. Meetings to
    come are called off, so that nobody waits for the person."""
    for meeting in coming(account.id):
        lock(meeting.roadshow)
        end(meeting, by=account.id, reason="")
    mine = MeetingNote.author_id == account.id
    db.session.execute(delete(MeetingNote).where(mine, MeetingNote.is_shared.is_(False)))
    db.session.execute(delete(MeetingNote).where(mine, MeetingNote.removed_at.is_not(None)))
    for row in db.session.scalars(select(MeetingAttendee).where(MeetingAttendee.account_id == account.id)).unique():
        db.session.delete(row)
    db.session.flush()

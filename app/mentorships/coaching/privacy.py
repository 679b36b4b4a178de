"""What sessions and ratings keep about a person: handed out to them, and taken away when they close their account."""

from typing import Any

from sqlalchemy import or_, select

from app.accounts.models import Account
from app.extensions import db
from app.files.models import File
from app.files.services import delete as delete_file
from app.mentors.models import Mentor
from app.mentorships.coaching import notices
from app.mentorships.coaching.models import (
    Availability,
    CoachingSession,
    MentorshipFile,
    MentorshipRating,
    SessionNote,
    Side,
)
from app.mentorships.coaching.services.sessions import call_off
from app.mentorships.coaching.slots import write_hours
from app.mentorships.models import Mentorship


def export(account: Account) -> dict[str, Any]:
    notes = select(SessionNote).where(SessionNote.author_id == account.id, SessionNote.removed_at.is_(None))
    ratings = select(MentorshipRating).where(MentorshipRating.author_id == account.id)
    return {
        "sessions": [_session(session) for session in db.session.scalars(_sessions(account)).unique()],
        "notes": [
            {"at": note.created_at.isoformat(), "text": note.text, "shared": note.is_shared}
            for note in db.session.scalars(notes.order_by(SessionNote.created_at)).unique()
        ],
        "ratings": [
            {"stars": rating.stars, "testimonial": rating.testimonial, "public": rating.is_public}
            for rating in db.session.scalars(ratings.order_by(MentorshipRating.created_at)).unique()
        ],
        "availability": [_availability(row) for row in db.session.scalars(_own_hours(account))],
    }


def erase(account: Account) -> None:
    """Nobody waits for the person; what they wrote goes. That sessions took place, and how many stars, stays."""
    for session in db.session.scalars(_sessions(account)).unique().all():
        if call_off(session):
            is_mentor = session.mentorship.mentor.account_id == account.id
            notices.called_off(session, Side.MENTOR if is_mentor else Side.PROJECT)
    for note in db.session.scalars(select(SessionNote).where(SessionNote.author_id == account.id)).unique().all():
        db.session.delete(note)
    mine = select(MentorshipRating).where(MentorshipRating.author_id == account.id)
    for rating in db.session.scalars(mine).unique().all():
        rating.testimonial, rating.is_public, rating.agreed_at = "", False, None
    for availability in db.session.scalars(_own_hours(account)).all():
        db.session.delete(availability)
    shared = select(File).join(MentorshipFile, MentorshipFile.file_id == File.id)
    for file in db.session.scalars(shared.where(File.account_id == account.id, File.deleted_at.is_(None))).all():
        delete_file(file=file)
    db.session.flush()


def _sessions(account: Account) -> Any:
    mentor = (
        select(Mentorship.id).join(Mentor, Mentor.id == Mentorship.mentor_id).where(Mentor.account_id == account.id)
    )
    comes = or_(CoachingSession.attendee_id == account.id, CoachingSession.mentorship_id.in_(mentor))
    return select(CoachingSession).where(comes).order_by(CoachingSession.starts_at, CoachingSession.id)


def _own_hours(account: Account) -> Any:
    own = select(Mentor.id).where(Mentor.account_id == account.id)
    return select(Availability).where(Availability.mentor_id.in_(own)).order_by(Availability.mentor_id)


def _session(session: CoachingSession) -> dict[str, Any]:
    return {
        "project": session.mentorship.project.name,
        "mentor": session.mentorship.mentor.name,
        "starts_at": session.starts_at.isoformat(),
        "minutes": session.minutes,
        "state": session.state.value,
        "topic": session.topic,
        "place": session.place,
    }


def _availability(row: Availability) -> dict[str, Any]:
    return {
        "hours": [
            {"weekday": hours.weekday, "hours": write_hours([(hours.begins, hours.ends)])} for hours in row.hours
        ],
        "exceptions": [
            {"from": day.first_day.isoformat(), "until": day.last_day.isoformat(), "available": day.is_available}
            for day in row.exceptions
        ],
        "place": row.place,
        "video_url": row.video_url,
    }

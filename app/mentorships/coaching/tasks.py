"""Reminders before sessions, and deleting what was removed."""

from sqlalchemy import select

from app.core import jobs
from app.core.model import utc_now
from app.extensions import db
from app.mentorships.coaching import notices
from app.mentorships.coaching.models import CoachingSession, SessionState
from app.mentorships.coaching.services import reports
from app.mentorships.coaching.services.sessions import REMINDED_BEFORE


@jobs.periodic("*/10")
def remind_of_sessions() -> None:
    """One transaction each; the notice is deduplicated, so that a killed run tells nobody twice."""
    now = utc_now()
    near = (
        CoachingSession.state == SessionState.BOOKED,
        CoachingSession.reminded_at.is_(None),
        CoachingSession.starts_at > now,
        CoachingSession.starts_at <= now + REMINDED_BEFORE,
    )
    ids = db.session.scalars(select(CoachingSession.id).where(*near).order_by(CoachingSession.starts_at)).all()
    db.session.commit()
    for session_id in ids:
        locked = select(CoachingSession).where(CoachingSession.id == session_id, *near)
        session = db.session.scalar(locked.with_for_update(of=CoachingSession, key_share=True))
        if session is not None:
            notices.reminded(session)
            session.reminded_at = now
        db.session.commit()


@jobs.periodic("29")
def drop_removed_notes() -> None:
    reports.drop_removed_notes()
    db.session.commit()

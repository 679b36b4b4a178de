"""Who came to a session, as each side tells it, and notes."""

import datetime as dt

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.actor import Actor
from app.core.errors import Conflict, Forbidden, Invalid, require
from app.core.model import utc_now
from app.extensions import db
from app.mentorships.coaching import notices
from app.mentorships.coaching.models import REPORT_DAYS, CoachingSession, SessionNote, SessionState, Side, Turnout
from app.mentorships.coaching.policies import wrote
from app.mentorships.coaching.services.locks import acting_side, lock, lock_running

_RESULT = {Turnout.BOTH: SessionState.HELD, None: SessionState.DISPUTED}


def report(*, actor: Actor, session: CoachingSession, turnout: Turnout) -> None:
    """Each side has its own word; where they differ, the session counts for nothing until they agree."""
    side = acting_side(actor, session.mentorship)
    lock(session.mentorship)
    db.session.refresh(session)
    if session.state in {SessionState.PROPOSED, SessionState.CANCELLED}:
        raise Conflict(_("Only a booked session takes place."))
    if not session.has_begun:
        raise Conflict(_("The session has not begun yet."))
    if session.ends_at + dt.timedelta(days=REPORT_DAYS) < utc_now():
        raise Conflict(_("%(days)s days after a session its record stays as it is.", days=REPORT_DAYS))
    if side is Side.MENTOR:
        session.mentor_report = turnout
    else:
        session.project_report = turnout
    session.state = _RESULT.get(session.turnout, SessionState.MISSED)
    db.session.flush()
    if session.state is not SessionState.HELD:
        notices.reported(session, by=actor)


def write_note(*, actor: Actor, session: CoachingSession, text: str, is_shared: bool) -> SessionNote:
    side = acting_side(actor, session.mentorship)
    lock_running(session.mentorship)
    if actor.account_id is None:
        raise Forbidden
    note = SessionNote(session_id=session.id, author_id=actor.account_id, text=_given(text), is_shared=is_shared)
    note.session = session
    db.session.add(note)
    db.session.flush()
    if is_shared:
        notices.shared(session.mentorship, side, by=actor)
    return note


def edit_note(*, actor: Actor, note: SessionNote, text: str, is_shared: bool) -> None:
    """What was shared may have been read already, so it stays shared."""
    require(wrote(actor, note))
    if note.removed_at is not None:
        raise Conflict(_("The note is deleted."))
    if note.is_shared and not is_shared:
        raise Invalid(_("The other side has seen this note; write a new one for yourself."), "is_shared")
    newly_shared = is_shared and not note.is_shared
    note.text, note.is_shared = _given(text), is_shared
    db.session.flush()
    if newly_shared:
        side = acting_side(actor, note.session.mentorship)
        notices.shared(note.session.mentorship, side, by=actor)


def remove_note(*, actor: Actor, note: SessionNote) -> None:
    require(wrote(actor, note))
    if note.removed_at is not None:
        raise Conflict(_("The note is deleted."))
    note.removed_at = utc_now()
    db.session.flush()


def put_note_back(*, actor: Actor, note: SessionNote) -> None:
    require(wrote(actor, note))
    if note.removed_at is None:
        raise Conflict(_("The note is there."))
    note.removed_at = None
    db.session.flush()


def drop_removed_notes() -> None:
    """For the job: what its writer deleted a day ago is gone."""
    old = select(SessionNote).where(SessionNote.removed_at < utc_now() - dt.timedelta(days=1))
    for note in db.session.scalars(old.order_by(SessionNote.id)).unique().all():
        db.session.delete(note)


def _given(text: str) -> str:
    if not text:
        raise Invalid(_("Write the note."), "text")
    return text

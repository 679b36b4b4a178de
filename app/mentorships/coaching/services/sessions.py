"""Sessions: proposed, booked, moved, cancelled, reported.

A booked session holds the time of both people (`core/booking.py`), so that no session or meeting takes it again.
"""

import datetime as dt
import uuid
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from app.accounts.actor import Actor
from app.core import booking
from app.core.errors import Conflict, Invalid, require
from app.core.model import new_id, utc_now
from app.extensions import db
from app.mentorships.coaching import notices
from app.mentorships.coaching.models import (
    OPEN_SESSION,
    CoachingSession,
    SessionState,
    Side,
)
from app.mentorships.coaching.queries.slots import availability_of, people_of, slots_for
from app.mentorships.coaching.services.locks import acting_side, lock_running
from app.mentorships.models import Mentorship

# So many sessions of one mentorship may lie ahead, so that nobody takes all of a mentor's time.
MOST_AHEAD = 3
SHORTEST, LONGEST = 15, 240
FARTHEST = dt.timedelta(days=180)
# A session this near needs no reminder besides the notice of its booking.
REMINDED_BEFORE = dt.timedelta(hours=24)


def book(*, actor: Actor, mentorship: Mentorship, starts_at: dt.datetime, **details: str) -> CoachingSession:
    """The project takes one of the times that the mentor offers."""
    require(acting_side(actor, mentorship) is Side.PROJECT)
    lock_running(mentorship)
    _refuse_too_many(mentorship)
    minutes = _free_minutes(mentorship, actor.account_id, starts_at)
    session = _new(mentorship, Side.PROJECT, details)
    _hold(session, actor.account_id, starts_at, minutes)
    notices.booked(session, by=actor)
    return session


def propose(
    *, actor: Actor, mentorship: Mentorship, starts_at: dt.datetime, minutes: int, **details: str
) -> CoachingSession:
    """Either side names a time, which the other answers; nobody's time is held meanwhile."""
    side = acting_side(actor, mentorship)
    lock_running(mentorship)
    _refuse_too_many(mentorship)
    session = _new(mentorship, side, details)
    _propose(session, actor, side, starts_at, minutes)
    notices.proposed(session, by=actor)
    return session


def accept(*, actor: Actor, session: CoachingSession) -> None:
    """Say yes to a time that the other side proposed; whoever says yes for the project comes."""
    side = _locked(actor, session)
    if session.state is not SessionState.PROPOSED or session.proposed_by is side:
        raise Conflict(_("No proposal waits for your answer."))
    if session.has_begun:
        raise Conflict(_("The proposed time is over. Propose another one."))
    attendee_id = actor.account_id if side is Side.PROJECT else session.attendee_id
    _hold(session, attendee_id, session.starts_at, session.minutes)
    notices.booked(session, by=actor)


def move_to_slot(*, actor: Actor, session: CoachingSession, starts_at: dt.datetime) -> None:
    """The project takes another of the mentor's free times; the old one is free again."""
    require(_locked(actor, session) is Side.PROJECT)
    _refuse_begun(session)
    attendee_id = session.attendee_id or actor.account_id
    minutes = _free_minutes(session.mentorship, attendee_id, starts_at)
    _hold(session, attendee_id, starts_at, minutes)
    session.proposed_by = Side.PROJECT
    db.session.flush()
    notices.moved(session, by=actor)


def propose_other(*, actor: Actor, session: CoachingSession, starts_at: dt.datetime, minutes: int) -> None:
    """Name another time. What was booked is given up, because who proposes cannot come then."""
    side = _locked(actor, session)
    _refuse_begun(session)
    booking.release(holder=session.id)
    _propose(session, actor, side, starts_at, minutes)
    notices.proposed(session, by=actor)


def edit(
    *,
    actor: Actor,
    session: CoachingSession,
    topic: str,
    place: str,
    video_url: str,
    attendee_id: uuid.UUID | None = None,
) -> None:
    """What it is about and where; the project also says who comes."""
    side = _locked(actor, session)
    if session.state is SessionState.CANCELLED:
        raise Conflict(_("The session is cancelled."))
    where = (session.place, session.video_url)
    session.topic, session.place, session.video_url = topic, place, video_url
    if side is Side.PROJECT and attendee_id and attendee_id != session.attendee_id and session.is_open:
        if attendee_id not in {person.id for person in people_of(session.mentorship)}:
            raise Invalid(_("Choose somebody of the project."), "attendee_id")
        if session.state is SessionState.BOOKED:
            _hold(session, attendee_id, session.starts_at, session.minutes)
        session.attendee_id = attendee_id
    db.session.flush()
    if session.state is SessionState.BOOKED and where != (place, video_url) and not session.has_begun:
        notices.moved(session, by=actor)


def cancel(*, actor: Actor, session: CoachingSession, reason: str) -> None:
    """Call it off, or say no to a proposal. Only one's own proposal needs no reason."""
    side = _locked(actor, session)
    _refuse_begun(session)
    own_proposal = session.state is SessionState.PROPOSED and session.proposed_by is side
    if not reason and not own_proposal:
        raise Invalid(_("Give a reason; the other side reads it."), "reason")
    _cancel(session, side, reason)
    notices.cancelled(session, by=actor)


def close_all(*, mentorship: Mentorship) -> None:
    """The mentorship has ended: what lay ahead does not take place, and its time is free."""
    ahead = select(CoachingSession).where(
        CoachingSession.mentorship_id == mentorship.id, CoachingSession.state.in_(OPEN_SESSION)
    )
    for session in db.session.scalars(ahead.order_by(CoachingSession.id)).unique().all():
        call_off(session)


def call_off(session: CoachingSession) -> bool:
    """Without anybody's doing: the mentorship ended, or somebody left. What has begun waits for who tells of it."""
    ahead = session.state is SessionState.PROPOSED or (session.state is SessionState.BOOKED and not session.has_begun)
    if ahead:
        _cancel(session, None, "")
    return ahead


def _cancel(session: CoachingSession, side: Side | None, reason: str) -> None:
    session.state, session.cancelled_by, session.cancel_reason = SessionState.CANCELLED, side, reason
    session.cancelled_at = utc_now()
    booking.release(holder=session.id)
    db.session.flush()


def _locked(actor: Actor, session: CoachingSession) -> Side:
    """The side the person acts on; the session as it is now."""
    side = acting_side(actor, session.mentorship)
    lock_running(session.mentorship)
    db.session.refresh(session)
    return side


def _refuse_begun(session: CoachingSession) -> None:
    """A proposal that nobody answered in time can still be moved or taken back."""
    if not session.is_open:
        raise Conflict(_("The session is not ahead any more."))
    if session.state is SessionState.BOOKED and session.has_begun:
        raise Conflict(_("The session has begun. Say who came instead."))


def _refuse_too_many(mentorship: Mentorship) -> None:
    ahead = select(func.count()).where(
        CoachingSession.mentorship_id == mentorship.id,
        CoachingSession.state.in_(OPEN_SESSION),
        CoachingSession.starts_at > utc_now(),
    )
    if (db.session.scalar(ahead) or 0) >= MOST_AHEAD:
        raise Conflict(_("%(most)s sessions lie ahead already. Hold or cancel one first.", most=MOST_AHEAD))


def _free_minutes(mentorship: Mentorship, attendee_id: uuid.UUID | None, starts_at: dt.datetime) -> int:
    """How long the mentor's slot at this time is; refused when it is none, or not free any more."""
    availability = availability_of(mentorship.mentor_id)
    if availability is None or starts_at not in slots_for(mentorship, attendee_id):
        raise Conflict(_("This time is not free any more. Choose another one."))
    return availability.slot_minutes


def _new(mentorship: Mentorship, side: Side, details: dict[str, str]) -> CoachingSession:
    """Without a place or a link the mentor's own count."""
    usual = availability_of(mentorship.mentor_id)
    given: dict[str, Any] = {"topic": "", "place": "", "video_url": "", **details}
    if usual is not None and not given["place"] and not given["video_url"]:
        given["place"], given["video_url"] = usual.place, usual.video_url
    session = CoachingSession(id=new_id(), mentorship_id=mentorship.id, proposed_by=side, **given)
    session.mentorship = mentorship
    return session


def _propose(session: CoachingSession, actor: Actor, side: Side, starts_at: dt.datetime, minutes: int) -> None:
    if not SHORTEST <= minutes <= LONGEST:
        raise Invalid(
            _("A session takes between %(least)s and %(most)s minutes.", least=SHORTEST, most=LONGEST), "minutes"
        )
    if not utc_now() < starts_at <= utc_now() + FARTHEST:
        raise Invalid(_("Choose a time within the next %(days)s days.", days=FARTHEST.days), "starts_at")
    _set_times(session, starts_at, minutes)
    assert actor.account_id
    if booking.busy([actor.account_id], session.starts_at, session.ends_at):
        raise Invalid(_("You have another appointment then."), "starts_at")
    session.state, session.proposed_by = SessionState.PROPOSED, side
    if side is Side.PROJECT:
        session.attendee_id = actor.account_id
    db.session.add(session)
    db.session.flush()


def _set_times(session: CoachingSession, starts_at: dt.datetime, minutes: int) -> None:
    session.starts_at, session.minutes = starts_at, minutes
    session.ends_at = starts_at + dt.timedelta(minutes=minutes)
    session.reminded_at = utc_now() if starts_at - utc_now() <= REMINDED_BEFORE else None


def _hold(session: CoachingSession, attendee_id: uuid.UUID | None, starts_at: dt.datetime, minutes: int) -> None:
    """Booked, with the time of both people; a refusal has changed nothing."""
    mentor = session.mentorship.mentor
    people = {mentor.account_id: mentor.name}
    if attendee_id:
        found = (person.name for person in people_of(session.mentorship) if person.id == attendee_id)
        people[attendee_id] = next(found, _("whoever comes for the project"))
    wanted = {"starts_at": starts_at, "ends_at": starts_at + dt.timedelta(minutes=minutes)}
    try:
        booking.book(holder=session.id, account_ids=[one for one in people if one], **wanted)
    except booking.Busy as refused:
        names = _(", ").join(people[one] for one in people if one in refused.account_ids)
        raise Conflict(_("Another appointment at this time: %(names)s. Choose another one.", names=names)) from None
    session.state, session.attendee_id = SessionState.BOOKED, attendee_id
    _set_times(session, starts_at, minutes)
    db.session.add(session)
    db.session.flush()

"""Reading the register and its applications."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager

from app.accounts.actor import Actor
from app.accounts.models import SignIn
from app.core.profiles import ProfileState
from app.extensions import db
from app.mentors import register
from app.mentors.models import Filing, FilingEvent, FilingKind, FilingState, Mentor, Standing
from app.mentors.policies import can_see, keeps_register, owns

OPEN = (FilingState.DRAFT, FilingState.SUBMITTED, FilingState.RETURNED)
# What an authority sees of the applications to it: a draft is the mentor's own.
SENT = tuple(state for state in FilingState if state is not FilingState.DRAFT)
ORDERS: dict[str, Any] = {
    "name": (Mentor.sort_key, Mentor.id),
    "until": (Mentor.filed_until, Mentor.sort_key, Mentor.id),
}


def kept_mentor(actor: Actor, mentor_id: uuid.UUID) -> Mentor | None:
    """For the mentor and for the authority that keeps the register; others see what the register shows."""
    mentor = db.session.get(Mentor, mentor_id)
    if mentor is None or not can_see(actor, mentor):
        return None
    return mentor if owns(actor, mentor) or keeps_register(actor, mentor) else None


def own_filing(actor: Actor, filing_id: uuid.UUID) -> Filing | None:
    """An application of the person, or one that was sent to the authority that the person works for."""
    filing = db.session.get(Filing, filing_id)
    if filing is None:
        return None
    sent = filing.state in SENT and keeps_register(actor, filing.mentor)
    return filing if sent or owns(actor, filing.mentor) else None


def open_filing(mentor_id: uuid.UUID) -> Filing | None:
    return db.session.scalar(select(Filing).where(Filing.mentor_id == mentor_id, Filing.state.in_(OPEN)))


def newest_filing(mentor_id: uuid.UUID) -> Filing | None:
    statement = select(Filing).where(Filing.mentor_id == mentor_id)
    return db.session.scalar(statement.order_by(Filing.created_at.desc(), Filing.id.desc()).limit(1))


def history(mentor_id: uuid.UUID) -> Sequence[FilingEvent]:
    """Every step, newest first."""
    statement = select(FilingEvent).where(FilingEvent.mentor_id == mentor_id)
    return db.session.scalars(statement.order_by(FilingEvent.at.desc(), FilingEvent.id.desc())).unique().all()


def queue(
    actor: Actor, *, state: FilingState | None = FilingState.SUBMITTED, kind: FilingKind | None = None, words: str = ""
) -> Select[Filing]:
    """Applications to the authority, those that wait longest first."""
    statement = select(Filing).join(Filing.mentor).options(contains_eager(Filing.mentor))
    statement = statement.where(Mentor.organisation_id == actor.organisation_id, Filing.state.in_(SENT))
    if state is not None:
        statement = statement.where(Filing.state == state)
    if kind is not None:
        statement = statement.where(Filing.kind == kind)
    if words:
        statement = statement.where(named(words))
    return statement.order_by(Filing.submitted_at, Filing.id)


def waiting(actor: Actor) -> int:
    """How many applications wait for the authority's decision."""
    statement = queue(actor).with_only_columns(func.count()).order_by(None)
    return db.session.scalar(statement) or 0


def of_authority(
    actor: Actor, *, standing: Standing | None = None, soon: bool = False, words: str = "", order: str = "name"
) -> Select[Any]:
    """(mentor, when they were last active): everybody whom the authority knows, but for untouched drafts."""
    active = select(SignIn.account_id, func.max(SignIn.last_used_at).label("at")).group_by(SignIn.account_id).subquery()
    statement = select(Mentor, active.c.at).outerjoin(active, active.c.account_id == Mentor.account_id)
    statement = statement.where(Mentor.organisation_id == actor.organisation_id, Mentor.state != ProfileState.ARCHIVED)
    statement = statement.where(
        or_(Mentor.state == ProfileState.PUBLISHED, Mentor.standing != Standing.UNFILED, Mentor.account_id.is_(None))
    )
    if standing is not None:
        statement = statement.where(Mentor.standing == standing)
    if soon:
        statement = statement.where(ends_soon())
    if words:
        statement = statement.where(named(words))
    return statement.order_by(*ORDERS.get(order, ORDERS["name"]))


def ending(actor: Actor) -> int:
    """How many filings of the authority end within the time in which they can be renewed."""
    statement = select(func.count()).select_from(Mentor)
    return db.session.scalar(statement.where(Mentor.organisation_id == actor.organisation_id, ends_soon())) or 0


def ends_soon() -> ColumnElement[bool]:
    return and_(Mentor.standing == Standing.FILED, Mentor.filed_until <= register.today() + register.RENEWABLE)


def last_active(mentor: Mentor) -> dt.datetime | None:
    return db.session.scalar(select(func.max(SignIn.last_used_at)).where(SignIn.account_id == mentor.account_id))


def in_register(number: str) -> Mentor | None:
    """The mentor of this number, if the register shows them today."""
    mentor = db.session.scalar(select(Mentor).where(Mentor.filing_number == number))
    if mentor is None or not mentor.is_published or not mentor.is_filed or mentor.filed_until is None:
        return None
    return mentor if mentor.filed_until >= register.today() else None


def named(words: str) -> ColumnElement[bool]:
    """The name, the employer or the number holds the words."""
    columns = (Mentor.name, Mentor.employer, Mentor.filing_number)
    return or_(*(column.icontains(words, autoescape=True) for column in columns))


# What the jobs need


def over() -> Sequence[uuid.UUID]:
    """Mentors whose last day has passed."""
    statement = select(Mentor.id).where(Mentor.standing == Standing.FILED, Mentor.filed_until < register.today())
    return db.session.scalars(statement.order_by(Mentor.filed_until, Mentor.id)).all()


def to_remind(days: int) -> Sequence[Mentor]:
    """Filed mentors whose period ends in so many days, or a little sooner when the job was not running; without those
    who have applied for the next."""
    sent = select(Filing.mentor_id).where(Filing.state == FilingState.SUBMITTED)
    last = register.today() + dt.timedelta(days=days)
    statement = select(Mentor).where(
        Mentor.standing == Standing.FILED,
        Mentor.state == ProfileState.PUBLISHED,
        Mentor.account_id.is_not(None),
        Mentor.filed_until.between(last - dt.timedelta(days=2), last),
        Mentor.id.not_in(sent),
    )
    return db.session.scalars(statement.order_by(Mentor.filed_until, Mentor.id)).unique().all()

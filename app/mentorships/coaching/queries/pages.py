"""What the page of a mentorship and that of a session show."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Select, and_, or_, select

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.core.model import utc_now
from app.extensions import db
from app.mentors.models import Mentor
from app.mentorships.coaching.models import (
    ActionItem,
    CoachingSession,
    Goal,
    MentorshipFile,
    SessionNote,
    SessionState,
    StepState,
)
from app.mentorships.coaching.policies import can_read_note
from app.mentorships.models import Mentorship
from app.projects.models import Project

_STEP_ORDER = (StepState.OPEN, StepState.DONE, StepState.DROPPED)


@dataclass
class Activity:
    """How much came about so far."""

    held: int = 0
    minutes: int = 0
    missed: int = 0
    last: dt.datetime | None = None
    next: CoachingSession | None = None
    unreported: list[CoachingSession] = field(default_factory=list)


def goals(mentorship_id: uuid.UUID) -> list[Goal]:
    rows = db.session.scalars(select(Goal).where(Goal.mentorship_id == mentorship_id)).unique()
    return sorted(rows, key=_step_key)


def actions(mentorship_id: uuid.UUID) -> list[ActionItem]:
    rows = db.session.scalars(select(ActionItem).where(ActionItem.mentorship_id == mentorship_id)).unique()
    return sorted(rows, key=_step_key)


def actions_of_session(session: CoachingSession) -> list[ActionItem]:
    rows = db.session.scalars(select(ActionItem).where(ActionItem.session_id == session.id)).unique()
    return sorted(rows, key=_step_key)


def _step_key(step: Goal | ActionItem) -> tuple[int, dt.date, uuid.UUID]:
    """Open ones first, by day; what has no day last."""
    return _STEP_ORDER.index(step.state), step.due_on or dt.date.max, step.id


def sessions(mentorship_id: uuid.UUID) -> Sequence[CoachingSession]:
    """Newest first."""
    statement = select(CoachingSession).where(CoachingSession.mentorship_id == mentorship_id)
    return db.session.scalars(statement.order_by(CoachingSession.starts_at.desc(), CoachingSession.id)).unique().all()


def activity(rows: Sequence[CoachingSession]) -> Activity:
    found, now = Activity(), utc_now()
    for row in sorted(rows, key=lambda row: (row.starts_at, row.id)):
        if row.state is SessionState.HELD:
            found.held, found.minutes, found.last = found.held + 1, found.minutes + row.minutes, row.starts_at
        elif row.state is SessionState.MISSED:
            found.missed += 1
        elif row.state is SessionState.BOOKED and row.starts_at <= now:
            found.unreported.append(row)
        elif row.is_open and row.starts_at > now and found.next is None:
            found.next = row
    return found


def files(mentorship_id: uuid.UUID) -> Sequence[MentorshipFile]:
    statement = select(MentorshipFile).where(
        MentorshipFile.mentorship_id == mentorship_id, MentorshipFile.removed_at.is_(None)
    )
    return db.session.scalars(statement.order_by(MentorshipFile.created_at.desc(), MentorshipFile.id)).unique().all()


def notes(actor: Actor, session: CoachingSession) -> list[SessionNote]:
    """The shared ones, and the reader's own."""
    statement = select(SessionNote).where(
        SessionNote.session_id == session.id,
        SessionNote.removed_at.is_(None),
        or_(SessionNote.is_shared, SessionNote.author_id == actor.account_id),
    )
    rows = db.session.scalars(statement.order_by(SessionNote.created_at, SessionNote.id)).unique()
    return [row for row in rows if can_read_note(actor, row)]


def own_sessions(actor: Actor, *, state: str = "") -> Select[CoachingSession]:
    """The sessions of all the person's mentorships in the role they act in; what lies ahead first."""
    statement = (
        select(CoachingSession)
        .join(Mentorship, Mentorship.id == CoachingSession.mentorship_id)
        .join(Mentor, Mentor.id == Mentorship.mentor_id)
        .join(Project, Project.id == Mentorship.project_id)
        .where(mine(actor))
    )
    now, ahead = utc_now(), CoachingSession.state.in_((SessionState.PROPOSED, SessionState.BOOKED))
    if state == "ahead":
        statement = statement.where(ahead, CoachingSession.starts_at > now)
        return statement.order_by(CoachingSession.starts_at, CoachingSession.id)
    if state == "report":
        statement = statement.where(CoachingSession.state == SessionState.BOOKED, CoachingSession.starts_at <= now)
    elif state in set(SessionState):
        statement = statement.where(CoachingSession.state == state)
    return statement.order_by(CoachingSession.starts_at.desc(), CoachingSession.id)


def mine(actor: Actor) -> ColumnElement[bool]:
    """For statements over mentorship, mentor and project: the person's own, in the role they act in."""
    if actor.is_(Role.MENTOR):
        return and_(Mentor.account_id == actor.account_id, Mentor.organisation_id == actor.organisation_id)
    if actor.is_(Role.ENTREPRENEUR):
        return Project.organisation_id == actor.organisation_id
    return Mentorship.id.is_(None)

"""Sessions in the calendar of whoever comes to them."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from sqlalchemy import and_, or_, select

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.core.agenda import Entry, agenda
from app.core.mail import path_to
from app.extensions import db
from app.mentors.models import Mentor
from app.mentorships.coaching import ics
from app.mentorships.coaching.models import CoachingSession, SessionState
from app.mentorships.models import Mentorship
from app.projects.models import Project


@agenda
def sessions(actor: Any, start: dt.datetime, end: dt.datetime) -> Iterable[Entry]:
    """In all of the person's memberships; what is only proposed is tentative, and stands with all who may accept."""
    if not isinstance(actor, Actor) or actor.account is None:
        return
    places = {role: [m.organisation_id for m in actor.memberships if m.role is role] for role in Role}
    as_mentor = and_(Mentor.account_id == actor.account_id, Mentor.organisation_id.in_(places[Role.MENTOR]))
    comes = or_(CoachingSession.attendee_id == actor.account_id, CoachingSession.attendee_id.is_(None))
    for_project = and_(Project.organisation_id.in_(places[Role.ENTREPRENEUR]), comes)
    statement = (
        select(CoachingSession)
        .join(Mentorship, Mentorship.id == CoachingSession.mentorship_id)
        .join(Mentor, Mentor.id == Mentorship.mentor_id)
        .join(Project, Project.id == Mentorship.project_id)
        .where(
            or_(as_mentor, for_project),
            CoachingSession.state != SessionState.CANCELLED,
            CoachingSession.starts_at < end,
            CoachingSession.ends_at > start,
        )
        .order_by(CoachingSession.starts_at, CoachingSession.id)
    )
    for session in db.session.scalars(statement).unique():
        yield Entry(
            uid=ics.uid(session),
            title=ics.title(session),
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            url=path_to("coaching.session", session_id=session.id),
            place=session.place or session.video_url,
            kind="coaching",
            changed_at=session.updated_at,
            sequence=session.version,
            is_tentative=session.state is SessionState.PROPOSED,
        )

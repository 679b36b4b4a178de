"""Mentors in the register, and what they do for tenants."""

from typing import Any

from sqlalchemy import Select, case, exists
from sqlalchemy.orm import aliased

from app.accounts.models import Organisation
from app.carriers.models import CarrierPeriod, Tenancy
from app.indicators.formulas.base import Formula, Window, counted, of_carrier, there
from app.indicators.formulas.tenants import inside
from app.mentors.models import FilingEvent, FilingStep, Mentor
from app.mentorships.coaching.models import CoachingSession, SessionState
from app.mentorships.models import Mentorship
from app.projects.models import Project

FILED = (FilingStep.APPROVED, FilingStep.ENTERED, FilingStep.CARRIED_OVER, FilingStep.REINSTATED)
NOT_FILED = (FilingStep.SUSPENDED, FilingStep.EXPIRED)


def mentors(window: Window) -> Select[Any]:
    """Whose last step in the register until that day let them in. Without a place of their own: the register's."""
    later = aliased(FilingEvent)
    over = exists().where(
        later.mentor_id == FilingEvent.mentor_id,
        later.id > FilingEvent.id,
        later.at < window.end,
        later.step.in_([*FILED, *NOT_FILED]),
    )
    zone = case((Mentor.region_code != "", Mentor.region_code), else_=Organisation.region_code)
    return (
        counted("mentor", Mentor.id, Mentor.name, day=Mentor.filed_on, zone=zone)
        .select_from(FilingEvent)
        .join(Mentor, Mentor.id == FilingEvent.mentor_id)
        .join(Organisation, Organisation.id == Mentor.organisation_id)
        .where(FilingEvent.step.in_(FILED), FilingEvent.at < window.end, ~over)
    )


def mentored_tenants(window: Window) -> Select[Any]:
    coached = exists().where(
        Mentorship.project_id == Tenancy.project_id, there(Mentorship.started_at, Mentorship.ended_at, window.end)
    )
    return inside(window).where(coached)


def coaching_sessions(window: Window) -> Select[Any]:
    """Held with a project while it was a tenant; on the day of a hand-over it counts at the new carrier."""
    held = CoachingSession.starts_at
    then = (Tenancy.project_id == Mentorship.project_id) & there(Tenancy.entered_on, Tenancy.left_on, held)
    return (
        counted("session", CoachingSession.id, Project.name, day=held, carrier=Tenancy.carrier_id)
        .select_from(CoachingSession)
        .join(Mentorship, Mentorship.id == CoachingSession.mentorship_id)
        .join(Project, Project.id == Mentorship.project_id)
        .join(Tenancy, then)
        .join(CarrierPeriod, of_carrier(Tenancy.carrier_id, held))
        .where(CoachingSession.state == SessionState.HELD, held >= window.start, held < window.end)
    )


MENTORS: dict[str, Formula] = {formula.__name__: formula for formula in (mentors, mentored_tenants, coaching_sessions)}

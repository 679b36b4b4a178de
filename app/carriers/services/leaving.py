"""The end of a tenancy, for whatever reason: the tenant leaves and its service team is free."""

import datetime as dt

from flask_babel import gettext as _
from sqlalchemy import Select, select

from app.carriers import notices
from app.carriers.models import Admission, LeaveReason, ServiceAssignment, Tenancy
from app.core.answering import AnswerState, settle
from app.core.errors import Invalid
from app.extensions import db
from app.projects.models import Project


def hold(tenancy: Tenancy) -> None:
    """Lock the project, then read the tenancy again."""
    db.session.execute(select(Project.id).where(Project.id == tenancy.project_id).with_for_update(key_share=True))
    db.session.refresh(tenancy)


def leave_behind(tenancy: Tenancy, day: dt.date, reason: LeaveReason, note: str = "") -> None:
    """End it on this day, the first one outside. The caller holds the project's row."""
    if day < tenancy.entered_on:
        raise Invalid(_("The tenancy began on %(day)s; choose a later day.", day=tenancy.entered_on), "left_on")
    tenancy.left_on, tenancy.left_reason, tenancy.leave_note = day, reason, note
    for assignment in db.session.scalars(acting(tenancy)):
        assignment.ended_on = max(day, assignment.started_on)
    db.session.flush()


def close_questions(tenancy: Tenancy) -> None:
    """Hand-overs that wait are about a tenant that is gone."""
    waiting = select(Admission).where(Admission.tenancy_id == tenancy.id, Admission.state == AnswerState.PENDING)
    for admission in db.session.scalars(waiting.order_by(Admission.id)).unique():
        settle(admission, AnswerState.WITHDRAWN)
        notices.admission_answered(admission)


def acting(tenancy: Tenancy) -> Select[ServiceAssignment]:
    statement = select(ServiceAssignment).where(ServiceAssignment.tenancy_id == tenancy.id)
    return statement.where(ServiceAssignment.ended_on.is_(None)).order_by(ServiceAssignment.role)

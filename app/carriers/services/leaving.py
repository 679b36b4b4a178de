"""The end of a tenancy, for whatever reason: the tenant leaves and its service team is free."""

import datetime as dt

from flask_babel import gettext as _
from sqlalchemy import Select, select

from app.carriers.models import LeaveReason, ServiceAssignment, Tenancy
from app.core.errors import Invalid
from app.extensions import db


def leave_behind(tenancy: Tenancy, day: dt.date, reason: LeaveReason, note: str = "") -> None:
    """End it on this day, the first one outside. The caller holds the project's row."""
    if day < tenancy.entered_on:
        raise Invalid(_("The tenancy began on %(day)s; choose a later day.", day=tenancy.entered_on), "left_on")
    tenancy.left_on, tenancy.left_reason, tenancy.leave_note = day, reason, note
    for assignment in db.session.scalars(acting(tenancy)):
        assignment.ended_on = max(day, assignment.started_on)
    db.session.flush()


def acting(tenancy: Tenancy) -> Select[ServiceAssignment]:
    statement = select(ServiceAssignment).where(ServiceAssignment.tenancy_id == tenancy.id)
    return statement.where(ServiceAssignment.ended_on.is_(None)).order_by(ServiceAssignment.role)

"""A tenancy while it lasts: what is known of it, who looks after it, and its end without another carrier."""

import datetime as dt
import uuid
from decimal import Decimal

from flask_babel import gettext as _

from app.accounts.actor import Actor
from app.carriers import notices
from app.carriers.models import CarrierStaff, LeaveReason, ServiceAssignment, TeamRole, Tenancy
from app.carriers.policies import is_tenant, looks_after
from app.carriers.queries.tenancies import present_tenancy
from app.carriers.services.leaving import acting, close_questions, hold, leave_behind
from app.core.days import city_day
from app.core.errors import Conflict, Invalid, require
from app.core.model import utc_now
from app.extensions import db

# Why staff may say that a tenant left; the rest follows from graduating, handing over or contesting.
STAFF_REASONS = (LeaveReason.MOVED_OUT, LeaveReason.DISMISSED, LeaveReason.CLOSED_DOWN)


def describe(*, actor: Actor, tenancy: Tenancy, registered_on: dt.date | None, area: Decimal | None) -> None:
    """Since when it is a company, and how much room it has."""
    require(looks_after(actor, tenancy))
    if registered_on and registered_on > city_day():
        raise Invalid(_("Choose a day of the past."), "registered_on")
    tenancy.registered_on, tenancy.area = registered_on, area
    db.session.flush()


def assign(*, actor: Actor, tenancy: Tenancy, role: TeamRole, staff_id: uuid.UUID | None) -> None:
    """Make somebody of the carrier's staff liaison officer or counsellor; None leaves the duty open."""
    require(looks_after(actor, tenancy))
    hold(tenancy)
    if not tenancy.is_present:
        raise Conflict(_("This tenancy has ended."))
    present = next((row for row in db.session.scalars(acting(tenancy)) if row.role is role), None)
    if (present.staff_id if present else None) == staff_id:
        return
    today = max(city_day(), tenancy.entered_on)
    if present is not None:
        present.ended_on = max(today, present.started_on)
        db.session.flush()
    if staff_id is not None:
        staff = _employed(tenancy, staff_id)
        row = ServiceAssignment(tenancy_id=tenancy.id, role=role, started_on=today, staff_id=staff.id)
        row.staff = staff
        db.session.add(row)
    db.session.flush()


def end(*, actor: Actor, tenancy: Tenancy, reason: LeaveReason, on: dt.date | None = None, note: str = "") -> None:
    """Staff say why a tenant left; a startup says that it moved out."""
    allowed = looks_after(actor, tenancy) and reason in STAFF_REASONS
    require(allowed or (is_tenant(actor, tenancy) and reason is LeaveReason.MOVED_OUT))
    hold(tenancy)
    if not tenancy.is_present:
        raise Conflict(_("This tenancy has ended."))
    last = max(city_day(), tenancy.entered_on)  # who has not come yet may still change their mind
    if (day := on or last) > last:
        raise Invalid(_("Choose a day of the past."), "left_on")
    leave_behind(tenancy, day, reason, note)
    close_questions(tenancy)
    notices.tenancy_ended(tenancy, by=actor)


def take_back(*, actor: Actor, tenancy: Tenancy) -> None:
    """Undo an end: the tenant is inside as if it had not left, unless it went elsewhere since."""
    require(looks_after(actor, tenancy))
    hold(tenancy)
    if tenancy.left_reason not in STAFF_REASONS:
        raise Conflict(_("This tenancy has not ended in a way that could be undone."))
    if present_tenancy(tenancy.project_id) is not None:
        raise Conflict(_("The project is in another carrier by now."))
    tenancy.left_on, tenancy.left_reason, tenancy.leave_note = None, None, ""
    db.session.flush()


def confirm(*, actor: Actor, tenancy: Tenancy) -> None:
    """A startup that was entered before it signed up agrees now."""
    require(is_tenant(actor, tenancy))
    hold(tenancy)
    if tenancy.agreed_at is not None or not tenancy.is_present:
        raise Conflict(_("This was answered already."))
    tenancy.agreed_at = utc_now()
    db.session.flush()


def contest(*, actor: Actor, tenancy: Tenancy) -> None:
    """It says instead that it never was there: the tenancy leaves no day behind."""
    require(is_tenant(actor, tenancy))
    hold(tenancy)
    if tenancy.agreed_at is not None or not tenancy.is_present:
        raise Conflict(_("This was answered already."))
    leave_behind(tenancy, tenancy.entered_on, LeaveReason.CONTESTED)
    notices.tenancy_ended(tenancy, by=actor)


def _employed(tenancy: Tenancy, staff_id: uuid.UUID) -> CarrierStaff:
    staff = db.session.get(CarrierStaff, staff_id)
    if staff is None or staff.carrier_id != tenancy.carrier_id or staff.ended_on is not None:
        raise Invalid(_("Choose somebody of the carrier's staff."), "staff_id")
    return staff

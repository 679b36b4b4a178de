"""Taking projects in and handing them over: who asks, who agrees, and the tenancy that begins.

A project has one tenancy at a time. Whoever changes that locks the project's row first, then the admission, and looks
at both again; a partial unique index refuses what would slip through.
"""

import datetime as dt
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from app.accounts.actor import Actor
from app.accounts.policies import has_members
from app.carriers import notices
from app.carriers.models import CHAIN, Admission, AdmissionOrigin, Carrier, LeaveReason, Tenancy
from app.carriers.policies import agrees_for, asked, hands_over, takes_in
from app.carriers.policies import owns as owns_carrier
from app.carriers.queries.tenancies import present_tenancy
from app.carriers.services import settlements
from app.carriers.services.leaving import leave_behind
from app.core import answering
from app.core.answering import AnswerState, settle
from app.core.days import city_day
from app.core.errors import Conflict, Invalid, require
from app.core.forms import CONSTRAINT_MESSAGES
from app.core.model import utc_now
from app.extensions import db
from app.projects.models import Project
from app.projects.policies import owns

# How far ahead an entry may be agreed on.
AHEAD = dt.timedelta(90)
CONSTRAINT_MESSAGES["uq_admission_project_id_carrier_id"] = ("", _l("This is asked already and waits for an answer."))
CONSTRAINT_MESSAGES["uq_tenancy_project_id"] = ("", _l("The project has just become a tenant elsewhere."))


def invite(*, actor: Actor, carrier: Carrier, project: Project, **values: Any) -> Admission | Tenancy:
    """Staff take a project in. Its startup must agree; one that nobody acts for is inside at once and agrees later."""
    require(takes_in(actor, carrier))
    if not project.is_published:
        raise Invalid(_("Choose a published project."), "project_id")
    _lock(project)
    if present_tenancy(project.id) is not None:
        raise Conflict(_("The project is in a carrier already. It or that carrier can ask for a hand-over."))
    if not has_members(project.organisation):
        starts_on, registered_on = _days(values)
        return _begin(project, carrier, starts_on, registered_on, agreed=False)
    return _ask(actor, AdmissionOrigin.CARRIER, project, carrier, values)


def apply(*, actor: Actor, carrier: Carrier, project: Project, **values: Any) -> Admission:
    """A startup asks for a place; from inside another carrier this is a hand-over."""
    require(owns(actor, project))
    if not carrier.is_published:
        raise Invalid(_("Choose a published carrier."), "carrier_id")
    _lock(project)
    present = present_tenancy(project.id)
    if present is not None:
        _check_way(present, carrier)
    return _ask(actor, AdmissionOrigin.PROJECT, project, carrier, values, tenancy=present)


def hand_over(*, actor: Actor, tenancy: Tenancy, carrier: Carrier, **values: Any) -> Admission:
    """The present carrier passes its tenant on along the chain; the other carrier and the startup must agree.

    Within one operator the staff agree for both carriers; for a startup that nobody acts for, nobody is asked.
    """
    require(hands_over(actor, tenancy))
    _lock(tenancy.project)
    db.session.refresh(tenancy)
    if not tenancy.is_present:
        raise Conflict(_("This tenancy has ended."))
    if not carrier.is_published:
        raise Invalid(_("Choose a published carrier."), "carrier_id")
    _check_way(tenancy, carrier)
    values = {"registered_on": tenancy.registered_on, **values}
    admission = _ask(actor, AdmissionOrigin.HAND_OVER, tenancy.project, carrier, values, tenancy=tenancy)
    if admission.carrier_agreed_at and admission.project_agreed_at:
        settle(admission, AnswerState.ACCEPTED, by=actor.account_id)
        _enter(admission, tenancy)
    return admission


def agree(*, actor: Actor, admission: Admission) -> Tenancy | None:
    """One of the two sides says yes; with the second yes the tenancy begins."""
    side = agrees_for(actor, admission)
    require(side is not None)
    _lock(admission.project)
    db.session.refresh(admission, with_for_update={"of": Admission, "key_share": True})
    if admission.state is not AnswerState.PENDING or getattr(admission, f"{side}_agreed_at"):
        raise Conflict(_("This was answered already: %(state)s.", state=answering.LABELS[admission.state]))
    present = _unmoved(admission)
    setattr(admission, f"{side}_agreed_at", utc_now())
    if not (admission.carrier_agreed_at and admission.project_agreed_at):
        if not admission.is_open:
            raise Conflict(_("The time to answer is over."))
        db.session.flush()
        notices.half_agreed(admission)
        return None
    settle(admission, AnswerState.ACCEPTED, by=actor.account_id)
    tenancy = _enter(admission, present)
    notices.admission_answered(admission, by=actor.account_id)
    return tenancy


def decline(*, actor: Actor, admission: Admission, reason: str) -> None:
    """Say no, with a reason that the other sides read."""
    require(agrees_for(actor, admission) is not None)
    if not reason:
        raise Invalid(_("Give a reason; whoever asked reads it."), "reason")
    settle(admission, AnswerState.DECLINED, by=actor.account_id, reason=reason)
    notices.admission_answered(admission, by=actor.account_id)


def withdraw(*, actor: Actor, admission: Admission) -> None:
    require(asked(actor, admission))
    settle(admission, AnswerState.WITHDRAWN, by=actor.account_id)


def expire(*, admission: Admission) -> None:
    """For the job: nobody answered in time, and whoever asked hears of it."""
    settle(admission, AnswerState.EXPIRED)
    notices.admission_answered(admission)


def _lock(project: Project) -> None:
    """Whoever gives this project a place waits here for whoever does the same."""
    db.session.execute(select(Project.id).where(Project.id == project.id).with_for_update(key_share=True))


def _check_way(tenancy: Tenancy, carrier: Carrier) -> None:
    """Along the chain, never back."""
    if carrier.id == tenancy.carrier_id:
        raise Invalid(_("The project is in this carrier already."), "carrier_id")
    if CHAIN.index(carrier.link) < CHAIN.index(tenancy.carrier.link):
        raise Invalid(_("Tenants are handed over along the chain, not back."), "carrier_id")


def _days(values: dict[str, Any]) -> tuple[dt.date, dt.date | None]:
    starts_on, registered_on = values.get("starts_on") or city_day(), values.get("registered_on")
    if not dt.date(1990, 1, 1) <= starts_on <= city_day() + AHEAD:
        raise Invalid(_("Choose a day up to %(day)s.", day=city_day() + AHEAD), "starts_on")
    if registered_on and registered_on > city_day():
        raise Invalid(_("Choose a day of the past."), "registered_on")
    return starts_on, registered_on


def _ask(
    actor: Actor,
    origin: AdmissionOrigin,
    project: Project,
    carrier: Carrier,
    values: dict[str, Any],
    *,
    tenancy: Tenancy | None = None,
) -> Admission:
    starts_on, registered_on = _days(values)
    if tenancy is not None and starts_on < tenancy.entered_on:
        raise Invalid(_("The tenancy began on %(day)s; choose a later day.", day=tenancy.entered_on), "starts_on")
    pending = (Admission.project_id == project.id, Admission.carrier_id == carrier.id)
    if db.session.scalar(select(Admission.id).where(*pending, Admission.state == AnswerState.PENDING)) is not None:
        raise Conflict(_("This is asked already and waits for an answer."))
    now = utc_now()
    admission = Admission(
        project_id=project.id,
        carrier_id=carrier.id,
        tenancy_id=tenancy.id if tenancy else None,
        origin=origin,
        organisation_id=actor.organisation_id,
        sent_by_id=actor.account_id,
        starts_on=starts_on,
        registered_on=registered_on,
        message=values.get("message") or "",
        carrier_agreed_at=now if owns_carrier(actor, carrier) else None,
        project_agreed_at=now if owns(actor, project) or not has_members(project.organisation) else None,
        expires_at=answering.expiry(),
    )
    admission.project, admission.carrier, admission.tenancy = project, carrier, tenancy
    db.session.add(admission)
    db.session.flush()
    notices.admission_asked(admission)
    return admission


def _unmoved(admission: Admission) -> Tenancy | None:
    """Where the project is now, which must be where it was when this was asked."""
    present = present_tenancy(admission.project_id)
    if (present.id if present else None) != admission.tenancy_id:
        raise Conflict(_("The project has moved since this was asked."))
    return present


def _enter(admission: Admission, present: Tenancy | None) -> Tenancy:
    """The project's row is locked by the caller."""
    if present is not None:
        leave_behind(present, admission.starts_on, LeaveReason.HANDED_OVER)
    tenancy = _begin(
        admission.project,
        admission.carrier,
        admission.starts_on,
        admission.registered_on,
        previous=present,
        agreed=has_members(admission.project.organisation),
    )
    others = select(Admission).where(
        Admission.project_id == admission.project_id, Admission.state == AnswerState.PENDING
    )
    for other in db.session.scalars(others.order_by(Admission.id)).unique():
        settle(other, AnswerState.WITHDRAWN)
        notices.admission_answered(other)
    return tenancy


def _begin(
    project: Project,
    carrier: Carrier,
    starts_on: dt.date,
    registered_on: dt.date | None,
    *,
    previous: Tenancy | None = None,
    agreed: bool = True,
) -> Tenancy:
    last = db.session.scalar(select(func.max(Tenancy.left_on)).where(Tenancy.project_id == project.id))
    if last is not None and starts_on < last:
        raise Invalid(_("The project was in another carrier until %(day)s.", day=last), "starts_on")
    tenancy = Tenancy(
        project_id=project.id,
        carrier_id=carrier.id,
        previous_id=previous.id if previous else None,
        entered_on=starts_on,
        registered_on=registered_on,
        agreed_at=utc_now() if agreed else None,
    )
    tenancy.project, tenancy.carrier = project, carrier
    db.session.add(tenancy)
    db.session.flush()
    settlements.note_entry(tenancy)
    return tenancy

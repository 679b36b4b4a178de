"""Graduating a tenant by a recorded criterion, and asking it once a year how it does."""

import datetime as dt
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.actor import Actor
from app.accounts.policies import has_members
from app.carriers import notices
from app.carriers.models import (
    Criterion,
    FollowUp,
    FollowUpState,
    Graduation,
    LeaveReason,
    Market,
    SettlementState,
    Tenancy,
)
from app.carriers.policies import answers_follow_up, keeps_graduation, looks_after
from app.carriers.queries.tenancies import present_tenancy
from app.carriers.services.leaving import close_questions, hold, leave_behind
from app.core.days import city_day
from app.core.errors import Conflict, Invalid, require
from app.core.model import utc_now
from app.extensions import db

# For so many years, its own included, a graduate is asked.
YEARS_FOLLOWED = 5
DAYS_TO_ANSWER = dt.timedelta(45)


def graduate(
    *,
    actor: Actor,
    tenancy: Tenancy,
    criterion: Criterion,
    evidence: str,
    on: dt.date | None = None,
    figure: int | None = None,
) -> Graduation:
    """The tenancy ends by success: which criterion, what shows it, and on which day."""
    require(looks_after(actor, tenancy))
    hold(tenancy)
    if not tenancy.is_present:
        raise Conflict(_("This tenancy has ended."))
    day = on or city_day()
    if not tenancy.entered_on <= day <= city_day():
        raise Invalid(_("Choose a day from %(day)s to today.", day=tenancy.entered_on), "graduated_on")
    if not tenancy.is_company(day):
        raise Invalid(_("Companies graduate: enter since when this tenant is one."), "graduated_on")
    if not evidence:
        raise Invalid(_("Say what shows it: a number, a round, the years."), "evidence")
    leave_behind(tenancy, day, LeaveReason.GRADUATED)
    close_questions(tenancy)
    graduation = Graduation(
        tenancy_id=tenancy.id,
        graduated_on=day,
        criterion=criterion,
        evidence=evidence,
        figure=figure,
        recorded_by_id=actor.account_id,
    )
    graduation.tenancy = tenancy
    db.session.add(graduation)
    db.session.flush()
    notices.graduated(graduation)
    return graduation


def take_back(*, actor: Actor, graduation: Graduation) -> None:
    """Undo a graduation that nothing rests on yet; the company is a tenant as if it had not been."""
    require(keeps_graduation(actor, graduation))
    tenancy = graduation.tenancy
    hold(tenancy)
    if present_tenancy(tenancy.project_id) is not None:
        raise Conflict(_("The project is in another carrier by now."))
    answered = any(row.state is FollowUpState.ANSWERED for row in graduation.follow_ups)
    settled = graduation.settlement is not None and graduation.settlement.state is SettlementState.CONFIRMED
    if answered or settled:
        raise Conflict(_("Figures or a settlement rest on this graduation already."))
    for row in (*graduation.follow_ups, *([graduation.settlement] if graduation.settlement else [])):
        db.session.delete(row)
    db.session.flush()
    db.session.delete(graduation)
    tenancy.left_on, tenancy.left_reason = None, None
    db.session.flush()


def send_follow_ups(*, year: int, on: dt.date | None = None) -> list[FollowUp]:
    """For the job: a form about this year to every graduate that has none yet and was operating when last asked."""
    due_on = (on or city_day()) + DAYS_TO_ANSWER
    closed = (FollowUp.state == FollowUpState.ANSWERED) & ~FollowUp.is_operating
    known = select(FollowUp.graduation_id).where((FollowUp.year == year) | closed)
    first = dt.date(year - YEARS_FOLLOWED + 1, 1, 1)
    wanted = select(Graduation).where(
        Graduation.graduated_on.between(first, dt.date(year, 12, 31)), Graduation.id.not_in(known)
    )
    sent = []
    for graduation in db.session.scalars(wanted.order_by(Graduation.id)).unique().all():
        row = FollowUp(
            graduation_id=graduation.id,
            year=year,
            due_on=due_on,
            region_code=graduation.tenancy.project.region_code,
        )
        row.graduation = graduation
        db.session.add(row)
        sent.append(row)
    db.session.flush()
    for row in sent:
        notices.follow_up(row, "carrier.follow_up", startup=has_members(row.graduation.tenancy.project.organisation))
    return sent


def remind(*, days: int) -> None:
    """For the job: what is due within so many days and has no answer, each once."""
    soon = city_day() + dt.timedelta(days)
    recent = FollowUp.due_on.between(soon - dt.timedelta(30), soon)  # covers a runner that stood still
    late = select(FollowUp).where(FollowUp.state == FollowUpState.SENT, recent)
    for row in db.session.scalars(late.order_by(FollowUp.id)).unique():
        startup = has_members(row.graduation.tenancy.project.organisation)
        notices.follow_up(row, "carrier.follow_up_due", startup=startup, dedupe=f"follow_up:{row.id}:{days}")


def answer(*, actor: Actor, follow_up: FollowUp, **values: Any) -> None:
    """The figures of the year; they may be corrected, and the log keeps what stood there."""
    require(answers_follow_up(actor, follow_up))
    follow_up.is_operating = bool(values.get("is_operating"))
    if follow_up.is_operating:
        for name in ("revenue", "jobs", "region_code"):
            if values.get(name) in (None, ""):
                raise Invalid(_("This must be filled in."), name)
        follow_up.revenue, follow_up.jobs = values["revenue"], values["jobs"]
        follow_up.region_code, follow_up.market = values["region_code"], Market(values.get("market") or Market.NONE)
    else:
        follow_up.revenue, follow_up.jobs, follow_up.market = None, None, Market.NONE
    follow_up.note = values.get("note") or ""
    follow_up.state, follow_up.answered_at = FollowUpState.ANSWERED, utc_now()
    follow_up.answered_by_id = actor.account_id
    db.session.flush()

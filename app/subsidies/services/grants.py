"""Reporting grants of seed money and deciding about them. None is edited; each decision is a step of its own."""

import datetime as dt
import uuid
from typing import Any

from flask_babel import gettext as _

from app.accounts.actor import Actor
from app.carriers.models import Carrier, Tenancy
from app.core.days import city_day
from app.core.errors import Conflict, Invalid, require
from app.core.model import utc_now
from app.extensions import db
from app.files import services as files
from app.files.models import FileKind
from app.subsidies import notices
from app.subsidies.models import GrantState, SeedGrant
from app.subsidies.policies import decides_grant, reported, reports_grants


def report(
    *,
    actor: Actor,
    carrier: Carrier,
    tenancy_id: uuid.UUID | None,
    amount: int | None,
    granted_on: dt.date | None,
    upload: Any,
    purpose: str = "",
) -> SeedGrant:
    """The carrier's staff report what was paid to a company that was inside on that day, with what shows it."""
    require(reports_grants(actor, carrier))
    tenancy = db.session.get(Tenancy, tenancy_id) if tenancy_id else None
    if tenancy is None or tenancy.carrier_id != carrier.id:
        raise Invalid(_("Choose one of the carrier's tenants."), "tenancy_id")
    if not amount:
        raise Invalid(_("Give the amount."), "amount")
    if granted_on is None or granted_on > city_day():
        raise Invalid(_("Choose a day up to today."), "granted_on")
    if granted_on < tenancy.entered_on or (tenancy.left_on and granted_on >= tenancy.left_on):
        raise Invalid(_("The tenant was not inside on this day."), "granted_on")
    if not tenancy.is_company(granted_on):
        raise Invalid(_("The tenant was not a company yet on this day; only companies count."), "granted_on")
    if not upload:
        raise Invalid(_("Choose a file."), "evidence")
    kept = files.store(
        actor=actor,
        upload=upload,
        kind=FileKind.ATTACHMENT,
        organisation_id=carrier.organisation_id,
        field="evidence",
    )
    grant = SeedGrant(
        carrier=carrier,
        tenancy=tenancy,
        amount=amount,
        granted_on=granted_on,
        purpose=purpose,
        evidence=kept,
        reported_by_id=actor.account_id,
    )
    db.session.add(grant)
    db.session.flush()
    notices.grant_reported(grant)
    return grant


def withdraw(*, actor: Actor, grant: SeedGrant) -> None:
    """Before the authority decides; it can be reported anew."""
    require(reported(actor, grant))
    _move(grant, GrantState.REPORTED, GrantState.WITHDRAWN)
    db.session.flush()


def confirm(*, actor: Actor, grant: SeedGrant) -> None:
    require(decides_grant(actor, grant))
    _decide(actor, grant, GrantState.REPORTED, GrantState.CONFIRMED)


def reject(*, actor: Actor, grant: SeedGrant, reason: str) -> None:
    require(decides_grant(actor, grant))
    _need(reason)
    _decide(actor, grant, GrantState.REPORTED, GrantState.REJECTED, reason)


def revoke(*, actor: Actor, grant: SeedGrant, reason: str) -> None:
    """It was confirmed by mistake; the next statement of its year takes back what it brought."""
    require(decides_grant(actor, grant))
    _need(reason)
    _decide(actor, grant, GrantState.CONFIRMED, GrantState.REVOKED, reason)


def _need(reason: str) -> None:
    if not reason:
        raise Invalid(_("Give a reason; the carrier reads it."), "reason")


def _decide(actor: Actor, grant: SeedGrant, before: GrantState, after: GrantState, reason: str = "") -> None:
    _move(grant, before, after)
    grant.reason, grant.decided_at, grant.decided_by_id = reason, utc_now(), actor.account_id
    db.session.flush()
    notices.grant_decided(grant)


def _move(grant: SeedGrant, before: GrantState, after: GrantState) -> None:
    """The row is locked and read again, so of two decisions at once one is refused."""
    db.session.flush()
    db.session.refresh(grant, with_for_update={"of": SeedGrant, "key_share": True})
    if grant.state is not before:
        raise Conflict(_("This was decided already."))
    grant.state = after

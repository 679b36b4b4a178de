"""A graduate settled in a local park: noted when it enters one, or reported, and decided by the authority."""

import datetime as dt
import uuid

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.actor import Actor
from app.carriers import notices
from app.carriers.models import Carrier, Graduation, Link, Settlement, SettlementState, Tenancy
from app.carriers.policies import decides_settlement, keeps_graduation, oversees, reports_settlement
from app.carriers.services.leaving import hold
from app.core.days import city_day
from app.core.errors import Conflict, Invalid, require
from app.core.model import utc_now
from app.extensions import db
from app.taxonomy import catalogue


def report(
    *,
    actor: Actor,
    graduation: Graduation,
    park_id: uuid.UUID | None = None,
    park_name: str = "",
    region_code: str = "",
    settled_on: dt.date | None = None,
    evidence: str = "",
) -> Settlement:
    """Staff of the former carrier report it; what the authority enters is decided."""
    require(reports_settlement(actor, graduation))
    hold(graduation.tenancy)
    db.session.refresh(graduation, ["settlement"])
    if graduation.settlement is not None:
        raise Conflict(_("This graduate's settlement is entered already."))
    park = _park(park_id)
    name, region = (park.name, park.zone_code) if park else (park_name, region_code)
    if not name:
        raise Invalid(_("Choose a park, or write the name of one that is not listed."), "park_name")
    if not _is_local(region, graduation.tenancy.carrier):
        raise Invalid(_("Only a park in the carrier's own city counts."), "park_id" if park else "region_code")
    day = settled_on or city_day()
    if not graduation.graduated_on <= day <= city_day():
        raise Invalid(_("Choose a day from %(day)s to today.", day=graduation.graduated_on), "settled_on")
    settlement = _note(graduation, name, region, day, park, evidence, actor.account_id)
    if oversees(actor, graduation.tenancy.carrier):
        _decide(actor, settlement, SettlementState.CONFIRMED)
    else:
        notices.settlement_reported(settlement)
    return settlement


def note_entry(tenancy: Tenancy) -> None:
    """A tenant entered a park of the network: if it graduated from a carrier of the same city, that is a settlement."""
    if tenancy.carrier.link is not Link.PARK:
        return
    latest = (
        select(Graduation)
        .join(Graduation.tenancy)
        .where(Tenancy.project_id == tenancy.project_id, Graduation.graduated_on <= tenancy.entered_on)
        .order_by(Graduation.graduated_on.desc())
    )
    graduation = db.session.scalars(latest.limit(1)).unique().first()
    park = tenancy.carrier
    if (
        graduation is None
        or graduation.settlement is not None
        or not _is_local(park.zone_code, graduation.tenancy.carrier)
    ):
        return
    settlement = _note(graduation, park.name, park.zone_code, tenancy.entered_on, park, "", None)
    notices.settlement_reported(settlement)


def confirm(*, actor: Actor, settlement: Settlement) -> None:
    require(decides_settlement(actor, settlement))
    _waiting(settlement)
    _decide(actor, settlement, SettlementState.CONFIRMED)


def reject(*, actor: Actor, settlement: Settlement, reason: str) -> None:
    require(decides_settlement(actor, settlement))
    if not reason:
        raise Invalid(_("Give a reason; the carrier reads it."), "reason")
    _waiting(settlement)
    _decide(actor, settlement, SettlementState.REJECTED, reason)


def withdraw(*, actor: Actor, settlement: Settlement) -> None:
    """Take a report back before it is decided; it can be entered anew."""
    require(keeps_graduation(actor, settlement.graduation))
    _waiting(settlement)
    db.session.delete(settlement)
    db.session.flush()


def _park(park_id: uuid.UUID | None) -> Carrier | None:
    if park_id is None:
        return None
    park = db.session.get(Carrier, park_id)
    if park is None or park.link is not Link.PARK or not park.is_published:
        raise Invalid(_("Choose a park from the list."), "park_id")
    return park


def _is_local(region_code: str, carrier: Carrier) -> bool:
    city = catalogue.city_of(carrier.zone_code)
    return city is not None and catalogue.city_of(region_code) == city


def _note(
    graduation: Graduation,
    name: str,
    region_code: str,
    day: dt.date,
    park: Carrier | None,
    evidence: str,
    reporter_id: uuid.UUID | None,
) -> Settlement:
    settlement = Settlement(
        park_id=park.id if park else None,
        park_name=name,
        region_code=region_code,
        settled_on=day,
        evidence=evidence,
        state=SettlementState.REPORTED,
        reported_by_id=reporter_id,
    )
    graduation.settlement = settlement
    db.session.add(settlement)
    db.session.flush()
    return settlement


def _waiting(settlement: Settlement) -> None:
    """The row is locked and read again, so of two decisions at once one is refused."""
    db.session.refresh(settlement, with_for_update={"of": Settlement, "key_share": True})
    if settlement.state is not SettlementState.REPORTED:
        raise Conflict(_("This settlement was decided already."))


def _decide(actor: Actor, settlement: Settlement, state: SettlementState, reason: str = "") -> None:
    settlement.state, settlement.reason = state, reason
    settlement.decided_at, settlement.decided_by_id = utc_now(), actor.account_id
    db.session.flush()
    notices.settlement_decided(settlement)

"""Writing offerings."""

from typing import Any

from flask_babel import gettext as _

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.core import profiles, search
from app.core.errors import Invalid, require
from app.core.model import utc_now
from app.extensions import db
from app.offerings.labels import KINDS
from app.offerings.models import FINANCING, Collateral, Offering, OfferingKind
from app.offerings.policies import can_edit, owns

FACETS = {"sectors": "sector", "stages": "stage", "regions": "region"}
TEXTS = ("name", "tagline", "description", "price", "contact_name", "contact_phone", "contact_email")
RANGES = (("amount_min", "amount_max"), ("term_min", "term_max"), ("rate_min", "rate_max"), ("age_min", "age_max"))
CONDITIONS = (*(name for pair in RANGES for name in pair), "revenue_min", "collateral")


def create(*, actor: Actor, **values: Any) -> Offering:
    """A draft of the agency the person acts for."""
    require(actor.is_(Role.AGENCY_STAFF))
    assert actor.membership
    owner = actor.membership.organisation
    offering = Offering(
        organisation_id=owner.id,
        created_by_id=actor.account_id,
        kind=OfferingKind(values["kind"]),
        name="",
        visibility={},
    )
    offering.organisation = owner
    db.session.add(offering)
    _fill(offering, values)
    db.session.flush()
    return offering


def update(*, actor: Actor, offering: Offering, **values: Any) -> Offering:
    require(can_edit(actor, offering))
    _fill(offering, values)
    if offering.is_published and (missing := _missing(offering)):
        raise Invalid(_("What is published needs this."), missing)
    offering.updated_at = utc_now()  # a change of facets alone is a change of the offering
    index(offering)
    db.session.flush()
    return offering


def publish(*, actor: Actor, offering: Offering) -> None:
    """Show it in the directory; it needs enough to be understood."""
    require(owns(actor, offering))
    needed: dict[str, Any] = {"tagline": offering.tagline, "description": offering.description}
    message = _("Fill in the one-line description and the description before publishing.")
    if offering.is_financing:
        needed["amount_max"] = offering.amount_max
        message = _("Fill in the descriptions and the largest amount before publishing.")
    profiles.publish(offering, needed=needed, message=message)
    index(offering)


def archive(*, actor: Actor, offering: Offering) -> None:
    """Take it out of the directory; requests that go on stay with both sides."""
    require(owns(actor, offering))
    profiles.archive(offering)
    index(offering)


def restore(*, actor: Actor, offering: Offering) -> None:
    require(owns(actor, offering))
    profiles.restore(offering)


def index(offering: Offering) -> None:
    """Everything but the contact is public."""
    if not offering.is_published:
        search.remove(offering.id)
        return
    texts = (str(KINDS[offering.kind]), offering.tagline, offering.organisation.name, offering.description)
    search.put("offering", offering.id, offering.name, *texts)


def _missing(offering: Offering) -> str:
    needed = ("tagline", "description", *(("amount_max",) if offering.is_financing else ()))
    return next((name for name in needed if not getattr(offering, name)), "")


def _fill(offering: Offering, values: dict[str, Any]) -> None:
    for name, value in values.items():
        if name in FACETS:
            offering.set_codes(FACETS[name], value or [])
        elif name in TEXTS:
            setattr(offering, name, value or "")
        elif name == "kind":
            offering.kind = OfferingKind(value)
        elif name == "collateral":
            offering.collateral = Collateral(value) if value else None
        elif name == "takes_vouchers":
            offering.takes_vouchers = bool(value)
        elif name in CONDITIONS:
            setattr(offering, name, value)
    _fit_kind(offering)
    if not offering.name:
        raise Invalid(_("Give the offering a name."), "name")
    for low, high in RANGES:
        _check_range(offering, low, high)
    offering.sort_key = search.sort_key(offering.name)


def _fit_kind(offering: Offering) -> None:
    """Vouchers pay services; only financing products have the conditions of financing."""
    if offering.kind in FINANCING:
        offering.takes_vouchers = False
    else:
        for name in CONDITIONS:
            setattr(offering, name, None)


def _check_range(offering: Offering, low: str, high: str) -> None:
    least, most = getattr(offering, low), getattr(offering, high)
    if least is not None and most is not None and least > most:
        raise Invalid(_("This is less than the smallest value."), high)

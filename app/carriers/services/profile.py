"""Writing carriers."""

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import gettext as _

from app.accounts import contacts
from app.accounts.actor import Actor
from app.accounts.models import Role
from app.carriers.fields import FIELDS
from app.carriers.models import AWARDED, Carrier, CarrierKind, Link, Ownership
from app.carriers.policies import can_edit, can_publish, readable_fields
from app.carriers.services import history
from app.core import profiles, search
from app.core.days import city_day
from app.core.errors import Forbidden, Invalid, require
from app.core.model import utc_now
from app.core.visibility import Visibility
from app.extensions import db
from app.files import services as files
from app.taxonomy import catalogue

FACETS = {"kinds": "kind", "sectors": "sector"}
TEXTS = ("tagline", "address", "summary", "services", "conditions", "website", "leading_sector")
PLACES = ("region_code", "home_region_code")
FIGURES = ("total_area", "incubation_area", "opened_on")
CONTACT = ("contact_name", "contact_phone", "contact_email")
EDITABLE = frozenset({"name", *TEXTS, *PLACES, *FIGURES, *CONTACT})


def create(*, actor: Actor, **values: Any) -> Carrier:
    """A draft of the operator whose staff the actor is."""
    if actor.membership is None or not actor.is_(Role.CARRIER_STAFF):
        raise Forbidden
    owner = actor.membership.organisation
    carrier = Carrier(organisation_id=owner.id, created_by_id=actor.account_id, visibility={}, name="")
    carrier.organisation = owner
    db.session.add(carrier)
    with db.session.no_autoflush:
        _fill(carrier, values)
    db.session.flush()
    return carrier


def update(*, actor: Actor, carrier: Carrier, since: dt.date | None = None, **values: Any) -> Carrier:
    """Changed figures hold from the day `since` on, today when it is not told."""
    require(can_edit(actor, carrier))
    _fill(carrier, values)
    carrier.updated_at = utc_now()  # a change of facets alone is a change of the carrier
    history.keep(carrier, since=since)
    index(carrier)
    db.session.flush()
    return carrier


def publish(*, actor: Actor, carrier: Carrier) -> None:
    """Put the carrier into the network and the directory; it needs enough to be understood and counted."""
    require(can_publish(actor, carrier))
    needed = {name: getattr(carrier, name) for name in ("tagline", "summary", "region_code", "total_area")}
    missing = _("Fill in the one-line description, the text about the carrier, the region and the total area first.")
    profiles.publish(carrier, needed=needed, message=missing)
    history.keep(carrier)
    index(carrier)


def archive(*, actor: Actor, carrier: Carrier) -> None:
    require(can_publish(actor, carrier))
    profiles.archive(carrier)
    history.keep(carrier)
    index(carrier)


def restore(*, actor: Actor, carrier: Carrier) -> None:
    require(can_publish(actor, carrier))
    profiles.restore(carrier)


def set_visibility(*, actor: Actor, carrier: Carrier, choices: dict[str, str]) -> None:
    require(can_edit(actor, carrier))
    profiles.set_visibility(carrier, FIELDS, choices)
    index(carrier)


def set_file(*, actor: Actor, carrier: Carrier, kind: str, file_id: uuid.UUID | None) -> None:
    """Attach a stored upload as `logo`; None takes it off."""
    require(can_edit(actor, carrier))
    files.replace(thing=carrier, column={"logo": "logo_id"}[kind], file_id=file_id)


def _fill(carrier: Carrier, values: dict[str, Any]) -> None:
    for name, value in values.items():
        if name == "kinds":
            set_kinds(carrier, value or [])
        elif name in FACETS:
            carrier.set_codes(FACETS[name], value or [])
        elif name == "link":
            carrier.link = Link(value) if value else carrier.link
        elif name == "ownership":
            carrier.ownership = Ownership(value) if value else None
        elif name in CONTACT:
            setattr(carrier, name, contacts.checked(name, value or ""))
        elif name in EDITABLE:
            setattr(carrier, name, value if value is not None or name in FIGURES else "")
    if not carrier.name:
        raise Invalid(_("Give the carrier a name."), "name")
    if carrier.link is None:
        raise Invalid(_("Choose the link of the chain."), "link")
    for name, message in contradictions(stated(carrier)):
        raise Invalid(message, name)
    carrier.sort_key = search.sort_key(carrier.name)
    carrier.zone_code = zone_of(carrier.region_code, carrier.home_region_code)


def set_kinds(carrier: Carrier, kinds: list[str]) -> None:
    """The kinds that a carrier says of itself; what an authority awarded stays."""
    awarded = {code for code in carrier.codes("kind") if code in AWARDED}
    carrier.set_codes("kind", awarded | (set(kinds) - AWARDED))


def zone_of(region_code: str, home_region_code: str) -> str:
    """The zone whose carrier it is."""
    return home_region_code or region_code


def stated(carrier: Carrier) -> dict[str, Any]:
    """What the rules below look at."""
    names = ("leading_sector", *PLACES, *FIGURES)
    return {"kinds": carrier.codes("kind"), **{name: getattr(carrier, name) for name in names}}


def contradictions(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(field, message) of what cannot be true together; what is not known contradicts nothing."""
    kinds = set(values.get("kinds") or ())
    if {CarrierKind.GENERAL, CarrierKind.SPECIALISED} <= kinds:
        yield "kinds", _("A carrier is either general or specialised.")
    if CarrierKind.SPECIALISED in kinds and not values.get("leading_sector"):
        yield "leading_sector", _("A specialised carrier names its leading industry.")
    yield from _misplaced(kinds, values.get("region_code") or "", values.get("home_region_code") or "")
    total, inside = values.get("total_area"), values.get("incubation_area")
    if inside is not None and (total is None or inside > total):
        yield "incubation_area", _("The area for incubation is part of the total area.")
    if (opened := values.get("opened_on")) and not dt.date(1980, 1, 1) <= opened <= city_day():
        yield "opened_on", _("Choose a day from 1980 to today.")


def _misplaced(kinds: set[str], region: str, home: str) -> Iterator[tuple[str, str]]:
    if CarrierKind.OFFSHORE not in kinds:
        if home:
            yield "home_region_code", _("Only an offshore carrier has a home zone elsewhere.")
        return
    if not home:
        yield "home_region_code", _("An offshore carrier belongs to a home zone. Choose it.")
    elif region and catalogue.city_of(region) == catalogue.city_of(home):
        yield "region_code", _("An offshore carrier stands outside the city of its home zone.")


def index(carrier: Carrier) -> None:
    """Only what everybody may read is searchable, so that a hit never tells a stranger something private."""
    if not carrier.is_published:
        search.remove(carrier.id)
        return
    public = readable_fields(carrier, Visibility.PUBLIC)
    texts = [getattr(carrier, name) for name in ("summary", "services", "conditions") if name in public]
    search.put("carrier", carrier.id, carrier.name, carrier.tagline, carrier.organisation.name, *texts)

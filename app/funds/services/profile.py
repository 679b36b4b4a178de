"""Writing a fund's mandate."""

import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts import contacts
from app.accounts.actor import Actor
from app.accounts.models import Organisation, Role
from app.core import profiles, search
from app.core.errors import Forbidden, Invalid, require
from app.core.forms import CONSTRAINT_MESSAGES
from app.core.model import utc_now
from app.core.visibility import Visibility
from app.extensions import db
from app.files import services as files
from app.funds import queries
from app.funds.fields import FIELDS
from app.funds.models import Fund, FundInvestment
from app.funds.policies import can_edit, can_publish, readable_fields

FACETS = {"rounds": "round", "sectors": "sector", "excluded_sectors": "excluded_sector", "regions": "region"}
TEXTS = ("fund_type", "tagline", "thesis", "website", "contact_name")
PLAIN = (
    *("parent_fund_id", "founded_year", "ticket_min", "ticket_max"),
    *("deals_per_year", "size", "remaining_capital"),
)
FLAGS = ("leads", "follows", "ranked")
CONTACT = ("contact_phone", "contact_email")
EDITABLE = frozenset({"name", "capacity", *TEXTS, *PLAIN, *FLAGS})
# The names of the newest investments are found by search; a portfolio of thousands need not be.
MOST_INDEXED = 200

CONSTRAINT_MESSAGES.update(
    ck_fund_remaining_capital_within_size=("remaining_capital", _l("This is more than the size of the fund.")),
    ck_fund_remaining_capital_not_negative=("amount", _l("The fund has less left to invest.")),
)


def create(*, actor: Actor, **values: Any) -> Fund:
    """A draft of the actor's organisation."""
    if not actor.is_(Role.INVESTOR) or actor.membership is None:
        raise Forbidden
    fund = _new(actor.membership.organisation)
    fund.created_by_id = actor.account_id
    _fill(actor, fund, values)
    db.session.flush()
    return fund


def update(*, actor: Actor, fund: Fund, **values: Any) -> Fund:
    require(can_edit(actor, fund))
    _fill(actor, fund, values)
    fund.updated_at = utc_now()  # a change of facets alone is a change of the fund
    index(fund)
    db.session.flush()
    return fund


def publish(*, actor: Actor, fund: Fund) -> None:
    """Show the fund to others; its mandate needs enough to be understood."""
    require(can_publish(actor, fund))
    needed = {"tagline": fund.tagline, "fund_type": fund.fund_type, "rounds": fund.codes("round")}
    missing = _("Fill in the one-line description, the type and the rounds before publishing.")
    profiles.publish(fund, needed=needed, message=missing)
    index(fund)


def archive(*, actor: Actor, fund: Fund) -> None:
    require(can_publish(actor, fund))
    profiles.archive(fund)
    index(fund)


def restore(*, actor: Actor, fund: Fund) -> None:
    require(can_publish(actor, fund))
    profiles.restore(fund)


def set_visibility(*, actor: Actor, fund: Fund, choices: dict[str, str]) -> None:
    require(can_edit(actor, fund))
    profiles.set_visibility(fund, FIELDS, choices)
    index(fund)


def set_file(*, actor: Actor, fund: Fund, kind: str, file_id: uuid.UUID | None) -> None:
    """Attach a stored upload as `logo`; None takes it off."""
    require(can_edit(actor, fund))
    files.replace(thing=fund, column={"logo": "logo_id"}[kind], file_id=file_id)


def index(fund: Fund) -> None:
    """Only what everybody may read is searchable, so that a hit never tells a stranger something private."""
    if not fund.is_published:
        search.remove(fund.id)
        return
    public = readable_fields(fund, Visibility.PUBLIC)
    texts = [fund.thesis] if "thesis" in public else []
    if "portfolio" in public:
        names = queries.portfolio(fund, everything=False).with_only_columns(FundInvestment.company).limit(MOST_INDEXED)
        texts += db.session.scalars(names)
    search.put("fund", fund.id, fund.name, fund.tagline, fund.organisation.name, *texts)


def _new(organisation: Organisation) -> Fund:
    fund = Fund(name="", organisation_id=organisation.id, visibility={})
    fund.organisation = organisation
    db.session.add(fund)
    return fund


def _fill(actor: Actor, fund: Fund, values: dict[str, Any]) -> None:
    for name, value in values.items():
        if name in FACETS:
            fund.set_codes(FACETS[name], value or [])
        elif name in CONTACT:
            setattr(fund, name, contacts.checked(name, value or ""))
        elif name in EDITABLE:
            setattr(fund, name, value if value is not None or name in PLAIN else "")
    if not fund.name:
        raise Invalid(_("Give the fund a name."), "name")
    fund.sort_key = search.sort_key(fund.name)
    mandate = {name: getattr(fund, name) for name in PLAIN} | fund.codes_by_field(FACETS)
    for name, message in contradictions(mandate):
        raise Invalid(message, name)
    if values.get("parent_fund_id"):
        _check_parent(actor, fund)


def contradictions(mandate: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(field, message) of what cannot both be true of a mandate; what is not known contradicts nothing."""
    least, most = mandate.get("ticket_min"), mandate.get("ticket_max")
    if least is not None and most is not None and least > most:
        yield "ticket_max", _("The largest ticket is smaller than the smallest.")
    size, left = mandate.get("size"), mandate.get("remaining_capital")
    if size is not None and left is not None and left > size:
        yield "remaining_capital", _("This is more than the size of the fund.")
    if set(mandate.get("sectors", ())) & set(mandate.get("excluded_sectors", ())):
        yield "excluded_sectors", _("A sector is both wanted and excluded.")


def _check_parent(actor: Actor, fund: Fund) -> None:
    """A fund of funds that the actor may see, and no circle of funds."""
    with db.session.no_autoflush:
        if fund.parent_fund_id not in {parent.id for parent in queries.possible_parents(actor, fund)}:
            raise Invalid(_("Choose a fund of funds from the list."), "parent_fund_id")
        above, seen = fund.parent_fund_id, {fund.id}
        while above is not None:
            if above in seen:
                raise Invalid(_("A fund cannot be a sub-fund of its own sub-fund."), "parent_fund_id")
            seen.add(above)
            above = db.session.scalar(select(Fund.parent_fund_id).where(Fund.id == above))

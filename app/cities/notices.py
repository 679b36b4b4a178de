"""What the organisers of a city are told of its agreements."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.models import Organisation, OrganisationKind, Role
from app.cities.models import CityAgreement
from app.extensions import db
from app.notifications.kinds import register
from app.notifications.services import notify_organisation
from app.taxonomy.labels import region_name

_SHARED = {"label": _l("Agreements with other cities"), "roles": (Role.ORGANISER,)}
register("city.offered", _l("%(city)s offers to share published projects, mentors and funds."), "map-pin", **_SHARED)
register("city.accepted", _l("%(city)s accepted to share published projects, mentors and funds."), "check", **_SHARED)
register("city.declined", _l("%(city)s does not want to share published projects, mentors and funds."), "x", **_SHARED)
register("city.ended", _l("%(city)s ended the sharing of published projects, mentors and funds."), "x", **_SHARED)


def offered(agreement: CityAgreement) -> None:
    _tell(agreement, "city.offered", to=agreement.asked_code)


def accepted(agreement: CityAgreement) -> None:
    _tell(agreement, "city.accepted", to=agreement.offered_by_code)


def ended(agreement: CityAgreement, *, by: str, held: bool) -> None:
    """Whoever takes an offer back that nobody answered tells nobody."""
    if held:
        _tell(agreement, "city.ended", to=agreement.other(by))
    elif by == agreement.asked_code:
        _tell(agreement, "city.declined", to=agreement.offered_by_code)


def _tell(agreement: CityAgreement, kind: str, *, to: str) -> None:
    authorities = select(Organisation.id).where(
        Organisation.kind == OrganisationKind.AUTHORITY, Organisation.region_code == to
    )
    for authority_id in db.session.scalars(authorities.order_by(Organisation.id)).all():
        notify_organisation(
            organisation_id=authority_id,
            roles=(Role.ORGANISER,),
            kind=kind,
            params={"city": region_name(agreement.other(to))},
            url="/cities",
        )

"""What people are told about bulletins. The sentence holds the title alone."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.actor import Actor
from app.accounts.models import Membership, Organisation, OrganisationKind, Role
from app.bulletins.models import Bulletin
from app.carriers.models import Carrier
from app.carriers.notices import path
from app.core.profiles import ProfileState
from app.extensions import db
from app.notifications.kinds import register
from app.notifications.models import MailChoice
from app.notifications.services import notify
from app.taxonomy.labels import region_prefix

register(
    "bulletin.published",
    _l("“%(title)s” is published."),
    "report-analytics",
    label=_l("A bulletin of your region is published"),
    mail=MailChoice.DIGEST,
    roles=(Role.CARRIER_STAFF, Role.ORGANISER),
)


def published(bulletin: Bulletin, *, by: Actor) -> None:
    """To the staff of the carriers in the region, and to the authorities inside it."""
    prefix = region_prefix(bulletin.region_code)
    operators = select(Carrier.organisation_id).where(
        Carrier.zone_code.startswith(prefix, autoescape=True), Carrier.state == ProfileState.PUBLISHED
    )
    authorities = select(Organisation.id).where(
        Organisation.kind == OrganisationKind.AUTHORITY, Organisation.region_code.startswith(prefix, autoescape=True)
    )
    staff = (Membership.role == Role.CARRIER_STAFF) & Membership.organisation_id.in_(operators)
    organisers = (Membership.role == Role.ORGANISER) & Membership.organisation_id.in_(authorities)
    statement = select(Membership.account_id, Membership.id).where(Membership.ended_at.is_(None), staff | organisers)
    members = {row.account_id: row.id for row in db.session.execute(statement.order_by(Membership.id))}
    if by.account_id is not None:
        members.pop(by.account_id, None)
    notify(
        account_ids=members,
        membership_ids=members,
        kind="bulletin.published",
        params={"title": bulletin.title},
        url=path("bulletins.show", bulletin_id=bulletin.id),
    )

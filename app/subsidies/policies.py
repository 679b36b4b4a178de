"""Who reports, decides, reads and pays. Nobody outside the carrier and the authority that pays."""

from sqlalchemy import select

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.carriers.models import Carrier
from app.carriers.policies import oversees, owns, sees_inside
from app.extensions import db
from app.files.models import File
from app.subsidies.models import SeedGrant, Statement, StatementState, SubsidyYear


def reports_grants(actor: Actor, carrier: Carrier) -> bool:
    return owns(actor, carrier) and carrier.is_published


def reads_grant(actor: Actor, grant: SeedGrant) -> bool:
    return sees_inside(actor, grant.carrier)


def reported(actor: Actor, grant: SeedGrant) -> bool:
    return owns(actor, grant.carrier)


def decides_grant(actor: Actor, grant: SeedGrant) -> bool:
    return oversees(actor, grant.carrier)


def can_read_evidence(actor: Actor, file: File) -> bool:
    """A guard of files: what shows a grant is for the carrier's staff and its authority."""
    grant = db.session.scalars(select(SeedGrant).where(SeedGrant.evidence_id == file.id)).unique().first()
    return grant is not None and reads_grant(actor, grant)


def runs(actor: Actor, year: SubsidyYear) -> bool:
    """The person organises for the authority that pays."""
    return actor.is_(Role.ORGANISER) and actor.acts_for(year.organisation_id)


def pays(actor: Actor, statement: Statement) -> bool:
    return runs(actor, statement.budget)


def receives(actor: Actor, statement: Statement) -> bool:
    """Staff of the carrier."""
    return owns(actor, statement.carrier)


def reads(actor: Actor, statement: Statement) -> bool:
    """The carrier sees what was submitted to it, not what is being worked on or was thrown away before."""
    if pays(actor, statement):
        return True
    hidden = (StatementState.COMPUTED, StatementState.DISCARDED)
    return receives(actor, statement) and statement.state not in hidden

"""Who may do what with a carrier, and how far into it a reader reaches."""

from sqlalchemy import select

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.carriers.fields import FIELDS
from app.carriers.models import (
    Accreditation,
    Admission,
    AdmissionOrigin,
    Carrier,
    FollowUp,
    Graduation,
    Resource,
    Settlement,
    Tenancy,
)
from app.core.profiles import readable
from app.core.visibility import Visibility
from app.extensions import db
from app.projects.models import Project
from app.projects.policies import owns as owns_project
from app.taxonomy import regions


def owns(actor: Actor, carrier: Carrier) -> bool:
    """The carrier is operated by the organisation the person acts for."""
    return actor.is_(Role.CARRIER_STAFF) and actor.acts_for(carrier.organisation_id)


def oversees(actor: Actor, carrier: Carrier) -> bool:
    """The carrier belongs to the region of the authority the person organises for."""
    return regions.oversees(actor, carrier.zone_code)


def can_see(actor: Actor, carrier: Carrier) -> bool:
    """What is published has a public page; its authority also keeps sight of what was archived."""
    if carrier.is_published or owns(actor, carrier):
        return True
    return carrier.is_archived and carrier.published_at is not None and oversees(actor, carrier)


def can_edit(actor: Actor, carrier: Carrier) -> bool:
    return owns(actor, carrier) and not carrier.is_archived


def can_publish(actor: Actor, carrier: Carrier) -> bool:
    return owns(actor, carrier)


def sees_inside(actor: Actor, carrier: Carrier) -> bool:
    """Its staff and its authority read what a carrier works with and whom it looks after."""
    return owns(actor, carrier) or oversees(actor, carrier)


def can_edit_resource(actor: Actor, resource: Resource) -> bool:
    return can_edit(actor, resource.carrier)


def can_hand_in(actor: Actor, carrier: Carrier) -> bool:
    """Staff hand accreditations in, the authority enters its own."""
    return carrier.is_published and sees_inside(actor, carrier)


def can_edit_accreditation(actor: Actor, accreditation: Accreditation) -> bool:
    return owns(actor, accreditation.carrier)


def decides(actor: Actor, accreditation: Accreditation) -> bool:
    return oversees(actor, accreditation.carrier)


def takes_in(actor: Actor, carrier: Carrier) -> bool:
    return owns(actor, carrier) and carrier.is_published


def looks_after(actor: Actor, tenancy: Tenancy) -> bool:
    """The tenant is, or was, in a carrier that the person works for."""
    return owns(actor, tenancy.carrier)


def is_tenant(actor: Actor, tenancy: Tenancy) -> bool:
    return owns_project(actor, tenancy.project)


def takes_part_in_tenancy(actor: Actor, tenancy: Tenancy) -> bool:
    return looks_after(actor, tenancy) or is_tenant(actor, tenancy)


def can_see_tenancy(actor: Actor, tenancy: Tenancy) -> bool:
    return looks_after(actor, tenancy) or is_tenant(actor, tenancy) or oversees(actor, tenancy.carrier)


def hands_over(actor: Actor, tenancy: Tenancy) -> bool:
    return looks_after(actor, tenancy)


def agrees_for(actor: Actor, admission: Admission) -> str | None:
    """The side that the person may answer for and that has not answered: `carrier`, `project` or none."""
    if admission.carrier_agreed_at is None and owns(actor, admission.carrier):
        return "carrier"
    if admission.project_agreed_at is None and owns_project(actor, admission.project):
        return "project"
    return None


def asked(actor: Actor, admission: Admission) -> bool:
    """The person's side sent it."""
    if admission.origin is AdmissionOrigin.PROJECT:
        return owns_project(actor, admission.project)
    return actor.is_(Role.CARRIER_STAFF) and actor.acts_for(admission.organisation_id)


def takes_part(actor: Actor, admission: Admission) -> bool:
    return owns(actor, admission.carrier) or owns_project(actor, admission.project) or asked(actor, admission)


def answers_follow_up(actor: Actor, row: FollowUp) -> bool:
    """The graduate itself, or on its behalf the carrier that it came from."""
    return takes_part_in_tenancy(actor, row.graduation.tenancy)


def keeps_graduation(actor: Actor, graduation: Graduation) -> bool:
    return looks_after(actor, graduation.tenancy)


def reports_settlement(actor: Actor, graduation: Graduation) -> bool:
    """The carrier that the graduate came from, or its authority."""
    return sees_inside(actor, graduation.tenancy.carrier)


def decides_settlement(actor: Actor, settlement: Settlement) -> bool:
    return oversees(actor, settlement.graduation.tenancy.carrier)


def is_inside(actor: Actor, carrier: Carrier) -> bool:
    """A startup of which a project is in the carrier now."""
    if not actor.is_(Role.ENTREPRENEUR):
        return False
    statement = select(Tenancy.id).join(Project, Project.id == Tenancy.project_id)
    present = (Tenancy.carrier_id == carrier.id, Tenancy.left_on.is_(None))
    mine = Project.organisation_id == actor.organisation_id
    return db.session.scalar(statement.where(mine, *present).limit(1)) is not None


def reach(actor: Actor, carrier: Carrier) -> Visibility:
    """The most private visibility this reader sees of the carrier."""
    if sees_inside(actor, carrier) or is_inside(actor, carrier):
        return Visibility.AGREED
    return Visibility.SIGNED_IN if actor.is_signed_in else Visibility.PUBLIC


def readable_fields(carrier: Carrier, within: Visibility) -> frozenset[str]:
    """The names of the fields a reader of this reach may read; every page, list, export and search asks here."""
    return readable(FIELDS, carrier, within)

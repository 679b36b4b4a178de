import uuid

from app.extensions import db
from app.offerings.services import offerings
from app.projects.models import Project
from tests.access.world import City
from tests.offerings import factories


def add(city: City) -> None:
    """The agency offers; the owner's project asks it, in every state that has steps of its own."""
    owner, agency = city.people["owner"], city.people["agency"]
    project = db.session.get_one(Project, city.things["project"]["project_id"])
    for thing in ("offering", "offering_draft", "offering_archived"):
        made = factories.offering(agency, takes_vouchers=True)
        city.things[thing] = {"offering_id": made.id}
        if thing == "offering":
            offerings.publish(actor=agency, offering=made)
        elif thing == "offering_archived":
            offerings.archive(actor=agency, offering=made)
    city.things["no_offering"] = {"offering_id": uuid.UUID(int=7)}
    for thing in ("asked", "quoted", "accepted", "completed"):
        request = getattr(factories, thing)(owner, agency, project=project, takes_vouchers=True)
        city.things[f"service_{thing}"] = {"request_id": request.id}

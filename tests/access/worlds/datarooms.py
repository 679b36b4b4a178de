from app.datarooms import services
from app.datarooms.queries import current_terms, grant_of, versions
from app.extensions import db
from app.files.services import record_opening
from app.projects.models import Project
from tests.access.world import City
from tests.datarooms.factories import document, granted, room
from tests.files import samples


def add(city: City) -> None:
    """The investor reads the room of one project, and asks for another's."""
    owner, investor = city.people["owner"], city.people["investor"]
    made = room(owner, db.session.get_one(Project, city.things["project"]["project_id"]))
    here = city.things["room"] = {"room_id": made.id}
    folder = services.add_folder(actor=owner, room=made, name="财务")
    plan = document(owner, made, name="计划", folder_id=folder.id)
    city.things["room_folder"] = {**here, "folder_id": folder.id}
    city.things["room_document"] = {**here, "document_id": plan.id}
    services.add_version(actor=owner, document=plan, upload=samples.upload(samples.pdf(2), "第二版.pdf"))
    granted(owner, made, investor)
    given = grant_of(made.id, investor.organisation_id)
    assert given is not None
    city.things["room_grant"] = {"grant_id": given.id}
    services.agree(actor=investor, room=made, number=current_terms(made).number)
    newest, first = versions(plan)
    city.things["room_file"] = {"file_id": newest.file_id}
    city.things["earlier_file"] = {"file_id": first.file_id}
    city.things["room_opening"] = {"opening_id": record_opening(actor=investor, file=newest.file).id}
    asked = room(owner, db.session.get_one(Project, city.things["coached"]["project_id"]))
    city.things["room_asked"] = {"room_id": asked.id}
    question = services.ask(actor=investor, room=asked, message="想看财务计划。")
    city.things["room_request"] = {"request_id": question.id}

from sqlalchemy import select

from app.extensions import db
from app.messages import services
from app.messages.models import Connection
from tests.access.world import City
from tests.files import samples


def add(city: City) -> None:
    """The owner and the mentor of one project write to each other; the owner reported what the mentor sent."""
    owner, mentor = city.people["owner"], city.people["mentor"]
    between = (
        Connection.project_id == city.things["coached"]["project_id"],
        Connection.other_id == city.things["mentor_profile"]["mentor_id"],
    )
    talk = db.session.scalars(select(Connection).where(*between)).one()
    city.things["talk"] = {"connection_id": talk.id}
    written = services.send(actor=owner, connection=talk, body="想请教量产。")
    upload = samples.upload(samples.pdf(), "案例.pdf")
    heard = services.send(actor=mentor, connection=talk, body="先看良率。", uploads=[upload])
    city.things["own_message"] = {"message_id": written.id}
    city.things["heard_message"] = {"message_id": heard.id}
    city.things["message_file"] = {"file_id": heard.files[0].id}
    report = services.report(actor=owner, message=heard, reason="推销课程")
    city.things["message_report"] = {"report_id": report.id}

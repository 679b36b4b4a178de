"""What a carrier and its authority keep between themselves about an evaluation, planted in the small city."""

from typing import Any

from app.evaluations.models import Appeal, Point, Result, Scheme, Standing
from app.extensions import db
from app.files.models import File
from tests.access.world import City


def plant(planter: Any, city: City) -> None:
    draft = _row(city, Scheme, "scheme_draft", "scheme_id")
    planter.text(draft, "name", "name_en", "source")
    judged = db.session.query(Point).filter_by(result_id=city.things["result_draft"]["result_id"], code="management")
    planter.text(judged.one(), "reason")
    planter.text(_row(city, Result, "result_draft", "result_id"), "name")
    appeal = _row(city, Appeal, "appeal", "appeal_id")
    planter.text(appeal, "text", "reason")
    reported = db.session.query(Standing).filter_by(result_id=city.things["result_reported"]["result_id"]).one()
    planter.text(reported, "report", "reason")
    _row(city, File, "appeal_file", "file_id").name = planter.token("appeal document's name") + ".pdf"


def _row(city: City, model: Any, thing: str, argument: str) -> Any:
    return db.session.get_one(model, city.things[thing][argument])

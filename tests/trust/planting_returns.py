"""What a carrier and its authority keep between themselves about figures, and a project's facts for lenders."""

from typing import Any

from app.extensions import db
from app.indicators import catalogue
from app.indicators.models import Return, ReturnRevision, ReturnState
from app.recommendations.finance.models import FinanceFacts
from tests.access.world import City


def plant(planter: Any, city: City) -> None:
    item = _return(city, "return_draft")
    planter.text(item.collection, "note")
    item.state = ReturnState.RETURNED
    planter.text(item, "reason")
    counted = next(each.code for each in catalogue.chosen(item.collection.codes) if each.unit == "count")
    item.draft = dict.fromkeys(item.collection.codes, 100) | {counted: planter.figure("Return.draft", 64_738_291)}
    item.remarks = {counted: planter.token("Return.remarks")}
    filed = db.session.query(ReturnRevision).filter_by(return_id=_return(city, "return_submitted").id).one()
    planter.text(filed, "cause")
    facts = FinanceFacts(project_id=city.things["project"]["project_id"])
    planter.money(facts, "revenue")
    facts.ip_rights = planter.figure("FinanceFacts.ip_rights", 59_317)
    db.session.add(facts)


def _return(city: City, thing: str) -> Return:
    return db.session.get_one(Return, city.things[thing]["return_id"])

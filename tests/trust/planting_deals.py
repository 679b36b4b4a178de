"""Canaries in what a fund keeps about its deals, and in a round that others were not invited to."""

from typing import Any

from app.deals.models import Commitment, Deal, DealNote, DealTask, FinancingRound
from app.deals.services import ledger
from app.extensions import db
from app.funds.models import Fund
from tests.access.world import City
from tests.deals import factories


def plant(planter: Any, city: City) -> None:
    def row(model: Any, thing: str, argument: str) -> Any:
        return db.session.get_one(model, city.things[thing][argument])

    planter.text(row(Deal, "deal_passed", "deal_id"), "pass_note")
    told = row(Deal, "deal", "deal_id")
    told.told_stage, told.told_at = told.stage, told.created_at
    planter.text(told, "told_note")
    planter.text(row(DealNote, "deal_note", "note_id"), "text")
    planter.text(row(DealTask, "deal_task", "task_id"), "title")
    planter.text(row(FinancingRound, "round", "round_id"), "terms")
    planter.text(row(Commitment, "commitment", "commitment_id"), "note")
    fund = row(Fund, "fund_draft", "fund_id")
    investment = factories.investment(note=planter.token("LedgerEntry.note"))
    company = planter.token("LedgerEntry.company")
    ledger.record(actor=city.people["investor"], fund=fund, investment=investment, company=company)

from app.deals.models import PassReason, Reminder
from app.deals.services import notes, pipeline, todo
from app.extensions import db
from app.funds.models import Fund
from app.projects.models import Project
from tests.access.world import City
from tests.deals import factories
from tests.deals.factories import WAN


def add(city: City) -> None:
    """The investor follows two of the owner's projects, one of which raises money with their fund."""
    owner, investor = city.people["owner"], city.people["investor"]
    fund = db.session.get_one(Fund, city.things["fund"]["fund_id"])
    project = db.session.get_one(Project, city.things["project"]["project_id"])
    raising = db.session.get_one(Project, city.things["coached"]["project_id"])
    deal = pipeline.open_deal(actor=investor, fund=fund, project=project, amount=100 * WAN)
    city.things["deal"] = {"deal_id": deal.id}
    passed = pipeline.open_deal(actor=investor, fund=fund, project=raising)
    pipeline.pass_on(actor=investor, deal=passed, reason=PassReason.VALUATION)
    city.things["deal_passed"] = {"deal_id": passed.id}
    note = notes.add(actor=investor, deal=deal, text="内部评论", is_private=True)
    city.things["deal_note"] = {"note_id": note.id}
    task = todo.add(
        actor=investor,
        deal=deal,
        title="约谈",
        due_on=factories.today(),
        reminder=Reminder.DAY,
        assignee_id=deal.owner_id,
    )
    city.things["deal_task"] = {"task_id": task.id}
    city.things["ledger_entry"] = {"entry_id": factories.entry(investor, fund).id}
    made = factories.raising(owner, fund, project=raising)
    city.things["round"] = {"round_id": made.id}
    city.things["commitment"] = {"commitment_id": factories.commitment(made, fund).id}

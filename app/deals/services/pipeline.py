"""A deal's way through the stages.

interest ⇄ meeting ⇄ due diligence ⇄ term sheet      freely, forward and back
any of these → passed (with a reason) → reopened where it stood
any of these → invested, by an entry of the ledger alone; reversing the entry leads back to the term sheet
"""

import uuid

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.actor import Actor
from app.accounts.models import Membership, Role
from app.core.errors import Conflict, Invalid, require
from app.core.forms import CONSTRAINT_MESSAGES
from app.core.model import utc_now
from app.deals import notices
from app.deals.models import OPEN_STAGES, Deal, DealEvent, EventKind, Origin, PassReason, Stage
from app.deals.policies import works_on
from app.deals.services import history
from app.extensions import db
from app.funds.models import Fund
from app.funds.policies import owns as owns_fund
from app.projects.models import Project

CONSTRAINT_MESSAGES.update(
    uq_deal_fund_id_project_id=("fund_id", _l("This fund has an open deal with the project already.")),
)
MOVES: dict[Stage, tuple[Stage, ...]] = {
    stage: tuple(other for other in OPEN_STAGES if other is not stage) for stage in OPEN_STAGES
}


def lock(deal: Deal) -> None:
    """Nobody else moves this deal until the end of the transaction; its values are read again."""
    db.session.flush()
    db.session.refresh(deal, with_for_update={"of": Deal, "key_share": True})


def open_deal(
    *,
    actor: Actor,
    fund: Fund,
    project: Project,
    origin: Origin = Origin.HAND,
    roadshow_id: uuid.UUID | None = None,
    amount: int | None = None,
    owner_id: uuid.UUID | None = None,
) -> Deal:
    """Begin a deal of one's fund with a project that is published, or that invited the fund to its round."""
    require(owns_fund(actor, fund))
    if fund.is_archived:
        raise Invalid(_("The fund is archived."), "fund_id")
    if not project.is_published and origin is not Origin.ROUND:
        raise Invalid(_("Choose a published project."), "project_id")
    if find_open(fund.id, project.id) is not None:
        raise Conflict(_("This fund has an open deal with the project already."))
    deal = Deal(
        fund=fund,
        project=project,
        project_name=project.name,
        origin=origin,
        roadshow_id=roadshow_id,
        amount=_positive(amount),
        owner=colleague(fund, owner_id or actor.membership_id),
    )
    db.session.add(deal)
    db.session.flush()
    history.add(deal, EventKind.OPENED, actor, origin=origin.value)
    notices.assigned(deal, by=actor)
    return deal


def find_open(fund_id: uuid.UUID, project_id: uuid.UUID) -> Deal | None:
    same = select(Deal).where(Deal.fund_id == fund_id, Deal.project_id == project_id, Deal.closed_at.is_(None))
    return db.session.scalar(same)


def change(*, actor: Actor, deal: Deal, owner_id: uuid.UUID, amount: int | None) -> None:
    """Who looks after the deal, and what the fund thinks of investing."""
    require(works_on(actor, deal))
    lock(deal)
    _check_open(deal)
    owner = colleague(deal.fund, owner_id)
    if owner.id != deal.owner_id:
        deal.owner = owner
        history.add(deal, EventKind.OWNER, actor, to=owner.account.name)
        notices.assigned(deal, by=actor)
    if amount != deal.amount:
        deal.amount = _positive(amount)
        history.add(deal, EventKind.AMOUNT, actor, amount=amount)
    db.session.flush()


def move(*, actor: Actor, deal: Deal, to: str) -> None:
    """To another open stage; passing and investing have services of their own, because they say more."""
    require(works_on(actor, deal))
    lock(deal)
    if to not in MOVES.get(deal.stage, ()):
        raise Conflict(_("The deal cannot move there from where it stands now."))
    _set_stage(deal, Stage(to), EventKind.MOVED, actor)


def pass_on(*, actor: Actor, deal: Deal, reason: PassReason, note: str = "") -> None:
    """Decide against the project. The reason stays in the fund manager."""
    require(works_on(actor, deal))
    lock(deal)
    _check_open(deal)
    deal.pass_reason, deal.pass_note = reason, note
    _set_stage(deal, Stage.PASSED, EventKind.PASSED, actor, reason=reason.value)


def reopen(*, actor: Actor, deal: Deal) -> None:
    """Take up again what was passed on, where it stood."""
    require(works_on(actor, deal))
    lock(deal)
    if deal.stage is not Stage.PASSED:
        raise Conflict(_("Only a deal that was passed on is reopened."))
    if find_open(deal.fund_id, deal.project_id) is not None:
        raise Conflict(_("This fund has an open deal with the project already."))
    passed = select(DealEvent).where(DealEvent.deal_id == deal.id, DealEvent.kind == EventKind.PASSED)
    last = db.session.scalars(passed.order_by(DealEvent.id.desc())).first()
    before = Stage(last.params["from"]) if last else Stage.INTEREST
    deal.pass_reason, deal.pass_note = None, ""
    _set_stage(deal, before, EventKind.REOPENED, actor)


def tell(*, actor: Actor, deal: Deal, note: str = "") -> None:
    """Let the project know where the deal stands now. What follows stays private until it is told again."""
    require(works_on(actor, deal))
    lock(deal)
    deal.told_stage, deal.told_note, deal.told_at = deal.stage, note, utc_now()
    history.add(deal, EventKind.TOLD, actor, stage=deal.stage.value)
    notices.told(deal)


def set_invested(*, actor: Actor, deal: Deal, amount: int) -> None:
    """For the ledger, which has locked the deal and written the entry."""
    if deal.stage is Stage.INVESTED:
        history.add(deal, EventKind.INVESTED, actor, amount=amount)
    else:
        _set_stage(deal, Stage.INVESTED, EventKind.INVESTED, actor, amount=amount)


def set_corrected(*, actor: Actor, deal: Deal, amount: int, is_last: bool) -> None:
    """For the ledger: an entry was reversed. Without another one the deal is open again, unless a new one is open."""
    if not is_last or deal.stage is not Stage.INVESTED:
        history.add(deal, EventKind.CORRECTED, actor, amount=amount)
    elif find_open(deal.fund_id, deal.project_id) is None:
        _set_stage(deal, Stage.TERM_SHEET, EventKind.CORRECTED, actor, amount=amount)
    else:
        deal.pass_reason = PassReason.OTHER
        _set_stage(deal, Stage.PASSED, EventKind.CORRECTED, actor, amount=amount)


def _set_stage(deal: Deal, stage: Stage, kind: EventKind, actor: Actor, **params: object) -> None:
    before, now = deal.stage, utc_now()
    deal.stage, deal.moved_at = stage, now
    deal.closed_at = None if stage in OPEN_STAGES else now
    history.add(deal, kind, actor, **{"from": before.value, "to": stage.value, **params})


def _check_open(deal: Deal) -> None:
    if not deal.is_open:
        raise Conflict(_("The deal is over."))


def _positive(amount: int | None) -> int | None:
    if amount is not None and amount <= 0:
        raise Invalid(_("Give an amount above zero, or none."), "amount")
    return amount


def colleague(fund: Fund, membership_id: uuid.UUID | None) -> Membership:
    """A present investor of the fund manager."""
    found = db.session.get(Membership, membership_id) if membership_id else None
    if found is None or found.ended_at or (found.organisation_id, found.role) != (fund.organisation_id, Role.INVESTOR):
        raise Invalid(_("Choose a member of the fund manager."), "owner_id")
    return found

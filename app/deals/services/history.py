"""The lines of a deal's history."""

from typing import Any

from app.accounts.actor import Actor
from app.deals.models import Deal, DealEvent, EventKind
from app.extensions import db


def add(deal: Deal, kind: EventKind, actor: Actor, **params: Any) -> None:
    db.session.add(DealEvent(deal_id=deal.id, kind=kind, account_id=actor.account_id, params=params))
    db.session.flush()

"""What a person wrote about deals: they get it, and their private notes go when they close their account. Comments and
tasks are their fund manager's and stay with the pseudonym."""

from typing import Any

from sqlalchemy import delete, select

from app.accounts.models import Account
from app.deals.models import DealNote
from app.extensions import db


def export(account: Account) -> list[dict[str, Any]]:
    mine = select(DealNote).where(DealNote.account_id == account.id, DealNote.removed_at.is_(None))
    return [
        {
            "project": note.deal.name,
            "text": note.text,
            "is_private": note.is_private,
            "created_at": note.created_at.isoformat(),
        }
        for note in db.session.scalars(mine.order_by(DealNote.created_at, DealNote.id))
    ]


def erase(account: Account) -> None:
    db.session.execute(delete(DealNote).where(DealNote.account_id == account.id, DealNote.is_private))

"""Whose name stands on lists of people: handed out with their data, and taken off when they close their account."""

from typing import Any

from sqlalchemy import select

from app.accounts.models import Account
from app.extensions import db
from app.roadshows import tickets
from app.roadshows.models import Attendee, AudienceQuestion


def export(account: Account) -> list[dict[str, Any]]:
    return [
        {
            "roadshow": row.roadshow.title,
            "name": row.name,
            "kind": row.kind.value,
            "attendance": row.attendance.value,
            "checked_in_at": row.check_in.at.isoformat() if row.check_in else None,
            "questions": [question.text for question in _questions(row)],
        }
        for row in _rows(account)
    ]


def erase(account: Account) -> None:
    """That somebody came stays, with the counts that follow from it; who it was goes."""
    for row in _rows(account):
        row.account_id, row.name, row.sort_key, row.code = None, "–", "", tickets.new_code()
        for question in _questions(row):
            question.is_anonymous = True
    db.session.flush()


def _rows(account: Account) -> list[Attendee]:
    mine = select(Attendee).where(Attendee.account_id == account.id)
    return list(db.session.scalars(mine.order_by(Attendee.created_at, Attendee.id)).unique())


def _questions(row: Attendee) -> list[AudienceQuestion]:
    asked = select(AudienceQuestion).where(AudienceQuestion.attendee_id == row.id)
    return list(db.session.scalars(asked.order_by(AudienceQuestion.asked_at, AudienceQuestion.id)))

"""What data rooms keep about a person: agreements and requests. They stay when the account is closed, with its
pseudonym, because the other side relies on them; what a person wrote in a request goes."""

from typing import Any

from sqlalchemy import select, update

from app.accounts.models import Account
from app.datarooms.models import RoomRequest, TermsAcceptance
from app.extensions import db

EXPORTED = {
    "terms_acceptance": ("accepted_at",),
    "room_request": ("state", "message", "decline_reason", "asked_at", "expires_at", "answered_at"),
}
# Identifiers; the room, its version and the organisation are named.
WITHHELD = {
    "terms_acceptance": ("id", "terms_id", "account_id", "organisation_id"),
    "room_request": ("id", "room_id", "organisation_id", "sent_by_id", "answered_by_id"),
}


def export(account: Account) -> dict[str, list[dict[str, Any]]]:
    agreed = select(TermsAcceptance).where(TermsAcceptance.account_id == account.id)
    asked = select(RoomRequest).where(RoomRequest.sent_by_id == account.id)
    return {
        "agreements": [
            {
                "project": row.terms.room.project.name,
                "version": row.terms.number,
                "organisation": row.organisation.name,
                "accepted_at": row.accepted_at.isoformat(),
            }
            for row in db.session.scalars(agreed.order_by(TermsAcceptance.accepted_at, TermsAcceptance.id))
        ],
        "requests": [
            {"project": row.room.project.name, "organisation": row.organisation.name, **_shown(row)}
            for row in db.session.scalars(asked.order_by(RoomRequest.asked_at, RoomRequest.id)).unique()
        ],
    }


def _shown(row: RoomRequest) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in EXPORTED["room_request"]}
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()}


def erase(account: Account) -> None:
    db.session.execute(update(RoomRequest).where(RoomRequest.sent_by_id == account.id).values(message=""))

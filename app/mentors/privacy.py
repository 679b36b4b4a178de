"""What the register keeps about a person: handed out to them, and taken away when they close their account."""

from typing import Any

from sqlalchemy import select

from app.accounts.models import Account
from app.core import search
from app.core.model import utc_now
from app.core.profiles import ProfileState
from app.extensions import db
from app.files.services import discard
from app.mentors.models import Mentor

TEXTS = ("headline", "bio", "employer", "position", "region_code", "contact_phone", "contact_email", "contact_wechat")
NUMBERS = ("capacity", "mentee_count", "paused", "ranked", "visibility")
CLOSED = "已注销导师 · Closed profile"


def export(account: Account) -> list[dict[str, Any]]:
    return [_shown(mentor) for mentor in _profiles(account)]


def erase(account: Account) -> None:
    """The row stays under a pseudonym, because past mentorships refer to it; nothing in it says who it was."""
    for mentor in _profiles(account):
        mentor.name, mentor.sort_key, mentor.source_key = CLOSED, "", None
        for name in TEXTS:
            setattr(mentor, name, "")
        mentor.facets, mentor.texts, mentor.conflicts, mentor.visibility = [], [], [], {}
        discard(file_id=mentor.logo_id)
        mentor.logo_id, mentor.ranked = None, False
        if mentor.state is not ProfileState.ARCHIVED:
            mentor.state, mentor.archived_at = ProfileState.ARCHIVED, utc_now()
        search.remove(mentor.id)
    db.session.flush()


def _profiles(account: Account) -> list[Mentor]:
    return list(db.session.scalars(select(Mentor).where(Mentor.account_id == account.id).order_by(Mentor.created_at)))


def _shown(mentor: Mentor) -> dict[str, Any]:
    return {
        "name": mentor.name,
        "authority": mentor.organisation.name,
        "state": mentor.state.value,
        "created_at": mentor.created_at.isoformat(),
        **{name: getattr(mentor, name) for name in (*TEXTS, *NUMBERS)},
        **{facet: mentor.codes(facet) for facet in ("sector", "expertise", "stage", "language")},
        "texts": [{"kind": row.kind.value, "title": row.title, "text": row.text} for row in mentor.texts],
        "conflicts": [
            {
                "name": row.name,
                "relation": row.relation.value,
                "note": row.note,
                "created_at": row.created_at.isoformat(),
                "ended_at": row.ended_at.isoformat() if row.ended_at else None,
            }
            for row in mentor.conflicts
        ],
    }

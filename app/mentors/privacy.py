"""What the register keeps about a person: handed out to them, and taken away when they close their account."""

import datetime as dt
from typing import Any

from sqlalchemy import select, update

from app.accounts.models import Account
from app.core import search
from app.core.model import utc_now
from app.core.profiles import ProfileState
from app.extensions import db
from app.files.services import discard
from app.mentors.models import Filing, FilingEvent, Mentor
from app.mentors.queries.filings import history

TEXTS = ("headline", "bio", "employer", "position", "region_code", "contact_phone", "contact_email", "contact_wechat")
NUMBERS = ("capacity", "mentee_count", "paused", "ranked", "visibility")
DATED = ("filing_number", "filed_on", "filed_until", "paused_until")
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
        mentor.capacity_changes, mentor.paused_until = [], None
        discard(file_id=mentor.logo_id)
        mentor.logo_id, mentor.ranked = None, False
        _erase_filings(mentor)
        if mentor.state is not ProfileState.ARCHIVED:
            mentor.state, mentor.archived_at = ProfileState.ARCHIVED, utc_now()
        search.remove(mentor.id)
    db.session.flush()


def _erase_filings(mentor: Mentor) -> None:
    """When the authority decided what stays; what the person wrote and proved goes, and so do reasons about them."""
    for filing in _filings(mentor):
        for evidence in filing.evidence:
            discard(file_id=evidence.file_id)
        filing.statement, filing.reason, filing.evidence = "", "", []
    db.session.execute(update(FilingEvent).where(FilingEvent.mentor_id == mentor.id).values(reason=""))


def _filings(mentor: Mentor) -> list[Filing]:
    statement = select(Filing).where(Filing.mentor_id == mentor.id).order_by(Filing.created_at, Filing.id)
    return list(db.session.scalars(statement).unique())


def _profiles(account: Account) -> list[Mentor]:
    return list(db.session.scalars(select(Mentor).where(Mentor.account_id == account.id).order_by(Mentor.created_at)))


def _shown(mentor: Mentor) -> dict[str, Any]:
    return {
        "name": mentor.name,
        "authority": mentor.organisation.name,
        "state": mentor.state.value,
        "created_at": mentor.created_at.isoformat(),
        **{name: getattr(mentor, name) for name in (*TEXTS, *NUMBERS)},
        "standing": mentor.standing.value,
        **{name: _plain(getattr(mentor, name)) for name in DATED},
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
        "capacity_changes": [
            {"starts_on": row.starts_on.isoformat(), "capacity": row.capacity} for row in mentor.capacity_changes
        ],
        "filings": [
            {
                "kind": filing.kind.value,
                "state": filing.state.value,
                "statement": filing.statement,
                "consents": dict(filing.consents),
                "submitted_at": _plain(filing.submitted_at),
                "decided_at": _plain(filing.decided_at),
                "reason": filing.reason,
                "evidence": [{"kind": row.kind.value, "file": row.file.name} for row in filing.evidence],
            }
            for filing in _filings(mentor)
        ],
        "filing_history": [
            {"step": event.step.value, "at": event.at.isoformat(), "reason": event.reason, "until": _plain(event.until)}
            for event in history(mentor.id)
        ],
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value

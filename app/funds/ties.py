"""What binds a fund to a project, for whoever has to see a conflict of interest.

Only what the project itself knows of counts, never a fund's private marks. Higher slices add theirs:

@binds("deal")
def deals() -> Select[Any]:
    return select(Deal.fund_id, Deal.project_id).where(…)
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import CompoundSelect, literal, select, union

from app.funds.models import FundInvestment

Source = Callable[[], Any]
_sources: list[tuple[str, Source]] = []


def binds(kind: str) -> Callable[[Source], Source]:
    """Register a statement of (fund_id, project_id)."""

    def register(source: Source) -> Source:
        _sources.append((kind, source))
        return source

    return register


@binds("investment")
def investments() -> Any:
    pairs = select(FundInvestment.fund_id, FundInvestment.project_id)
    return pairs.where(FundInvestment.project_id.is_not(None), FundInvestment.removed_at.is_(None))


def all_ties() -> CompoundSelect[Any]:
    """Every (kind, fund_id, project_id), once."""
    parts = []
    for kind, source in _sources:
        pairs = source().subquery()
        parts.append(select(literal(kind).label("kind"), pairs.c.fund_id, pairs.c.project_id))
    return union(*parts)

"""Agencies' financing products as the library sees them: what a product is for is its mandate, and it has no past."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from app.recommendations.engine import profiles
from app.recommendations.rows import Profile


def best_products(
    projects: Sequence[Profile],
    products: Sequence[Profile],
    *,
    day: dt.date,
    state: Mapping[str, Any] | None,
    most: int,
) -> list[list[dict[str, Any]]]:
    """Of each project the products nearest to it and the terms both speak of; none where it says too little."""
    from matching import FundRecommender

    model = FundRecommender(vocabulary=profiles.vocabulary()).fit(
        [_product(profile) for profile in products], today=day, state=state
    )
    found: Mapping[str, Any] = model.recommend([profiles.project(profile) for profile in projects], most)
    ranked = (found[str(profile.id)] for profile in projects)
    return [[] if hasattr(result, "missing") else [_row(match) for match in result] for result in ranked]


def _row(match: Any) -> dict[str, Any]:
    terms = [reason for reason in match.evidence if reason.kind == "term"]
    return {
        "project_id": uuid.UUID(match.project_id),
        "offering_id": uuid.UUID(match.candidate_id),
        "raw": match.raw,
        "terms": [{"code": reason.code, "params": {"term": reason.params["term"]}} for reason in terms],
    }


def _product(profile: Profile) -> Any:
    from matching import Fund

    row, codes = profile.row, profile.codes
    return Fund(
        id=str(profile.id),
        texts=[text for texts in profile.texts.values() for text in texts if text],
        ticket_min=None if row.amount_min is None else row.amount_min / profiles.FEN,
        ticket_max=None if row.amount_max is None else row.amount_max / profiles.FEN,
        sectors=codes.get("sector", frozenset()),
        regions=codes.get("region", frozenset()),
    )

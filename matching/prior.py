"""The expert's weights for day one: what each feature adds before any outcome is known.

Rounded by hand after looking at what a conditional logit learns on public rounds; the mandate's weights are low
because the virtual deals drawn from it already say most.
"""

from __future__ import annotations

import numpy as np

from matching.arrays import Floats
from matching.features import NAMES as HISTORY
from matching.mandate import NAMES as MANDATE

NAMES: tuple[str, ...] = (*HISTORY, *MANDATE)

FUND_WEIGHTS: dict[str, float] = {
    "activity_0.25": 0.2, "activity_1": 0.25, "round_activity_0.5": 0.1, "round_activity_2": 0.2,
    "sector_odds": 0.35, "subsector_odds": 0.25, "round_odds": 0.3, "place_odds": 0.5, "region_odds": 0.2,
    "sector_count": 0.1, "place_count": 0.1, "kernel_all": 0.3, "amount_near": 0.6, "text_best": 1.5,
    "mandate_sector": 0.45, "mandate_round": 0.35, "mandate_region": 0.3, "mandate_ticket": 0.2, "mandate_text": 3.0,
}  # fmt: skip

FUND_PARTS: dict[str, str] = {
    "activity": "activity", "recency": "activity", "round": "round", "sector": "sector", "subsector": "sector",
    "place": "region", "region": "region", "country": "region", "kernel": "portfolio", "taste": "portfolio",
    "amount": "ticket", "currency": "ticket", "disclosure": "ticket", "script": "text",
    "text": "text",
}  # fmt: skip

MENTOR_WEIGHTS: dict[str, float] = {
    "need": 2.6, "need_group": 0.8, "sector": 1.2, "sector_group": 0.6, "stage": 0.7, "region": 0.5, "language": 0.4,
    "text": 7.0, "free": 0.3,
}  # fmt: skip
MENTOR_NAMES = tuple(MENTOR_WEIGHTS)
MENTOR_PARTS: dict[str, str] = {
    "need": "need", "need_group": "need", "sector": "sector", "sector_group": "sector", "stage": "stage",
    "region": "region", "language": "language", "text": "text", "free": "capacity",
}  # fmt: skip


def fund_prior() -> Floats:
    """Return the expert's weights of all fund features, shape (len(NAMES),)."""
    return np.array([FUND_WEIGHTS.get(name, 0.0) for name in NAMES])


def mentor_prior() -> Floats:
    """Return the expert's weights of the mentor features."""
    return np.array(list(MENTOR_WEIGHTS.values()))


def fund_part(name: str) -> str:
    """Return the labelled part that a feature belongs to."""
    kind, _, rest = name.partition("_")
    if kind == "mandate":
        return "ticket" if rest == "ticket" else "region" if rest == "region" else rest
    return FUND_PARTS[kind]

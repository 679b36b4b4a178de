"""The ladder of financing rounds: labels in Chinese and English, codes, and a distance between rounds."""

from __future__ import annotations

import math
import re

# Distances are in "rounds": seed and angel are nearly the same thing, A and C are two apart.
LADDER: dict[str, float] = {
    "seed": 0.0, "angel": 0.25, "pre_a": 1.0, "a": 1.6, "a_plus": 2.0, "pre_b": 2.3, "b": 2.6, "b_plus": 3.0, "c": 3.5,
    "d": 4.2, "e": 4.8, "f": 5.3, "pre_ipo": 5.5, "ipo": 6.0, "listed": 6.3,
}  # fmt: skip
EARLY = 1.0

_LABELS = {
    "种子": "seed", "seed": "seed", "preseed": "seed", "天使": "angel", "angel": "angel", "预天使": "angel",
    "天使+": "angel",
    "seriesseed": "seed", "新三板": "listed", "ipo上市": "ipo", "ipo": "ipo", "ipo上市后": "listed",
    "f轮上市前": "pre_ipo",
    "上市前": "pre_ipo", "preipo": "pre_ipo", "postipo": "listed", "上市后": "listed",
    "postipoequity": "listed", "postipodebt": "listed",
}  # fmt: skip
_NOISE = re.compile(r"[\s_\-.()（）]+|轮$|round$|series|venture")
_LETTER = re.compile(r"(pre)?([a-f])(\+|plus|[1-9])?$")


def round_code(label: str) -> str:
    """Return the code of a round's label in Chinese or English, or ``''`` where the label says nothing of the stage.

    >>> round_code('天使轮'), round_code('Pre-A轮'), round_code('Series B'), round_code('A+轮'), round_code('战略投资')
    ('angel', 'pre_a', 'b', 'a_plus', '')
    """
    code = label.strip().lower()
    if code in LADDER:
        return code
    short = _NOISE.sub("", code.replace("（", "").replace("＋", "+")).removesuffix("轮").removesuffix("round")
    if short in _LABELS:
        return _LABELS[short]
    hit = _LETTER.match(short)
    if not hit:
        return ""
    before, letter, after = hit.groups()
    if before:
        return f"pre_{letter}" if letter in "ab" else letter
    return f"{letter}_plus" if after in ("+", "plus") and letter in "ab" else letter


def stage_of(code: str) -> float:
    """Return the place of a round's code on the ladder, NaN where unknown."""
    return LADDER.get(code, math.nan)

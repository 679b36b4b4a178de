"""Reasons from the scorer's own terms: parts that sum to the raw score, bands, shared words."""

from __future__ import annotations

from collections.abc import Sequence

from scipy import sparse
from scipy.special import expit

from matching.arrays import Csr, Floats
from matching.profiles import Band, Evidence, Part
from matching.text.vectorise import TermVectoriser
from matching.vocabulary import MARK

STRONG, GOOD = 0.75, 0.5
OFFSET = 2.0


def score_of(raw: float) -> float:
    """Return the logistic of the raw score; an average pair (raw 0) gets 0.12."""
    return float(expit(raw - OFFSET))


def band_of(score: float) -> Band:
    """Return the name of the range that a score lies in."""
    return "strong" if score >= STRONG else "good" if score >= GOOD else "possible"


def build_parts(contributions: Floats, groups: Sequence[str], reach: Floats) -> tuple[Part, ...]:
    """Return the parts of one pair, largest contribution first.

    Parameters
    ----------
    contributions : ndarray of shape (n_features,)
        What each feature adds to the raw score.
    groups : sequence of str
        The part of each feature.
    reach : ndarray of shape (n_features,)
        How much each feature adds in a very good pair; the bar is the logistic of contribution over reach.
    """
    sums: dict[str, float] = {}
    reaches: dict[str, float] = {}
    for group, add, most in zip(groups, contributions, reach, strict=True):
        sums[group] = sums.get(group, 0.0) + float(add)
        reaches[group] = reaches.get(group, 0.0) + float(most)
    parts = [
        Part(name, float(expit(2 * add / reaches[name])) if reaches[name] > 0 else 0.5, add)
        for name, add in sums.items()
        if reaches[name] > 0 or add != 0
    ]
    return tuple(sorted(parts, key=lambda p: (-p.contribution, p.name)))


# Words of every profile of this trade. They count in the score as rarely as they are rare, but name no reason.
SAYS_NOTHING = frozenset(
    [
        "公司",
        "企业",
        "项目",
        "团队",
        "产品",
        "技术",
        "服务",
        "行业",
        "客户",
        "市场",
        "平台",
        "提供",
        "首批",
        "早期",
        "投资",
        "基金",
        "天使",
        "种子",
        "融资",
        "创业",
        "专注",
        "关注",
        "company",
        "startup",
        "team",
        "product",
        "technology",
        "service",
        "market",
        "platform",
        "early",
        "invest",
        "investment",
        "fund",
        "angel",
        "seed",
    ]
)


def shared_terms(left: Csr, right: Csr, vectoriser: TermVectoriser, source: str, most: int = 5) -> tuple[Evidence, ...]:
    """Return the terms that add most to the similarity of two rows, as evidence.

    Single Chinese characters are left out: they carry similarity but explain nothing to a reader.
    """
    product = sparse.csr_matrix(left.multiply(right))
    found = []
    for column, weight in zip(product.indices, product.data, strict=True):
        term = vectoriser.terms_[column]
        if len(term) > 1 and term not in SAYS_NOTHING:
            found.append((-float(weight), term))
    return tuple(_term(term, -weight, source) for weight, term in sorted(found)[:most])


def _term(term: str, weight: float, source: str) -> Evidence:
    code = "shared_concept" if term.startswith(MARK) else "shared_term"
    return Evidence("term", code, {"term": term.removeprefix(MARK), "weight": weight, "in": source})

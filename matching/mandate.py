"""What a fund says it wants: pair features of the mandate, and a soft portfolio in place of a missing history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

import numpy as np
from scipy import sparse

from matching.arrays import Csr, Floats, Floats32, Ints
from matching.encode import deal_key, has_mandate, mandate_text
from matching.pairs import compare
from matching.profiles import Deal, Fund
from matching.text.vectorise import TermVectoriser
from matching.vocabulary import EMPTY, Vocabulary

NAMES = ("mandate_sector", "mandate_round", "mandate_region", "mandate_ticket", "mandate_text")
# Deals a year of a fund that does not say how many it plans, the most that are believed, and how much a planned deal
# counts beside one that was done.
PACE, MOST_PACE, BELIEF = 14.0, 100.0, 0.85
ESTABLISHED = 10
MISFIT = 0.02
MOST_ROUNDS = 200


def region_fit(wanted: frozenset[str], region: str) -> float:
    """Return 1 if a wanted region contains ``region`` (or the reverse), 0.3 for the same province, else 0."""
    best = 0.0
    for code in wanted:
        short, place = code.rstrip("0"), region.rstrip("0")
        short, place = short + "0" * (len(short) % 2), place + "0" * (len(place) % 2)
        if place and (place.startswith(short) or short.startswith(place)):
            return 1.0
        if place and code[:2] == region[:2]:
            best = 0.3
    return best


def sector_fit(wanted: frozenset[str], sectors: frozenset[str], vocabulary: Vocabulary) -> float:
    """Return 1 if a sector is wanted by its code or group, 0.5 if only a sibling is, else 0."""
    if wanted & sectors or wanted & vocabulary.groups(sectors):
        return 1.0
    return 0.5 if vocabulary.groups(wanted) & vocabulary.groups(sectors) else 0.0


def ticket_misfit(fund: Fund, amount: float | None) -> float:
    """Return how far the amount lies outside what the fund can write, as a logarithm; 0 inside or unknown.

    A round is shared by several funds, so an amount of up to three of the largest tickets still fits.
    """
    if amount is None or amount <= 0:
        return 0.0
    if fund.ticket_min and amount < fund.ticket_min:
        return float(min(np.log(fund.ticket_min / amount), 3.0))
    if fund.ticket_max and amount > 3 * fund.ticket_max:
        return float(min(np.log(amount / (3 * fund.ticket_max)), 3.0))
    return 0.0


class MandateFeatures:
    """Features of deals against mandates: 0 where they fit or either side says nothing, down to -1 where they do not.

    That a mandate fits is worth what the deals are worth that it lets one expect (the soft portfolio); a bonus on top
    would put every fund that merely states a mandate before those that have shown theirs.
    """

    def __init__(self, funds: Sequence[Fund], vectoriser: TermVectoriser, vocabulary: Vocabulary = EMPTY) -> None:
        self.funds = funds
        self.vocabulary = vocabulary
        self.vectoriser = vectoriser
        self.texts: Csr = vectoriser.transform([mandate_text(f) for f in funds])

    def features(self, deals: Sequence[Deal], texts: Csr) -> Floats32:
        """Return an array of shape (n_deals, n_funds, len(NAMES)).

        The mandates fall into few distinct values each, so every distinct pair is compared once.
        """
        out = np.zeros((len(deals), len(self.funds), len(NAMES)), dtype=np.float32)
        rounds = [frozenset({d.round} - {""}) for d in deals]
        regions = [frozenset({d.region} - {""}) for d in deals]
        out[:, :, 0] = compare([d.sectors for d in deals], [f.sectors for f in self.funds], _stated(self._sector))
        out[:, :, 1] = compare(rounds, [f.rounds for f in self.funds], _stated(_round))
        out[:, :, 2] = compare(regions, [f.regions for f in self.funds], _stated(_region))
        for j, fund in enumerate(self.funds):
            if fund.ticket_min or fund.ticket_max:
                out[:, j, 3] = [-ticket_misfit(fund, d.amount) for d in deals]
        out[:, :, 4] = (texts @ self.texts.T).toarray()
        return out

    def _sector(self, sectors: frozenset[str], wanted: frozenset[str]) -> float:
        return sector_fit(wanted, sectors, self.vocabulary) - 1


def _stated(
    fit: Callable[[frozenset[str], frozenset[str]], float],
) -> Callable[[frozenset[str], frozenset[str]], float]:
    """Return ``fit`` where both sides say something, and 0 elsewhere."""
    return lambda asked, wanted: fit(asked, wanted) if asked and wanted else 0.0


def _round(asked: frozenset[str], wanted: frozenset[str]) -> float:
    return 0.0 if wanted & asked else -1.0


def _region(asked: frozenset[str], wanted: frozenset[str]) -> float:
    return region_fit(wanted, next(iter(asked))) - 1


def virtual_weight(n_deals: int, pace: float | None = None) -> float:
    """Return how many virtual deals a fund with ``n_deals`` real ones gets: a year's for none, fading to 0 at ten."""
    year = PACE if pace is None else min(pace, MOST_PACE)
    return BELIEF * year * max(0.0, 1 - n_deals / ESTABLISHED) ** 2


def synthetic_deals(fund: Fund, today: dt.date) -> list[Deal]:
    """Return deals a mandate describes by itself, spread over the last year, where there is no market."""
    places = sorted(fund.regions) or [""]
    kinds = sorted(fund.rounds) or [""]
    pairs = [(r, p) for r in kinds for p in places]
    low, high = fund.ticket_min or fund.ticket_max, fund.ticket_max or fund.ticket_min
    amount = float(np.sqrt(low * high)) if low and high else None
    return [
        Deal(
            today - dt.timedelta(days=1 + 364 * (i + 1) // len(pairs)),
            fund.sectors,
            place,
            kind,
            amount,
            mandate_text(fund),
        )
        for i, (kind, place) in enumerate(pairs)
    ]


def soft_portfolio(
    fund: Fund, market: Sequence[Deal], closeness: Floats, vocabulary: Vocabulary, today: dt.date
) -> list[tuple[Deal, float]]:
    """Return virtual deals with weights for a fund whose history is short.

    Parameters
    ----------
    fund : Fund
    market : sequence of Deal
        The market's rounds of the last year.
    closeness : ndarray of shape (n_market,)
        Text similarity of the mandate to each.
    """
    weight = virtual_weight(len(fund.portfolio), fund.pace)
    if weight <= 0 or not has_mandate(fund):
        return []
    fits = np.array([_market_fit(fund, d, vocabulary) for d in market])
    fitting = np.flatnonzero(fits > MISFIT) if market else np.zeros(0, int)
    if len(fitting) < 5:
        deals = synthetic_deals(fund, today)
        return [(d, weight / len(deals)) for d in deals]
    share = fits[fitting] * (0.1 + closeness[fitting])
    picked, times = np.unique(_spread(share, min(MOST_ROUNDS, len(fitting))), return_counts=True)
    parts = weight * times / times.sum()
    return [(market[i], float(part)) for i, part in zip(fitting[picked], parts, strict=True)]


def _spread(share: Floats, count: int) -> Ints:
    """Return ``count`` positions drawn in even steps along the cumulated shares: as many early as late in the year."""
    steps = (np.arange(count) + 0.5) / count
    return np.searchsorted(np.cumsum(share) / share.sum(), steps)


def _market_fit(fund: Fund, deal: Deal, vocabulary: Vocabulary) -> float:
    fit = 1.0
    if fund.sectors:
        fit *= max(sector_fit(fund.sectors, deal.sectors, vocabulary), MISFIT)
    if fund.rounds:
        fit *= 1.0 if deal.round in fund.rounds else MISFIT
    if fund.regions:
        fit *= max(region_fit(fund.regions, deal.region), MISFIT)
    if deal.sectors & fund.excluded_sectors:
        return 0.0
    return fit * float(np.exp(-ticket_misfit(fund, deal.amount)))


def merge_rounds(portfolios: Sequence[Sequence[tuple[Deal, float]]], market: Sequence[Deal]) -> tuple[list[Deal], Csr]:
    """Return all distinct deals in order of time and who took part, shape (n_deals, n_funds)."""
    distinct = {deal_key(d): d for d in market}
    for portfolio in portfolios:
        distinct |= {deal_key(d): d for d, _ in portfolio}
    keys = sorted(distinct)
    row = {key: i for i, key in enumerate(keys)}
    entries = [(row[deal_key(d)], j, w) for j, portfolio in enumerate(portfolios) for d, w in portfolio]
    rows, cols, weights = (np.array(x) for x in zip(*entries, strict=True)) if entries else (np.zeros(0, int),) * 3
    takers = sparse.csr_matrix((weights, (rows, cols)), shape=(len(keys), len(portfolios)), dtype=np.float64)
    return [distinct[key] for key in keys], takers

"""From profiles to columns: projects, deals and mandates in the codes that the features understand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Self

import numpy as np

from matching.deals import FACETS, FacetCoder, Rounds, amount_code, days, log_amounts
from matching.profiles import Deal, Fund, Project
from matching.stages import stage_of
from matching.text.tokenise import Analyzer, Tokeniser
from matching.text.vectorise import TermVectoriser
from matching.vocabulary import EMPTY, Vocabulary

FIELD_ORDER = ("name", "summary", "problem", "solution", "need")


def project_text(project: Project) -> str:
    """Return all texts of a project, the known fields first, the others by name."""
    known = [project.texts.get(name, "") for name in FIELD_ORDER]
    other = [project.texts[name] for name in sorted(project.texts) if name not in FIELD_ORDER]
    return "\n".join(text for text in [*known, *other] if text.strip())


def as_deal(project: Project, today: dt.date) -> Deal:
    """Return the deal that the project hopes for."""
    return Deal(
        date=project.date or today,
        sectors=project.sectors,
        region=project.region,
        round=project.round,
        amount=project.amount,
        text=project_text(project),
    )


def region_levels(region: str) -> tuple[str, str]:
    """Return the province and the city of a GB/T 2260 code; ``''`` where the code does not say."""
    province = region[:2] if region[:2] != "00" else ""
    city = region[:4] if len(region) >= 4 and region[2:4] != "00" else ""
    return province, city


class DealEncoder:
    """Learn the codes and terms of deals and turn deals into :class:`~matching.deals.Rounds`.

    Parameters
    ----------
    vocabulary : Vocabulary, optional
    analyzer : callable, optional
        Text to terms.
    """

    def __init__(self, vocabulary: Vocabulary | None = None, analyzer: Analyzer | None = None) -> None:
        self.vocabulary = vocabulary
        self.analyzer = analyzer

    def fit(self, deals: Sequence[Deal], texts: Iterable[str] = ()) -> Self:
        """Learn from deals and further texts (mandates)."""
        words = self.vocabulary or EMPTY
        self._analyse: Analyzer = self.analyzer or Tokeniser(words)
        self.coders_ = {name: FacetCoder().fit(rows) for name, rows in self._facets(deals).items()}
        self.vectoriser_ = TermVectoriser(self._analyse).fit([*(d.text for d in deals), *texts])
        return self

    def transform(self, deals: Sequence[Deal]) -> Rounds:
        """Return the columns of ``deals`` in the same order."""
        rows = self._facets(deals)
        return Rounds(
            day=days([d.date for d in deals]),
            stage=np.array([stage_of(d.round) for d in deals], dtype=np.float64),
            log_amount=log_amounts([d.amount for d in deals]),
            facets={name: self.coders_[name].transform(rows[name]) for name in FACETS},
            text=self.vectoriser_.transform([d.text for d in deals]),
        )

    def _facets(self, deals: Sequence[Deal]) -> dict[str, list[Sequence[str]]]:
        vocabulary = self.vocabulary or EMPTY
        rows: dict[str, list[Sequence[str]]] = {name: [] for name in FACETS}
        for deal in deals:
            province, city = region_levels(deal.region)
            rows["sector"].append(sorted(vocabulary.groups(deal.sectors)))
            rows["subsector"].append(sorted(deal.sectors))
            rows["round"].append([deal.round])
            rows["place"].append([province])
            rows["region"].append([city])
            rows["country"].append([])
            rows["amount"].append([amount_code(deal.amount)])
            for unstated in ("currency", "disclosure", "script"):
                rows[unstated].append([])
        return rows


def deal_key(deal: Deal) -> tuple[object, ...]:
    """Return a sortable key that is equal for the same round seen from two funds."""
    amount = -1.0 if deal.amount is None else deal.amount
    return (deal.date.toordinal(), tuple(sorted(deal.sectors)), deal.region, deal.round, amount, deal.text)


def mandate_text(fund: Fund) -> str:
    """Return the texts of a fund's mandate."""
    return "\n".join(text for text in fund.texts if text.strip())


def has_mandate(fund: Fund) -> bool:
    """Return whether the fund states anything that a project can be compared with."""
    return bool(fund.sectors or fund.rounds or fund.regions or mandate_text(fund) or fund.ticket_max)

"""Columns of financing rounds: the form in which histories and queries reach the features."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from scipy import sparse

from matching.arrays import Csr, Floats, Ints

FACETS = ("sector", "subsector", "round", "place", "region", "country", "amount", "currency", "disclosure", "script")
# Those that tell of the amount.
AMOUNT_FACETS = ("amount", "currency", "disclosure")


def ordinal(day: dt.date) -> int:
    """Return the number of a day, so that differences are days."""
    return day.toordinal()


@dataclass(frozen=True)
class Rounds:
    """Rounds (or projects that ask for one) as columns of equal length n.

    Attributes
    ----------
    day : ndarray of shape (n,), int
        Proleptic ordinal of the date.
    stage : ndarray of shape (n,)
        Place of the round on the ladder of :mod:`matching.stages`; NaN where unknown.
    log_amount : ndarray of shape (n,)
        Natural logarithm of CNY; NaN where unknown.
    facets : Mapping[str, csr_matrix of shape (n, n_codes)]
        One matrix a facet; the row of a round with k codes holds 1/k at each, an unknown one is empty.
    text : csr_matrix of shape (n, n_terms)
        Unit rows.
    """

    day: Ints
    stage: Floats
    log_amount: Floats
    facets: Mapping[str, Csr]
    text: Csr

    def __len__(self) -> int:
        return len(self.day)

    def take(self, rows: Ints | slice) -> Self:
        """Return the given rows."""
        facets = {name: matrix[rows] for name, matrix in self.facets.items()}
        return replace(
            self,
            day=self.day[rows],
            stage=self.stage[rows],
            log_amount=self.log_amount[rows],
            facets=facets,
            text=self.text[rows],
        )

    def without_amounts(self) -> Self:
        """Return a copy in which no amount is known."""
        nothing = {name: sparse.csr_matrix(self.facets[name].shape, dtype=np.float64) for name in AMOUNT_FACETS}
        return replace(self, log_amount=np.full(len(self), np.nan), facets={**self.facets, **nothing})


@dataclass(frozen=True)
class History:
    """Rounds in order of their day, and who took part in them.

    ``takers`` has shape (n_rounds, n_candidates); 1 for a real participation, a fraction for a virtual one.
    """

    rounds: Rounds
    takers: Csr

    def before(self, day: int) -> History:
        """Return the part strictly before ``day``."""
        end = int(np.searchsorted(self.rounds.day, day, side="left"))
        return History(self.rounds.take(slice(0, end)), self.takers[:end])


class FacetCoder:
    """Map lists of codes to normalised one-hot rows; codes first seen after ``fit`` give empty rows."""

    def fit(self, rows: Sequence[Sequence[str]]) -> Self:
        """Learn the codes."""
        self.codes_ = sorted({code for row in rows for code in row if code})
        self._index = {code: i for i, code in enumerate(self.codes_)}
        return self

    def transform(self, rows: Sequence[Sequence[str]]) -> Csr:
        """Return a matrix of shape (n_rows, n_codes)."""
        indptr, indices, data = [0], list[int](), list[float]()
        for row in rows:
            known = sorted({self._index[code] for code in row if code in self._index})
            indices += known
            data += [1 / len(known)] * len(known) if known else []
            indptr.append(len(indices))
        return sparse.csr_matrix((data, indices, indptr), shape=(len(rows), len(self.codes_)), dtype=np.float64)


def log_amounts(amounts: Sequence[float | None]) -> Floats:
    """Return natural logarithms; NaN for unknown amounts and for zero."""
    return np.array([np.log(a) if a else np.nan for a in amounts], dtype=np.float64)


def amount_code(amount: float | None) -> str:
    """Return a code for amounts within about a tenth of each other; ``''`` where unknown.

    Disclosed amounts cluster ("several million yuan", "several million dollars"), and the cluster tells more of who
    invests than the number: it separates dollar funds from yuan funds.
    """
    return str(round(4 * float(np.log(amount)))) if amount else ""


def days(dates: Sequence[dt.date]) -> Ints:
    """Return the ordinals of dates."""
    return np.array([ordinal(d) for d in dates], dtype=np.int64)

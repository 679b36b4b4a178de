"""Weighted term vectors: saturating term frequency, inverse document frequency, unit length."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Self

import numpy as np
from scipy import sparse
from sklearn.base import BaseEstimator

from matching.arrays import Csr, Floats
from matching.text.tokenise import Analyzer, tokenise


class TermVectoriser(BaseEstimator):
    """Turn texts into unit vectors over the terms seen in ``fit``.

    The weight of a term is ``min(1 + ln tf, cap) * idf`` with ``idf = ln((1 + n) / (1 + df)) + 1`` (sublinear
    scaling and smoothing as in Manning, Raghavan and Schütze, *Introduction to Information Retrieval*, 2008, ch.
    6). The cap bounds what repeating a word can win.

    Parameters
    ----------
    analyzer : callable, optional
        Text to terms; :func:`matching.text.tokenise.tokenise` by default.
    min_df : int
        Terms in fewer documents are dropped.
    cap : float
        The most that the saturated term frequency may reach.

    Attributes
    ----------
    terms_ : list of str
        Sorted terms, the columns of the vectors.
    idf_ : ndarray of shape (n_terms,)
    unseen_ : float
        The rarity of a term that ``fit`` never saw; such terms only lengthen a vector.
    """

    def __init__(self, analyzer: Analyzer | None = None, min_df: int = 1, cap: float = 2.5) -> None:
        self.analyzer = analyzer
        self.min_df = min_df
        self.cap = cap

    def fit(self, texts: Sequence[str]) -> Self:
        """Learn the terms and their rarity."""
        self._learn([set(self._terms(text)) for text in texts])
        return self

    def fit_transform(self, texts: Sequence[str]) -> Csr:
        """Learn from and return the vectors of ``texts``, analysing each text once."""
        bags = [Counter(self._terms(text)) for text in texts]
        self._learn(bags)
        return self._vectors(bags)

    def transform(self, texts: Iterable[str]) -> Csr:
        """Return unit vectors of shape (n_texts, n_terms), float32; a text without known terms gives an empty row."""
        return self._vectors(Counter(self._terms(text)) for text in texts)

    def _terms(self, text: str) -> list[str]:
        analyse: Callable[[str], list[str]] = self.analyzer or tokenise
        return analyse(text)

    def _learn(self, bags: Sequence[Iterable[str]]) -> None:
        found: Counter[str] = Counter()
        for bag in bags:
            found.update(set(bag))
        self.terms_ = sorted(term for term, count in found.items() if count >= self.min_df)
        df = np.array([found[term] for term in self.terms_], dtype=np.float64)
        self.idf_: Floats = np.log((1 + len(bags)) / (1 + df)) + 1
        self.unseen_ = float(np.log(1 + len(bags)) + 1)
        self._columns = {term: i for i, term in enumerate(self.terms_)}

    def _vectors(self, bags: Iterable[Counter[str]]) -> Csr:
        columns, idf = self._columns, self.idf_
        indptr, indices, counts, strange = [0], list[int](), list[int](), list[float]()
        for bag in bags:
            unknown = 0.0
            for term, count in bag.items():
                column = columns.get(term)
                if column is None:
                    unknown += min(1 + math.log(count), self.cap) ** 2
                else:
                    indices.append(column)
                    counts.append(count)
            indptr.append(len(indices))
            strange.append(unknown * self.unseen_**2)
        cols = np.array(indices, dtype=np.int32)
        data = np.minimum(1 + np.log(np.array(counts, dtype=np.float64)), self.cap) * idf[cols]
        shape = (len(indptr) - 1, len(self.terms_))
        matrix = sparse.csr_matrix((data, cols, np.array(indptr, dtype=np.int32)), shape=shape)
        matrix.sort_indices()
        return unit_rows(matrix, np.array(strange))


def unit_rows(matrix: Csr, besides: Floats) -> Csr:
    """Return the rows divided by their length, float32; empty rows stay empty.

    Parameters
    ----------
    matrix : csr_matrix of shape (n, d)
    besides : ndarray of shape (n,)
        Squared length of what a row holds outside the columns: a text full of unknown words is close to nothing.
    """
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel() + besides)
    scale = np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > 0)
    return sparse.csr_matrix(sparse.diags(scale) @ matrix, dtype=np.float32)

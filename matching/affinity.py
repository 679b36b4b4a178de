"""Affinity of a person to a topic from several texts: the mean of the few closest ones.

A person with one close text among many others is competent for the topic; averaging all texts would punish breadth.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, Self

import numpy as np
from scipy import sparse
from sklearn.base import BaseEstimator

from matching.arrays import Floats
from matching.text.tokenise import Analyzer, word_grams
from matching.text.vectorise import TermVectoriser


class Embedder(Protocol):
    """What an optional sentence-embedding back end offers."""

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return one vector a text, shape (n_texts, n_dims)."""


class TextAffinity(BaseEstimator):
    """Mean cosine of a query with the ``best`` closest texts of each person.

    Parameters
    ----------
    best : int
    analyzer : callable, optional
        Text to terms; words, Chinese characters and runs of two by default.
    cap : float
        Limit of the saturated term frequency.
    embedder : Embedder, optional
        Where given, its cosines are averaged with those of the terms.

    Attributes
    ----------
    vectoriser_ : TermVectoriser
    texts_ : csr_matrix of shape (n_texts, n_terms)
    bounds_ : ndarray of shape (n_people + 1,)
        Texts of person i are rows ``bounds_[i]`` to ``bounds_[i + 1]``.
    """

    def __init__(
        self, best: int = 4, analyzer: Analyzer | None = None, cap: float = 10.0, embedder: Embedder | None = None
    ) -> None:
        self.best = best
        self.analyzer = analyzer
        self.cap = cap
        self.embedder = embedder

    def fit(self, people: Sequence[Sequence[str]], others: Sequence[str] = ()) -> Self:
        """Learn from the texts of each person; ``others`` (say, the queries) only add to what is known of the words."""
        flat = [text for texts in people for text in texts]
        self.bounds_ = np.cumsum([0, *map(len, people)])
        self.vectoriser_ = TermVectoriser(self.analyzer or word_grams, cap=self.cap).fit([*flat, *others])
        self.texts_ = self.vectoriser_.transform(flat)
        self.embedded_ = None if self.embedder is None else _unit(self.embedder.encode(flat))
        return self

    def transform(self, queries: Sequence[str]) -> Floats:
        """Return affinities in 0..1 of shape (n_queries, n_people); 0 for a person without texts."""
        asked = self.vectoriser_.transform(queries)
        embedded = None if self.embedder is None else _unit(self.embedder.encode(queries))
        out = np.zeros((len(queries), len(self.bounds_) - 1))
        for start in range(0, len(queries), 64):
            rows = slice(start, start + 64)
            like = sparse.csr_matrix(asked[rows] @ self.texts_.T).toarray().astype(np.float64)
            if embedded is not None and self.embedded_ is not None:
                like = (like + embedded[rows] @ self.embedded_.T) / 2
            out[rows] = self._mean_of_best(like)
        return out

    def _mean_of_best(self, like: Floats) -> Floats:
        out = np.zeros((like.shape[0], len(self.bounds_) - 1))
        for person, (low, high) in enumerate(zip(self.bounds_[:-1], self.bounds_[1:], strict=True)):
            if high > low:
                mine = np.sort(like[:, low:high], axis=1)[:, -self.best :]
                out[:, person] = mine.mean(axis=1)
        return out


def _unit(vectors: Floats) -> Floats:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths > 0, lengths, 1.0))

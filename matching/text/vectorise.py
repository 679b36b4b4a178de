"""Weighted term vectors: saturating term frequency, inverse document frequency, unit length."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from scipy import sparse
from sklearn.base import BaseEstimator

from matching.arrays import Csr, Floats, Ints32
from matching.run import Run, here
from matching.text.tokenise import Analyzer, Bags, Tokeniser, joined

# Texts analysed at once; what is kept of a block in between is a few times its text.
BLOCK = 4096


class TermVectoriser(BaseEstimator):
    """Turn texts into unit vectors over the terms seen in ``fit``.

    The weight of a term is ``min(1 + ln tf, cap) * idf`` with ``idf = ln((1 + n) / (1 + df)) + 1`` (sublinear
    scaling and smoothing as in Manning, Raghavan and Schütze, *Introduction to Information Retrieval*, 2008, ch.
    6). The cap bounds what repeating a word can win.

    Parameters
    ----------
    analyzer : callable, optional
        Text to terms; :class:`matching.text.tokenise.Tokeniser` by default.
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

    def fit(self, texts: Sequence[str], run: Run = here) -> Self:
        """Learn the terms and their rarity; ``run`` may analyse blocks of texts elsewhere."""
        self._learn(list(self._counted(texts, run)), len(texts))
        return self

    def fit_transform(self, texts: Sequence[str], run: Run = here) -> Csr:
        """Learn from and return the vectors of ``texts``, analysing each text once."""
        counted = list(self._counted(texts, run))
        self._learn(counted, len(texts))
        return self._vectors(counted, len(texts))

    def transform(self, texts: Iterable[str]) -> Csr:
        """Return unit vectors of shape (n_texts, n_terms), float32; a text without known terms gives an empty row."""
        texts = list(texts)
        return self._vectors(self._counted(texts, here), len(texts))

    def _counted(self, texts: Sequence[str], run: Run) -> Iterable[Counts]:
        blocks = [texts[start : start + BLOCK] for start in range(0, len(texts), BLOCK)]
        return run(_analysed, self.analyzer or Tokeniser(), blocks)

    def _learn(self, counted: Sequence[Counts], n_texts: int) -> None:
        found: dict[str, int] = {}
        for block in counted:
            for name, count in zip(block.names, np.bincount(block.ids, minlength=len(block.names)), strict=True):
                found[name] = found.get(name, 0) + int(count)
        self.terms_ = sorted(term for term, count in found.items() if count >= self.min_df)
        df = np.array([found[term] for term in self.terms_], dtype=np.float64)
        self.idf_: Floats = np.log((1 + n_texts) / (1 + df)) + 1
        self.unseen_ = float(np.log(1 + n_texts) + 1)
        self._columns = {term: i for i, term in enumerate(self.terms_)}

    def _vectors(self, counted: Iterable[Counts], n_texts: int) -> Csr:
        lengths, columns, data = [np.zeros(1, dtype=np.int64)], [np.zeros(0, np.int32)], [np.zeros(0, np.float32)]
        for i, block in enumerate(counted):
            n_rows = min(BLOCK, n_texts - BLOCK * i)
            place, weights = self._weighted(block, n_rows)
            known = place >= 0
            lengths.append(np.bincount(block.rows[known], minlength=n_rows))
            columns.append(place[known])
            data.append(weights[known].astype(np.float32))
        parts = (np.concatenate(data), np.concatenate(columns), np.cumsum(np.concatenate(lengths)))
        return sparse.csr_matrix(parts, shape=(n_texts, len(self.terms_)))

    def _weighted(self, block: Counts, n_rows: int) -> tuple[Ints32, Floats]:
        """Return the column of each entry, -1 for unknown terms, and its share of the unit length of its text."""
        columns = np.fromiter((self._columns.get(name, -1) for name in block.names), np.int32, len(block.names))
        rarity = np.append(self.idf_, self.unseen_)[columns]
        weights = np.minimum(1 + np.log(block.counts), self.cap) * rarity[block.ids]
        lengths = np.sqrt(np.bincount(block.rows, weights * weights, minlength=n_rows))
        return columns[block.ids], weights / lengths[block.rows]


@dataclass(frozen=True)
class Counts:
    """How often each text of a block holds each term, by text."""

    names: list[str]
    rows: Ints32
    ids: Ints32
    counts: Floats


def _analysed(analyse: Analyzer, texts: Sequence[str]) -> Counts:
    bags = analyse.bags(texts) if isinstance(analyse, Tokeniser) else _one_by_one(analyse, texts)
    bits = max(len(bags.names), 1).bit_length()
    keys = np.sort((bags.rows.astype(np.int64) << bits) | bags.ids)
    first = np.flatnonzero(np.diff(keys, prepend=-1))
    counts = np.diff(first, append=len(keys)).astype(np.float64)
    keys = keys[first]
    return Counts(bags.names, (keys >> bits).astype(np.int32), (keys & ((1 << bits) - 1)).astype(np.int32), counts)


def _one_by_one(analyse: Analyzer, texts: Sequence[str]) -> Bags:
    terms = [analyse(text) for text in texts]
    index: defaultdict[str, int] = defaultdict()
    index.default_factory = index.__len__
    ids = np.array([index[term] for bag in terms for term in bag], dtype=np.int32)
    rows = np.repeat(np.arange(len(terms), dtype=np.int32), [len(bag) for bag in terms])
    return joined([Bags(list(index), rows, ids)])

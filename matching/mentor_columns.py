"""Mentors and projects as columns, so that a long list of pairs is compared at once.

Sets of codes become rows of bits; the features of a pair are counts of common bits. The same columns, weighted, are a
sparse matrix whose product finds the short list: every feature but the text is exactly such a product.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.arrays import Bools, Csr, Floats, Ints
from matching.encode import region_levels
from matching.profiles import Mentor, Project
from matching.shortlist import best_of
from matching.vocabulary import Vocabulary

Bits: TypeAlias = NDArray[np.uint64]

SHARES = ("need", "need_group", "sector", "sector_group")
SPEECHLESS = -1e3
HEAVIEST = 32


class CodeBits:
    """Sets of codes as rows of bits, one bit for each code seen in ``fit``."""

    def fit(self, sets: Iterable[frozenset[str]]) -> Self:
        """Learn the codes."""
        self.codes_ = sorted(frozenset().union(*sets))
        self._place = {code: i for i, code in enumerate(self.codes_)}
        return self

    def transform(self, sets: Sequence[frozenset[str]]) -> Bits:
        """Return an array of shape (n_sets, ceil(n_codes / 64)); codes never seen are left out."""
        distinct = {codes: i for i, codes in enumerate(dict.fromkeys(sets))}
        flags = np.zeros((len(distinct), max(1, -(-len(self.codes_) // 64)) * 64), dtype=bool)
        for codes, i in distinct.items():
            flags[i, [self._place[code] for code in codes if code in self._place]] = True
        packed = np.packbits(flags, axis=1, bitorder="little").view(np.uint64)
        return packed[[distinct[codes] for codes in sets]]


def common(left: Bits, right: Bits) -> Ints:
    """Return how many bits the rows have in common, shape (n,)."""
    return np.bitwise_count(left & right).sum(axis=1, dtype=np.int64)


def flags(bits: Bits) -> Csr:
    """Return the bits as a matrix of ones, shape (n, n_bits)."""
    return sparse.csr_matrix(np.unpackbits(bits.view(np.uint8), axis=1, bitorder="little"), dtype=np.float32)


@dataclass
class Side:
    """One side of the pairs as columns of length n.

    Attributes
    ----------
    bits : mapping of str to ndarray of shape (n, n_words)
        Codes by feature.
    counts : mapping of str to ndarray of shape (n,)
        How many codes each says, known or not.
    city, province : ndarray of shape (n,)
        Codes as numbers; 0 where unknown.
    texts : csr_matrix of shape (n_texts, n_terms)
    starts, stops : ndarray of shape (n,)
        The texts of each are the rows from its start to its stop.
    """

    bits: dict[str, Bits]
    counts: dict[str, Ints]
    city: Ints
    province: Ints
    texts: Csr
    starts: Ints
    stops: Ints

    def __len__(self) -> int:
        return len(self.city)

    def take(self, which: Ints | slice) -> Side:
        """Return some, with the texts of all."""
        return Side(
            {name: rows[which] for name, rows in self.bits.items()},
            {name: rows[which] for name, rows in self.counts.items()},
            self.city[which],
            self.province[which],
            self.texts,
            self.starts[which],
            self.stops[which],
        )

    def replace(self, j: int, one: Side) -> None:
        """Put the only row of ``one`` in place of row ``j``; its texts come after all others."""
        for name, rows in self.bits.items():
            rows[j] = one.bits[name][0]
            self.counts[name][j] = one.counts[name][0]
        self.city[j], self.province[j] = one.city[0], one.province[0]
        self.starts[j] = self.texts.shape[0]
        self.texts = appended(self.texts, one.texts)
        self.stops[j] = self.texts.shape[0]


def appended(above: Csr, below: Csr) -> Csr:
    """Return two matrices as one."""
    indptr = np.append(above.indptr, below.indptr[1:] + above.indptr[-1])
    parts = (np.append(above.data, below.data), np.append(above.indices, below.indices), indptr)
    return sparse.csr_matrix(parts, shape=(above.shape[0] + below.shape[0], above.shape[1]))


class Columns:
    """Turn mentors and projects into a :class:`Side` each, under the codes of the mentors."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def fit(self, mentors: Sequence[Mentor]) -> Self:
        """Learn the codes of the mentors; a code that no mentor has is never met."""
        self.coders_ = {name: CodeBits().fit(sets) for name, sets in self._mentor_sets(mentors).items()}
        return self

    def mentors(self, mentors: Sequence[Mentor], texts: Csr, many: Sequence[int]) -> Side:
        """Return the columns of mentors, of whom each has as many rows of ``texts`` as ``many`` says."""
        return self._side(self._mentor_sets(mentors), [m.region for m in mentors], texts, many)

    def projects(self, projects: Sequence[Project], texts: Csr) -> Side:
        """Return the columns of projects with one row of ``texts`` each."""
        sets = self._grouped([p.needs for p in projects], [p.sectors for p in projects])
        sets["language"] = [p.languages for p in projects]
        sets["stage"] = [frozenset({p.stage} - {""}) for p in projects]
        return self._side(sets, [p.region for p in projects], texts, [1] * len(projects))

    def _mentor_sets(self, mentors: Sequence[Mentor]) -> dict[str, list[frozenset[str]]]:
        sets = self._grouped([m.expertise for m in mentors], [m.sectors for m in mentors])
        return sets | {"language": [m.languages for m in mentors], "stage": [m.stages for m in mentors]}

    def _grouped(self, needs: list[frozenset[str]], sectors: list[frozenset[str]]) -> dict[str, list[frozenset[str]]]:
        groups = {codes: self.vocabulary.groups(codes) for codes in {*needs, *sectors}}
        return {
            "need": needs,
            "need_group": [groups[codes] for codes in needs],
            "sector": sectors,
            "sector_group": [groups[codes] for codes in sectors],
        }

    def _side(
        self, sets: Mapping[str, list[frozenset[str]]], regions: Sequence[str], texts: Csr, many: Sequence[int]
    ) -> Side:
        levels = {region: region_levels(region) for region in set(regions)}
        bounds = np.cumsum([0, *many], dtype=np.int64)
        return Side(
            bits={name: self.coders_[name].transform(rows) for name, rows in sets.items()},
            counts={name: np.array([len(codes) for codes in rows]) for name, rows in sets.items()},
            city=np.array([int(levels[region][1] or 0) for region in regions], dtype=np.int64),
            province=np.array([int(levels[region][0] or 0) for region in regions], dtype=np.int64),
            texts=texts,
            starts=bounds[:-1].copy(),  # replaced one by one, so no view of the same numbers
            stops=bounds[1:].copy(),
        )


def facts(asked: Side, known: Side, rows: Ints, columns: Ints) -> dict[str, Floats]:
    """Return the features of pairs from what is stated in codes, each of shape (n_pairs,).

    Shares say which part of the wanted codes is offered; the stage is 1 where it is taken, -1 where only others are, 0
    where either side says nothing; the region is 1 in the same city and 0.5 in the same province.
    """
    met = {name: common(asked.bits[name][rows], known.bits[name][columns]) for name in known.bits}
    out = {name: met[name] / np.maximum(asked.counts[name][rows], 1) for name in SHARES}
    both = (asked.counts["stage"][rows] > 0) & (known.counts["stage"][columns] > 0)
    out["stage"] = np.where(both, 2.0 * (met["stage"] > 0) - 1, 0.0)
    out["language"] = (met["language"] > 0).astype(np.float64)
    city, province = asked.city[rows], asked.province[rows]
    same_city = (city > 0) & (city == known.city[columns])
    same_province = (province > 0) & (province == known.province[columns])
    out["region"] = np.where(same_city, 1.0, 0.5 * same_province)
    return out


def speechless(asked: Side, known: Side, rows: Ints, columns: Ints) -> Bools:
    """Return which pairs state languages on both sides and share none."""
    left, right = asked.counts["language"][rows] > 0, known.counts["language"][columns] > 0
    return left & right & (common(asked.bits["language"][rows], known.bits["language"][columns]) == 0)


def closeness(asked: Side, known: Side, rows: Ints, columns: Ints, best: int) -> Floats:
    """Return the mean cosine of each pair over the ``best`` closest texts of the second side; 0 without texts.

    ``rows`` are in rising order.
    """
    many = known.stops[columns] - known.starts[columns]
    pair = np.repeat(np.arange(len(rows)), many)
    text = np.arange(len(pair)) + np.repeat(known.starts[columns] - (np.cumsum(many) - many), many)
    like = np.zeros(len(pair))
    vector = np.zeros(known.texts.shape[1], dtype=np.float32)
    bounds = np.searchsorted(rows[pair], np.arange(len(asked) + 1)) if len(pair) else np.zeros(len(asked) + 1, int)
    for i in np.flatnonzero(np.diff(bounds)).tolist():
        part = slice(bounds[i], bounds[i + 1])
        own = slice(*asked.texts.indptr[asked.starts[i] : asked.starts[i] + 2])
        vector[asked.texts.indices[own]] = asked.texts.data[own]
        like[part] = known.texts[text[part]] @ vector
        vector[asked.texts.indices[own]] = 0
    if len(many) and many.max() > best:
        order = np.lexsort((-like, pair))
        place = np.arange(len(pair)) - np.repeat(np.cumsum(many) - many, many)
        kept = order[place < best]
        pair, like = pair[kept], like[kept]
    return np.bincount(pair, like, minlength=len(rows)) / np.maximum(np.minimum(many, best), 1)


def asking(asked: Side, tongues: Bits, language: float) -> Csr:
    """Return what projects contribute to the product that scores pairs, shape (n_projects, n_columns).

    Parameters
    ----------
    asked : Side
    tongues : ndarray of shape (n_distinct, n_words)
        The distinct sets of languages of the mentors, the most frequent first.
    language : float
        The weight of a common language.
    """
    blocks = [heaviest(asked.texts[asked.starts])]
    for name in SHARES:
        blocks.append(_scaled(flags(asked.bits[name]), 1 / np.maximum(asked.counts[name], 1)))
    said = sparse.csr_matrix((asked.counts["stage"] > 0)[:, None], dtype=np.float32)
    blocks += [2 * flags(asked.bits["stage"]), said, 0.5 * _places(asked)]
    blocks.append(_understood(asked, tongues, language))
    return sparse.csr_matrix(sparse.hstack(blocks, format="csr", dtype=np.float32))


def offering(known: Side, weights: Mapping[str, float], tongues: Bits, usable: Bools) -> Csr:
    """Return what mentors contribute, weighted, so that products with :func:`asking` order the mentors of a project.

    A mentor's texts stand for themselves by the heaviest terms of their mean. Left out is what would make every pair a
    little larger: what is the same for all mentors of a project, and how many places a mentor has free. Who is not
    ``usable`` has an empty row.
    """
    many = known.stops - known.starts
    rows = np.repeat(np.arange(len(known)), many)
    text = np.arange(len(rows)) + np.repeat(known.starts - (np.cumsum(many) - many), many)
    mean = sparse.csr_matrix((1 / many[rows], (rows, np.arange(len(rows)))), shape=(len(known), len(rows)))
    blocks = [weights["text"] * heaviest(sparse.csr_matrix(mean @ known.texts[text]))]
    blocks += [weights[name] * flags(known.bits[name]) for name in SHARES]
    unsaid = sparse.csr_matrix((known.counts["stage"] == 0)[:, None], dtype=np.float32)
    blocks += [weights["stage"] * flags(known.bits["stage"]), weights["stage"] * unsaid]
    blocks.append(weights["region"] * _places(known))
    spoken = (known.bits["language"][:, None, :] == tongues[None, :, :]).all(axis=2)
    blocks.append(sparse.csr_matrix(spoken, dtype=np.float32))
    matrix = _scaled(sparse.csr_matrix(sparse.hstack(blocks, format="csr")), usable.astype(np.float64))
    matrix.eliminate_zeros()
    return matrix


def heaviest(matrix: Csr) -> Csr:
    """Return the matrix with the ``HEAVIEST`` largest entries of each row: the rest is many common characters."""
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    kept = np.sort(best_of(rows, matrix.indices, np.abs(matrix.data), HEAVIEST))
    indptr = np.searchsorted(rows[kept], np.arange(matrix.shape[0] + 1))
    return sparse.csr_matrix((matrix.data[kept], matrix.indices[kept], indptr), shape=matrix.shape)


def _scaled(matrix: Csr, factors: Floats) -> Csr:
    return sparse.csr_matrix(sparse.diags(factors) @ matrix, dtype=np.float32)


def _places(side: Side) -> Csr:
    """Return the province and the city, each as a one in a column of its own, shape (n, 10100)."""
    places = np.stack([side.province, np.where(side.city > 0, side.city + 100, 0)], axis=1)
    rows, which = np.nonzero(places)
    ones = np.ones(len(rows), dtype=np.float32)
    return sparse.csr_matrix((ones, (rows, places[rows, which])), shape=(len(side), 10_100))


def _understood(asked: Side, tongues: Bits, language: float) -> Csr:
    """Return what a common language adds to the score, and how much none takes away, by the mentors' languages.

    It is told as a difference to the first of these, of which most mentors are.
    """
    said = asked.counts["language"] > 0
    keys = np.concatenate([asked.bits["language"], said[:, None].astype(np.uint64)], axis=1)
    distinct, which = np.unique(keys, axis=0, return_inverse=True)
    spoken = (distinct[:, None, :-1] & tongues[None, :, :]).any(axis=2)
    silent = (distinct[:, -1:] == 0) | ~tongues.any(axis=1, keepdims=True).T
    worth = np.where(spoken, language, np.where(silent, 0.0, SPEECHLESS))
    return sparse.csr_matrix(sparse.csr_matrix(worth - worth[:, :1], dtype=np.float32)[which.ravel()])

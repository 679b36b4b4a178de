"""What funds of a kind do: codes that the same funds hold together, and the few directions in which portfolios differ.

A fund that has done education and games rarely says that it would also look at toys; that others who did both also did
toys says it. All of it comes from the counts of candidates by code at the day of a snapshot.
"""

from __future__ import annotations

import numpy as np

from matching.arrays import Csr, Floats, Ints

# With more codes only the most frequent are compared with each other.
MOST_CODES = 500
# Deals that the market adds to a candidate's own.
PULL, RESIDUAL_PULL = 3.0, 5.0
# Brings the projections to the size of the other features; it changes nothing else.
UNIT = 0.1


class Likes:
    """Codes are alike as far as the same candidates hold both more than any two codes are held together.

    Parameters
    ----------
    held, recent : csr_matrix of shape (n_candidates, n_codes)
        Deals by code with a long and a shorter memory.
    market : ndarray of shape (n_codes,)
        Deals of everybody.
    """

    def __init__(self, held: Csr, recent: Csr, market: Floats) -> None:
        self.kept = _frequent(market)
        alike = _alike(np.sqrt(held[:, self.kept].toarray()))
        share = alike @ _shares(market[self.kept] + 0.5)
        self.share: Floats = share / max(float(share.sum()), 1e-9)
        self.near: Floats = alike @ recent[:, self.kept].toarray().T

    def odds(self, asked: Csr) -> Floats:
        """Return smoothed log-odds of codes like those asked for, (n_queries, n_candidates); 0 where unknown."""
        codes = asked[:, self.kept]
        expected = np.asarray(codes @ self.share).reshape(-1, 1)
        known = expected > 0
        likely = (codes @ self.near + PULL * expected) / (self.near.sum(axis=0) + PULL)
        return np.where(known, np.log(np.where(known, likely, 1.0) / np.where(known, expected, 1.0)), 0.0)


def _alike(counts: Floats) -> Floats:
    """Return how alike codes are, shape (n_codes, n_codes); the rows sum to one, or to nothing."""
    unit = counts / np.maximum(np.linalg.norm(counts, axis=0), 1e-9)
    cosine = unit.T @ unit
    above = np.maximum(cosine - cosine.sum(axis=1, keepdims=True) / max(len(cosine), 1), 0.0)
    return np.asarray(above / np.maximum(above.sum(axis=1, keepdims=True), 1e-9))


class Directions:
    """Principal directions of what candidates do more often than the market.

    Parameters
    ----------
    counts : csr_matrix of shape (n_candidates, n_codes)
    market : ndarray of shape (n_codes,)
    """

    def __init__(self, counts: Csr, market: Floats) -> None:
        self.kept = _frequent(market)
        share = _shares(market[self.kept] + 1)
        done = counts[:, self.kept].toarray()
        total = done.sum(axis=1, keepdims=True)
        self.surplus: Floats = (done - total * share) / np.sqrt((total + RESIDUAL_PULL) * share)
        self.axes: Floats = np.linalg.eigh(self.surplus.T @ self.surplus)[1][:, ::-1]
        self.unit: Floats = UNIT / np.sqrt(share)[:, None]

    def along(self, asked: Csr, count: int) -> Floats:
        """Return the surplus along the first directions at the codes asked for, shape (n_queries, n_candidates)."""
        axes = self.axes[:, :count]
        return np.asarray(asked[:, self.kept] @ (self.unit * (axes @ (self.surplus @ axes).T)))


def _shares(counts: Floats) -> Floats:
    return np.asarray(counts / max(float(counts.sum()), 1e-9))


def _frequent(market: Floats) -> Ints:
    """Return the positions of the most frequent codes that occur at all."""
    order = np.argsort(-market, kind="stable")[:MOST_CODES]
    return np.sort(order[market[order] > 0])

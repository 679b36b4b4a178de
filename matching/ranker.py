"""A conditional logit: which of many candidates takes a project, given features of every pair.

D. McFadden, "Conditional logit analysis of qualitative choice behavior", in *Frontiers in Econometrics*, 1974. The
probability that candidate i takes query q is the softmax of ``x[q, i] · w`` over the candidates of q. The weights are
those with the highest posterior density under a normal prior around an expert's weights, so that without any outcome
the expert decides alone, and each outcome moves the weights away from there only as far as it must.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import minimize
from scipy.special import softmax
from sklearn.base import BaseEstimator

from matching.arrays import Csr, Floats, Floats32


@dataclass(frozen=True)
class Choices:
    """Queries that share their candidates.

    Attributes
    ----------
    features : ndarray of shape (n_queries, n_candidates, n_features), float32
    taken : csr_matrix of shape (n_queries, n_candidates)
        Weight of each choice; the rows of a query sum to its weight.
    weight : float
        Weight of the whole block (for example for its age).
    offset : ndarray of shape (n_candidates,), optional
        Added to the scores: minus the log of the probability with which a candidate was sampled into the block.
    """

    features: Floats32
    taken: Csr
    weight: float = 1.0
    offset: Floats | None = None

    def scores(self, coef: Floats) -> Floats:
        """Return the scores under raw weights, shape (n_queries, n_candidates)."""
        found = np.asarray(self.features @ coef.astype(np.float32), dtype=np.float64)
        return found if self.offset is None else found + self.offset


class ConditionalLogit(BaseEstimator):
    """Softmax over candidates with a normal prior on the standardised weights.

    Parameters
    ----------
    penalty : float
        Strength of the pull toward the prior, in units of one query.
    max_iter : int
        Limit on the steps of L-BFGS.

    Attributes
    ----------
    coef_ : ndarray of shape (n_features,)
        Weights of the raw features.
    scale_ : ndarray of shape (n_features,)
        Standard deviation of each feature within the queries.
    n_queries_ : int
    """

    def __init__(self, penalty: float = 3.0, max_iter: int = 200) -> None:
        self.penalty = penalty
        self.max_iter = max_iter

    def fit(self, blocks: Sequence[Choices], prior: ArrayLike | None = None) -> Self:
        """Learn from blocks of choices.

        Parameters
        ----------
        blocks : sequence of Choices
        prior : array-like of shape (n_features,), optional
            Weights of the raw features to shrink toward; zero by default.

        Raises
        ------
        ValueError
            If there is neither a block nor a prior.
        FloatingPointError
            If a feature or the loss is not finite.
        """
        if not blocks:
            if prior is None:
                raise ValueError("without choices to learn from there must be a prior")
            self.coef_ = np.asarray(prior, dtype=np.float64).copy()
            self.scale_, self.n_queries_ = np.ones_like(self.coef_), 0
            return self
        width = blocks[0].features.shape[2]
        start = np.zeros(width) if prior is None else np.asarray(prior, dtype=np.float64)
        self.scale_ = _within_scale(blocks)
        self.n_queries_ = sum(b.features.shape[0] for b in blocks)
        centre = start * self.scale_
        # L-BFGS in coordinates where the loss is nearly round needs a tenth of the steps.
        root = np.linalg.cholesky(_curvature(blocks, centre, 1 / self.scale_) + self.penalty * np.eye(width))
        to_weights = np.linalg.inv(root).T

        def loss(z: Floats) -> tuple[float, Floats]:
            value, slope = _loss(to_weights @ z, blocks, 1 / self.scale_, centre, self.penalty)
            return value, to_weights.T @ slope

        options = {"maxiter": self.max_iter, "ftol": 1e-7}
        result = minimize(loss, root.T @ centre, jac=True, method="L-BFGS-B", options=options)
        if not np.isfinite(result.x).all() or not np.isfinite(result.fun):
            raise FloatingPointError("the loss of the ranker is not finite")
        self.n_iter_ = int(result.nit)
        self.coef_ = to_weights @ result.x / self.scale_
        return self

    def decision_function(self, features: Floats32) -> Floats:
        """Return raw scores ``features @ coef_`` of shape ``features.shape[:-1]``.

        Raises
        ------
        FloatingPointError
            If a score is not finite: it must fail, not win.
        """
        scores = np.asarray(features @ self.coef_.astype(np.float32), dtype=np.float64)
        if not np.isfinite(scores).all():
            raise FloatingPointError("a score is not finite")
        return scores

    def to_state(self) -> dict[str, object]:
        """Return what was learned as plain JSON values."""
        return {"coef": self.coef_.tolist(), "scale": self.scale_.tolist(), "n_queries": self.n_queries_}

    @classmethod
    def from_state(cls, state: Mapping[str, object], **settings: float) -> Self:
        """Rebuild from :meth:`to_state`."""
        self = cls(**settings)  # type: ignore[arg-type]
        self.coef_ = np.array(state["coef"], dtype=np.float64)
        self.scale_ = np.array(state["scale"], dtype=np.float64)
        self.n_queries_ = int(str(state["n_queries"]))
        if not np.isfinite(self.coef_).all():
            raise ValueError("the stored weights are not finite")
        return self


def _within_scale(blocks: Iterable[Choices]) -> Floats:
    """Return the standard deviation of each feature around the mean of its query; 1 for a constant feature."""
    total, count = None, 0
    for block in blocks:
        x = block.features
        part = x.var(axis=1, dtype=np.float64).sum(axis=0)
        total = part if total is None else total + part
        count += x.shape[0]
    if total is None or not np.isfinite(total).all():
        raise FloatingPointError("a feature is not finite")
    scale = np.sqrt(total / count)
    return np.where(scale > 1e-6, scale, 1.0)


def _curvature(blocks: Sequence[Choices], weights: Floats, unscale: Floats, most: int = 300) -> Floats:
    """Return the Hessian of the negative log-likelihood, estimated on about ``most`` queries of all blocks."""
    total = sum(b.features.shape[0] for b in blocks)
    step = max(1, total // most)
    curvature, seen, at = np.zeros((len(weights), len(weights))), 0.0, 0
    for block in blocks:
        scores = block.scores(weights * unscale)
        for q in range(-at % step, block.features.shape[0], step):
            x = block.features[q].astype(np.float64) * unscale
            odds = softmax(scores[q])
            mean = odds @ x
            curvature += block.weight * ((x.T * odds) @ x - np.outer(mean, mean))
            seen += 1
        at += block.features.shape[0]
    return curvature * (total / max(seen, 1.0))


def _loss(
    weights: Floats, blocks: Sequence[Choices], unscale: Floats, centre: Floats, penalty: float
) -> tuple[float, Floats]:
    """Return the penalised negative log-likelihood and its gradient in standardised weights."""
    loss, gradient = 0.0, np.zeros_like(weights)
    for block in blocks:
        x = block.features
        scores = block.scores(weights * unscale)
        scores -= scores.max(axis=1, keepdims=True)
        odds = np.exp(scores)
        norm = odds.sum(axis=1, keepdims=True)
        taken = block.taken
        mass = np.asarray(taken.sum(axis=1)).ravel()
        chosen = float(taken.multiply(scores).sum())
        loss += block.weight * float(mass @ np.log(norm[:, 0]) - chosen)
        pull = odds * (mass[:, None] / norm) - taken.toarray()
        flat = pull.astype(np.float32).ravel() @ x.reshape(-1, x.shape[2])
        gradient += block.weight * flat * unscale
    away = weights - centre
    return loss + 0.5 * penalty * float(away @ away), gradient + penalty * away

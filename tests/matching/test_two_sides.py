"""Two sides meet through their combined choice."""

import numpy as np
import pytest

from matching.reciprocal import found_by_both, reciprocal


def test_what_both_choose_is_worth_more_than_what_one_side_chooses_from_many():
    rows, columns = np.divmod(np.arange(9), 3)
    # Everybody likes candidate 0 best, who likes project 0 best; candidate 1 has only project 1.
    raw = np.array([3.0, 0, 0, 2.5, 2, 0, 2.5, 0, 2])
    worth = reciprocal(rows, columns, raw).reshape(3, 3)
    assert worth.argmax(axis=1).tolist() == [0, 1, 2]
    own = np.log(np.exp(raw.reshape(3, 3)) / np.exp(raw.reshape(3, 3)).sum(axis=1, keepdims=True))
    theirs = np.log(np.exp(raw.reshape(3, 3)) / np.exp(raw.reshape(3, 3)).sum(axis=0))
    assert worth == pytest.approx((own + theirs) / 2)
    assert found_by_both(rows, columns, raw, first=1) == pytest.approx(1 / 3)
    assert found_by_both(rows, columns, worth.ravel(), first=1) == 1
    assert len(reciprocal(*(np.zeros(0, int),) * 2, np.zeros(0))) == 0


def test_huge_scores_stay_finite():
    worth = reciprocal(np.array([0, 0, 1]), np.array([0, 1, 0]), np.array([900.0, -900.0, 5.0]))
    assert np.isfinite(worth).all()

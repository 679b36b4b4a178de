"""What funds of a kind do: like codes, directions, and tables that say nothing of either."""

import dataclasses

import numpy as np
from scipy import sparse

from matching.history_ranker import HistoryRanker
from matching.taste import Directions, Likes
from tests.matching.invent import market_rows

# Funds 0 to 2 do codes 0 and 1, funds 3 to 5 do codes 2 and 3; fund 0 has never done code 1, fund 3 never code 3.
PAST = [[4, 0, 0, 0], [3, 3, 0, 0], [2, 3, 0, 0], [0, 0, 4, 0], [0, 0, 3, 3], [0, 0, 2, 3]]
DONE = sparse.csr_matrix(np.array(PAST, dtype=float))
MARKET = np.asarray(DONE.sum(axis=0)).ravel()
ASKED = sparse.csr_matrix(np.eye(4)[[1, 3]])


def test_a_fund_is_expected_to_do_what_its_likes_do():
    odds = Likes(DONE, DONE, MARKET).odds(ASKED)
    assert odds[0, 0] > 0 > odds[0, 3]
    assert odds[1, 3] > 0 > odds[1, 0]
    along = Directions(DONE, MARKET).along(ASKED, 1)
    assert along[0, 0] > along[0, 3]
    assert along[1, 3] > along[1, 0]


def test_a_code_nobody_did_says_nothing():
    nothing = sparse.csr_matrix((6, 2))
    assert not Likes(nothing, nothing, np.zeros(2)).odds(sparse.csr_matrix(np.eye(2))).any()
    assert not Directions(nothing, np.zeros(2)).along(sparse.csr_matrix(np.eye(2)), 4).any()


def test_a_table_without_codes_is_ranked():
    rows = [dataclasses.replace(r, sectors=(), place="", round="", amount=None) for r in market_rows(80)]
    names = sorted({name for row in rows for name in row.investors})
    model = HistoryRanker().fit(rows, names)
    assert sorted(next(model.rank(rows[:1]))) == names

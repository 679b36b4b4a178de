"""Short lists by a sparse top-k product: of all candidates only a few are looked at closely."""

from __future__ import annotations

import numpy as np
from scipy import sparse
from sparse_dot_topn import sp_matmul_topn

from matching.arrays import Csr, Floats, Ints


class Shortlist:
    """The candidates whose rows have the largest products with a query.

    Parameters
    ----------
    offered : csr_matrix of shape (n_candidates, n_columns), float32
    """

    def __init__(self, offered: Csr) -> None:
        self._columns = sparse.csr_matrix(offered.T)

    def best(self, asked: Csr, most: int) -> tuple[Ints, Ints]:
        """Return the pairs (query, candidate) of the short lists, in order of both.

        Parameters
        ----------
        asked : csr_matrix of shape (n_queries, n_columns), float32
        most : int
            How many candidates a query has at most; one with which it shares no column is never among them.
        """
        found = sp_matmul_topn(asked, self._columns, top_n=most)
        found.sort_indices()
        rows = np.repeat(np.arange(found.shape[0]), np.diff(found.indptr))
        return rows, found.indices.astype(np.int64)


def best_of(groups: Ints, others: Ints, scores: Floats, most: int) -> Ints:
    """Return the positions of the ``most`` best of each group, by group and falling score; ``others`` break ties."""
    order = np.lexsort((others, -scores, groups))
    sorted_groups = groups[order]
    place = np.arange(len(order)) - np.searchsorted(sorted_groups, sorted_groups)
    return order[place < most]

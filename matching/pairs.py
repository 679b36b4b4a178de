"""Compare every row with every column when both take few distinct values: each distinct pair is compared once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

import numpy as np

from matching.arrays import Bools, Floats

L = TypeVar("L", bound=Hashable)
R = TypeVar("R", bound=Hashable)


def compare(rows: Sequence[L], columns: Sequence[R], fit: Callable[[L, R], float]) -> Floats:
    """Return ``fit(row, column)`` of all pairs, shape (n_rows, n_columns)."""
    left, right = list(dict.fromkeys(rows)), list(dict.fromkeys(columns))
    table = np.array([[fit(a, b) for b in right] for a in left], dtype=np.float64).reshape(len(left), len(right))
    row_at = {value: i for i, value in enumerate(left)}
    column_at = {value: j for j, value in enumerate(right)}
    at_rows = np.array([row_at[value] for value in rows], dtype=np.int64)
    at_columns = np.array([column_at[value] for value in columns], dtype=np.int64)
    return np.asarray(table[np.ix_(at_rows, at_columns)])


def declared_conflicts(
    rows: Sequence[tuple[str, frozenset[str]]], columns: Sequence[tuple[str, frozenset[str]]]
) -> Bools:
    """Return which pairs of (id, ids in conflict) name each other on either side, shape (n_rows, n_columns)."""
    out = np.zeros((len(rows), len(columns)), dtype=bool)
    row_at = {name: i for i, (name, _) in enumerate(rows)}
    column_at = {name: j for j, (name, _) in enumerate(columns)}
    for i, (_, conflicts) in enumerate(rows):
        out[i, [column_at[name] for name in conflicts if name in column_at]] = True
    for j, (_, conflicts) in enumerate(columns):
        out[[row_at[name] for name in conflicts if name in row_at], j] = True
    return out

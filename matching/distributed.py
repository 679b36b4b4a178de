"""Fit and recommend on several processes, or on the machines of a Dask cluster.

The work is cut into the same pieces wherever it runs, and a piece does not know where that is: results are the same to
the bit. A process or worker that dies loses nothing; its pieces are run again.

>>> with workers() as run:
...     model = MentorRecommender().fit(mentors, run=run)
...     found = recommend(model, projects, k=20, run=run)
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from functools import lru_cache
from typing import Any, TypeVar

from matching.base import Asked, Ranked, Recommender, Result
from matching.profiles import Project
from matching.run import Run, here

CLUSTER = "MATCHING_CLUSTER"
# A piece that has taken so many workers with it is at fault itself.
ATTEMPTS = 4
CANDIDATES_AT_ONCE = 500

Shared = TypeVar("Shared")
Item = TypeVar("Item")
Out = TypeVar("Out")


@contextmanager
def workers(address: str | None = None, processes: int | None = None) -> Iterator[Run]:
    """Yield what runs pieces of work elsewhere.

    Parameters
    ----------
    address : str, optional
        The scheduler of a Dask cluster, ``tcp://host:port``; the environment's ``MATCHING_CLUSTER`` by default. Without
        either, processes of this machine are used.
    processes : int, optional
        How many; one for each core by default.
    """
    address = address or os.environ.get(CLUSTER)
    if not address:
        run = Processes(processes)
        try:
            yield run
        finally:
            run.close()
        return
    from distributed import Client

    with Client(address, set_as_default=False) as client:
        yield Cluster(client)


@contextmanager
def helpers() -> Iterator[Run]:
    """Yield the cluster where the environment names one; otherwise this process does its work alone."""
    if os.environ.get(CLUSTER):
        with workers() as run:
            yield run
    else:
        yield here


class Processes:
    """Run pieces on a pool of processes, which starts with the first piece."""

    def __init__(self, processes: int | None = None) -> None:
        self.processes = processes or os.cpu_count() or 1
        self._pool: ProcessPoolExecutor | None = None

    def __call__(self, function: Callable[[Shared, Item], Out], shared: Shared, items: Sequence[Item]) -> list[Out]:
        """Return the results in order; see :class:`matching.run.Run`."""
        results: dict[int, Out] = {}
        with tempfile.NamedTemporaryFile() as file:
            # Written once and read once by each process.
            pickle.dump((function, shared), file)
            file.flush()
            for _ in range(ATTEMPTS):
                if len(results) == len(items):
                    break
                self._collect(file.name, items, results)
        return _complete(results, len(items))

    def _collect(self, path: str, items: Sequence[Any], results: dict[int, Any]) -> None:
        """Add results until all are there or a process dies."""
        if self._pool is None:
            # Spawned, not forked: the threads of a numerical library do not survive a fork.
            self._pool = ProcessPoolExecutor(self.processes, multiprocessing.get_context("spawn"))
        try:
            futures = {i: self._pool.submit(_piece, path, item) for i, item in enumerate(items) if i not in results}
            for i, future in futures.items():
                results[i] = future.result()
        except BrokenProcessPool:
            self.close()

    def close(self) -> None:
        """End the processes."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


def _piece(path: str, item: Any) -> Any:
    function, shared = _given(path)
    return function(shared, item)


@lru_cache(maxsize=1)
def _given(path: str) -> tuple[Callable[[Any, Any], Any], Any]:
    with open(path, "rb") as file:
        found: tuple[Callable[[Any, Any], Any], Any] = pickle.load(file)  # noqa: S301 (written by the parent)
    return found


class Cluster:
    """Run pieces on a Dask cluster. What they share is sent to every worker once."""

    def __init__(self, client: Any) -> None:
        self.client = client

    def __call__(self, function: Callable[[Shared, Item], Out], shared: Shared, items: Sequence[Item]) -> list[Out]:
        """Return the results in order; see :class:`matching.run.Run`."""
        from distributed import KilledWorker

        results: dict[int, Out] = {}
        for _ in range(ATTEMPTS):
            due = [i for i in range(len(items)) if i not in results]
            if not due:
                break
            # Every worker holds a copy, so that one which dies takes none with it that others wait for.
            everywhere = self.client.scatter(shared, broadcast=True, hash=False)
            futures = {i: self.client.submit(function, everywhere, items[i], pure=False) for i in due}
            for i, future in futures.items():
                with suppress(KilledWorker, CancelledError):
                    results[i] = future.result()
        return _complete(results, len(items))


def _complete(results: dict[int, Out], count: int) -> list[Out]:
    if len(results) < count:
        raise RuntimeError(f"{count - len(results)} of {count} pieces of work were lost with their workers every time")
    return [results[i] for i in range(count)]


def rank(model: Recommender, projects: Sequence[Project], k: int, run: Run) -> Iterator[Ranked]:
    """Yield what :meth:`~matching.base.Recommender.rank` yields, computed by ``run``."""
    blocks = model.blocks(projects)
    found = run(_rank_block, (model, k), [[projects[i] for i in rows] for rows in blocks])
    for rows, ranked in zip(blocks, found, strict=True):
        yield ranked.moved(rows)


def recommend(model: Recommender, projects: Sequence[Project], k: int, run: Run) -> dict[str, Result]:
    """Return what :meth:`~matching.base.Recommender.recommend` returns, computed by ``run``."""
    blocks = model.blocks(projects)
    compared = {i for rows in blocks for i in rows.tolist()}
    found = model.recommend([p for i, p in enumerate(projects) if i not in compared], k)
    for part in run(_recommend_block, (model, k), [[projects[i] for i in rows] for rows in blocks]):
        found |= part
    return {p.id: found[p.id] for p in projects}


def recommend_projects(
    model: Recommender, projects: Sequence[Project], k: int, run: Run, candidate_ids: Iterable[str] | None = None
) -> dict[str, Result]:
    """Return what :meth:`~matching.base.Recommender.recommend_projects` returns, computed by ``run``."""
    wanted = sorted(model.ids_ if candidate_ids is None else candidate_ids)
    parts = [wanted[i : i + CANDIDATES_AT_ONCE] for i in range(0, len(wanted), CANDIDATES_AT_ONCE)]
    found: dict[str, Result] = {}
    for part in run(_recommend_back, (model, model.encode(projects), k), parts):
        found |= part
    return found


def _rank_block(shared: tuple[Recommender, int], projects: Sequence[Project]) -> Ranked:
    model, k = shared
    return next(model.rank(projects, k))


def _recommend_block(shared: tuple[Recommender, int], projects: Sequence[Project]) -> dict[str, Result]:
    model, k = shared
    return model.recommend(projects, k)


def _recommend_back(shared: tuple[Recommender, Asked, int], candidate_ids: Sequence[str]) -> dict[str, Result]:
    model, asked, k = shared
    return model.recommend_projects(asked, k, candidate_ids)

"""The same results on several processes and on a cluster, also when a worker dies in the middle."""

import os
import re
import signal
import subprocess
import sys
import threading
import time

import pytest

from matching import MentorRecommender, Project, mentor_recommender
from matching.distributed import CLUSTER, Cluster, Processes, rank, recommend, recommend_projects, workers
from tests.matching.errands import square
from tests.matching.invent import VOCABULARY

ALONE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """The address of a scheduler with two workers, each a process with a port of its own."""
    folder = tmp_path_factory.mktemp("cluster")
    started = []

    def start(*arguments):
        command = [sys.executable, "-m", "dask", *arguments, "--host", "127.0.0.1", "--no-dashboard"]
        log = folder / f"{len(started)}.log"
        with log.open("w") as out:
            started.append(subprocess.Popen(command, stdout=out, stderr=out, env=os.environ | ALONE))
        return log

    log = start("scheduler", "--port", "0")
    address = awaited(lambda: re.search(r"Scheduler at:\s+(tcp://\S+)", log.read_text()))[1]
    for i in range(2):
        worker = ("worker", address, "--no-nanny", "--nthreads", "1", "--worker-port", "0")
        start(*worker, "--local-directory", str(folder / f"worker{i}"))
    yield address
    for process in started:
        process.kill()
        process.wait()


def awaited(look, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.05)
    raise AssertionError("nothing came")


@pytest.fixture
def short(monkeypatch):
    monkeypatch.setattr(mentor_recommender, "FEW", 10)
    monkeypatch.setattr(mentor_recommender, "BLOCK", 16)


def same(people, run):
    """Fit and recommend with `run` and here; everything must be equal, floating-point numbers to the bit."""
    mentors, projects = people
    asked = [Project("silent"), *reversed(projects)]
    here, there = MentorRecommender(VOCABULARY).fit(mentors), MentorRecommender(VOCABULARY).fit(mentors, run=run)
    assert (there._known.texts != here._known.texts).nnz == 0
    assert recommend(there, asked, 5, run) == here.recommend(asked, 5)
    assert recommend_projects(there, projects, 5, run) == here.recommend_projects(projects, 5)
    for left, right in zip(rank(there, asked, 7, run), here.rank(asked, 7), strict=True):
        assert left.columns.tolist() == right.columns.tolist()
        assert left.rows.tolist() == right.rows.tolist()
        assert left.raw.tobytes() == right.raw.tobytes()


def test_a_pool_gives_the_same_to_the_bit_and_loses_nothing_with_a_process(people, monkeypatch, tmp_path):
    monkeypatch.delenv(CLUSTER, raising=False)
    with workers(processes=2) as run:
        assert isinstance(run, Processes)
        same(people, run)
        assert run(square, (tmp_path, 5), range(12)) == [i * i for i in range(12)]
        assert (tmp_path / "died").exists()
    monkeypatch.setattr("matching.distributed.ATTEMPTS", 0)
    with pytest.raises(RuntimeError, match="2 of 2 pieces of work were lost"):
        Processes(1)(square, (tmp_path, None), range(2))


def test_a_cluster_of_two_workers_gives_the_same_to_the_bit(people, cluster, monkeypatch):
    monkeypatch.setenv(CLUSTER, cluster)
    with workers() as run:
        assert isinstance(run, Cluster)
        awaited(lambda: len(run.client.scheduler_info()["workers"]) == 2)
        same(people, run)


def test_a_worker_killed_in_the_middle_loses_nothing(cluster, tmp_path):
    with workers(cluster) as run:
        ports = awaited(lambda: len(found := set(run.client.scheduler_info()["workers"])) == 2 and found)
        pids = run.client.run(os.getpid)
        assert len(ports) == len(set(pids.values())) == 2
        victim, results = min(pids.values()), []
        calling = threading.Thread(target=lambda: results.append(run(square, (tmp_path, None), range(60))))
        calling.start()
        awaited(lambda: any(name.name.endswith(f"-{victim}") for name in tmp_path.iterdir()))
        os.kill(victim, signal.SIGKILL)
        calling.join(60)
        assert results == [[i * i for i in range(60)]]
        assert {name.name.split("-")[1] for name in tmp_path.iterdir()} == {str(pid) for pid in pids.values()}

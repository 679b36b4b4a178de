import datetime as dt
import subprocess
import sys

import pytest

from app.core import jobs
from app.core.errors import Invalid
from app.core.jobs import Job
from app.core.model import utc_now
from app.extensions import db
from tests import factories


@pytest.fixture
def handlers():
    """Handlers of this test only."""
    before = dict(jobs.HANDLERS)
    yield jobs.handler
    jobs.HANDLERS.clear()
    jobs.HANDLERS.update(before)


@pytest.fixture
def woken(app, monkeypatch):
    seen = []
    monkeypatch.setattr(jobs, "wake", seen.append)
    return seen


def test_a_job_starts_only_when_its_transaction_commits(app, woken):
    jobs.start("test")
    db.session.rollback()
    db.session.commit()
    assert woken == []
    job = jobs.start("test")
    db.session.commit()
    assert woken == [job.id]


def test_a_job_runs_once_reports_progress_and_keeps_its_result(app, woken, handlers):
    @handlers("test")
    def work(progress, number):
        progress(1, 2, "half")
        return {"double": number * 2}

    owner = factories.actor()
    job_id = jobs.start("test", arguments={"number": 21}, actor=owner).id
    db.session.commit()
    jobs.run(job_id)
    jobs.run(job_id)
    job = db.session.get(Job, job_id)
    assert (job.state, job.result, job.attempts) == ("done", {"double": 42}, 1)
    assert jobs.progress_of(job)["step"] == "half"


def test_a_refusal_is_shown_and_an_accident_is_not(app, woken, handlers):
    @handlers("refused")
    def refuse(_progress):
        raise Invalid("第 3 行有误")

    @handlers("broken")
    def fail(_progress):
        raise RuntimeError("secret detail")

    refused, broken = jobs.start("refused").id, jobs.start("broken").id
    db.session.commit()
    jobs.run(refused)
    jobs.run(broken)
    assert (db.session.get(Job, refused).state, db.session.get(Job, refused).error) == ("failed", "第 3 行有误")
    assert (db.session.get(Job, broken).state, db.session.get(Job, broken).error) == ("failed", "")


def test_the_sweep_restarts_what_a_dead_runner_left_and_gives_up_after_three(app, woken):
    long_ago = utc_now() - dt.timedelta(minutes=10)
    lost = factories.save(Job(kind="t", state="running", heartbeat_at=long_ago, attempts=1))
    hopeless = factories.save(Job(kind="t", state="running", heartbeat_at=long_ago, attempts=jobs.MOST_ATTEMPTS))
    forgotten = factories.save(Job(kind="t", state="queued", created_at=long_ago))
    alive = factories.save(Job(kind="t", state="running", heartbeat_at=utc_now(), attempts=1))
    lost_id, hopeless_id, forgotten_id, alive_id = lost.id, hopeless.id, forgotten.id, alive.id
    db.session.commit()
    jobs.sweep()
    assert set(woken) == {lost_id, forgotten_id}
    assert db.session.get(Job, hopeless_id).state == "failed"
    assert db.session.get(Job, alive_id).state == "running"


def test_the_queue_works_on_redis_too(redis_url, tmp_path):
    script = f"""
from tests.isolation import build_app
from pathlib import Path
app = build_app("sqlite:///{tmp_path}/q.db", Path("{tmp_path}"), REDIS_URL="{redis_url}")
with app.app_context():
    from app.core import jobs
    queue = jobs.queue()
    queue.storage.put_data("progress:x", b"1")
    assert bytes(queue.storage.peek_data("progress:x")) == b"1"
    app.extensions["huey_run_job"]("00000000-0000-0000-0000-000000000000")
    assert queue.pending_count() == 1
"""
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)

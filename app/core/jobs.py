"""Background work: a `Job` row in the caller's transaction, a queue that wakes the runner, progress a person can watch.

The row is the truth. The queue only saves waiting for the runner's next sweep, so a lost message or a killed runner
delays a job and never loses it: a job whose heartbeat stops is started again. Handlers therefore must be safe to
repeat; they do their long work first and write in one short transaction at the end, because on SQLite a long one
would stop every other writer. Progress goes to the queue's storage, not to the database, for the same reason.
"""

import datetime as dt
import json
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog
from flask import Flask, current_app
from huey import Huey, RedisHuey, SqliteHuey, crontab
from sqlalchemy import Index, String, Text, Uuid, delete, event, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core import audit
from app.core.bulk import rows_changed
from app.core.errors import DomainError
from app.core.model import Id, Json, Moment, utc_now
from app.extensions import Base, db

log = structlog.get_logger()
STALE = dt.timedelta(minutes=2)
MOST_ATTEMPTS = 3
HANDLERS: dict[str, Callable[..., dict[str, Any] | None]] = {}
PERIODIC: list[tuple[str, Callable[[], None]]] = []


class Job(Base):
    __tablename__ = "job"
    __table_args__ = (Index("ix_job_state_kind", "state", "kind"),)
    __unaudited__ = "bookkeeping; what a job changes is audited itself"

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(10), default="queued")
    arguments: Mapped[Json] = mapped_column(default=dict)
    result: Mapped[Json | None] = mapped_column(default=None)
    error: Mapped[str] = mapped_column(Text, default="")
    attempts: Mapped[int] = mapped_column(default=0)
    account_id: Mapped[uuid.UUID | None] = mapped_column(Uuid, index=True)
    membership_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    location: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[Moment] = mapped_column(default=utc_now)
    heartbeat_at: Mapped[Moment | None]
    finished_at: Mapped[Moment | None]

    @property
    def is_over(self) -> bool:
        return self.state in {"done", "failed"}


@dataclass
class Progress:
    """What a handler reports while it works."""

    job_id: uuid.UUID
    last: float = 0.0

    def __call__(self, done: int, total: int, step: str = "") -> None:
        now = time.monotonic()
        if done < total and now - self.last < 0.2:
            return
        self.last = now
        beat = json.dumps({"done": done, "total": total, "step": step, "at": time.time()})
        queue().storage.put_data(f"progress:{self.job_id}", beat.encode())


LABELS: dict[str, Any] = {}
STEPS: dict[str, Any] = {}


def describe(kind: str, label: Any, **steps: Any) -> None:
    """The words a person reads while a job of this kind runs; `steps` name what a handler reports as its step."""
    LABELS[kind] = label
    STEPS.update({f"{kind}:{step}": words for step, words in steps.items()})


def job_label(job: "Job") -> str:
    return str(LABELS.get(job.kind, job.kind))


def job_step(job: "Job", progress: dict[str, Any]) -> str:
    return str(STEPS.get(f"{job.kind}:{progress['step']}", LABELS.get(job.kind, job.kind)))


def handler(kind: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register what runs for jobs of a kind: `handler(progress, **arguments)`, returning a JSON result or None."""

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        HANDLERS[kind] = function
        return function

    return register


def periodic(minutes: str = "*") -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Run a function of no arguments every minute, or at the minutes of a crontab expression such as `*/15`."""

    def register(function: Callable[[], None]) -> Callable[[], None]:
        PERIODIC.append((minutes, function))
        return function

    return register


def queue() -> Huey:
    found: Huey = current_app.extensions["huey"]
    return found


def start(
    kind: str,
    *,
    arguments: dict[str, Any] | None = None,
    actor: Any = None,
    location: str = "",
) -> Job:
    """Add a job to the current transaction; it runs after the commit. `location` is where its outcome can be seen."""
    job = Job(
        kind=kind,
        arguments=arguments or {},
        account_id=getattr(actor, "account_id", None),
        membership_id=getattr(actor, "membership_id", None),
        location=location,
    )
    db.session.add(job)
    db.session.flush()
    db.session.info.setdefault("jobs", []).append(job.id)
    return job


def running(kind: str, **arguments: Any) -> Job | None:
    """The newest unfinished job of a kind with these arguments, so that a second click joins the first run."""
    statement = (
        select(Job).where(Job.kind == kind, Job.state.in_(["queued", "running"])).order_by(Job.created_at.desc())
    )
    return next((job for job in db.session.scalars(statement) if job.arguments == arguments), None)


def progress_of(job: Job) -> dict[str, Any]:
    """{done, total, step}; zeros before the first report."""
    beat = queue().storage.peek_data(f"progress:{job.id}")
    return json.loads(bytes(beat)) if isinstance(beat, bytes | memoryview) else {"done": 0, "total": 0, "step": ""}


def run(job_id: uuid.UUID) -> None:
    """Claim and run one job. Losing the claim to another runner is normal and silent."""
    if not _claim(job_id):
        return
    job = db.session.get_one(Job, job_id)
    kind, arguments = job.kind, dict(job.arguments)
    audit.acting(actor_id=job.account_id, membership_id=job.membership_id)
    db.session.rollback()
    try:
        result = HANDLERS[kind](Progress(job_id), **arguments)
        db.session.commit()
        _finish(job_id, state="done", result=result or {})
    except DomainError as error:
        db.session.rollback()
        _finish(job_id, state="failed", error=str(error) or type(error).__name__)
    except Exception:
        db.session.rollback()
        log.exception("job failed", job=str(job_id), kind=kind)
        _finish(job_id, state="failed", error="")
    finally:
        db.session.remove()


def _claim(job_id: uuid.UUID) -> bool:
    lost = utc_now() - STALE
    free = or_(Job.state == "queued", (Job.state == "running") & (Job.heartbeat_at < lost))
    claim = (
        update(Job)
        .where(Job.id == job_id, free)
        .values(state="running", heartbeat_at=utc_now(), attempts=Job.attempts + 1)
    )
    claimed = rows_changed(claim) == 1
    db.session.commit()
    return claimed


def _finish(job_id: uuid.UUID, **values: Any) -> None:
    db.session.execute(update(Job).where(Job.id == job_id).values(finished_at=utc_now(), **values))
    db.session.commit()


def sweep() -> None:
    """Run what the queue forgot: jobs never started, and jobs whose runner died (no progress and no heartbeat)."""
    now = utc_now()
    for job in db.session.scalars(select(Job).where(Job.state.in_(["queued", "running"]))).all():
        beat = progress_of(job).get("at", 0)
        alive = job.heartbeat_at and max(job.heartbeat_at.timestamp(), beat) > (now - STALE).timestamp()
        if job.state == "queued" and job.created_at < now - dt.timedelta(seconds=30):
            wake(job.id)
        elif job.state == "running" and not alive:
            if job.attempts >= MOST_ATTEMPTS:
                job.state, job.finished_at = "failed", now
            else:
                wake(job.id)
    db.session.commit()


def forget_old() -> None:
    """Finished jobs are looked at for a month; those that nobody started by hand for a day."""
    now = utc_now()
    over = Job.state.in_(["done", "failed"])
    mine = Job.account_id.is_not(None)
    db.session.execute(delete(Job).where(over, mine, Job.finished_at < now - dt.timedelta(days=30)))
    db.session.execute(delete(Job).where(over, ~mine, Job.finished_at < now - dt.timedelta(days=1)))
    db.session.commit()


def wake(job_id: uuid.UUID) -> None:
    current_app.extensions["huey_run_job"](str(job_id))


def _wake_committed(session: Session) -> None:
    if session.in_nested_transaction():
        return
    for job_id in session.info.pop("jobs", []):
        wake(job_id)


def _forget(session: Session) -> None:
    session.info.pop("jobs", None)


def listen(target: Any) -> None:
    event.listen(target, "after_commit", _wake_committed)
    event.listen(target, "after_rollback", _forget)


def init_app(app: Flask) -> None:
    if app.config["REDIS_URL"]:
        huey: Huey = RedisHuey("fuqiao", url=app.config["REDIS_URL"])
    else:
        huey = SqliteHuey("fuqiao", filename=str(app.config["INSTANCE_PATH"] / "jobs.db"), fsync=True)
    app.extensions["huey"] = huey
    app.jinja_env.globals.update(job_label=job_label, job_step=job_step)

    @huey.task(name="run_job")
    def run_job(job_id: str) -> None:
        with app.app_context():
            run(uuid.UUID(job_id))

    app.extensions["huey_run_job"] = run_job
    for number, (minutes, function) in enumerate([("*", sweep), ("17", forget_old), *PERIODIC]):
        huey.periodic_task(crontab(minute=minutes), name=f"periodic_{number}_{function.__name__}")(
            _in_app(app, function)
        )


def _in_app(app: Flask, function: Callable[[], None]) -> Callable[[], None]:
    def run_periodic() -> None:
        with app.app_context():
            function()
            db.session.remove()

    return run_periodic

"""Background jobs: what ran, for how long, and what went wrong."""

from typing import Any

from flask import render_template
from flask_babel import lazy_gettext as _l

from app.accounts.models import Role
from app.admin import labels, queries
from app.admin.views import bp
from app.admin.views.audit import argument
from app.core.access import allow
from app.core.jobs import HANDLERS, LABELS, Job, job_label
from app.core.listing import Column, export, paginate, wants_export
from app.extensions import db


def seconds(job: Job) -> float | None:
    """From the start of the waiting to the end: what the person who started it saw."""
    return (job.finished_at - job.created_at).total_seconds() if job.finished_at else None


COLUMNS = (
    Column(_l("Job"), lambda row: job_label(row[0])),
    Column(_l("State"), lambda row: str(labels.JOB_STATES.get(row[0].state, row[0].state))),
    Column(_l("Person"), lambda row: row[1] or ""),
    Column(_l("Time"), lambda row: row[0].created_at),
    Column(_l("Seconds"), lambda row: seconds(row[0])),
    Column(_l("Attempts"), lambda row: row[0].attempts),
    Column(_l("Error"), lambda row: row[0].error),
)


@bp.get("/jobs")
@allow(Role.ADMINISTRATOR)
def jobs() -> Any:
    kinds = {kind: str(LABELS.get(kind, kind)) for kind in HANDLERS}
    filters = {
        "kind": argument("kind") if argument("kind") in kinds else "",
        "state": argument("state") if argument("state") in labels.JOB_STATES else "",
    }
    statement = queries.jobs(**filters)
    if wants_export():
        return export("jobs", COLUMNS, db.session.execute(statement))
    return render_template(
        "admin/jobs.html",
        page=paginate(statement, scalars=False),
        filters=filters,
        kinds=kinds,
        states=labels.JOB_STATES,
        seconds=seconds,
    )

"""The audit log: who changed what, and whether the log itself is whole."""

import datetime as dt
import json
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.models import Role
from app.admin import labels, queries
from app.admin.views import bp
from app.core import jobs
from app.core.access import actor, allow
from app.core.listing import Column, export, paginate, wants_export
from app.core.text import clean
from app.extensions import db

COLUMNS = (
    Column(_l("Entry"), lambda row: row[0].position),
    Column(_l("Time"), lambda row: row[0].at),
    Column(_l("Person"), lambda row: row[1] or ""),
    Column(_l("Person's id"), lambda row: row[0].actor_id or ""),
    Column(_l("Action"), lambda row: row[0].action),
    Column(_l("Table"), lambda row: row[0].table),
    Column(_l("Object"), lambda row: row[0].object_id),
    Column(_l("Before"), lambda row: _json(row[0].before)),
    Column(_l("After"), lambda row: _json(row[0].after)),
    Column(_l("Hash"), lambda row: row[0].hash),
)
MOST_EXPORTED = 100_000


def _json(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, sort_keys=True) if values else ""


def argument(name: str, longest: int = 80) -> str:
    return clean(request.args.get(name, ""))[:longest]


def day(name: str) -> dt.date | None:
    try:
        found = dt.date.fromisoformat(argument(name, 10))
    except ValueError:
        return None
    return found if 1970 <= found.year <= 2200 else None


@bp.get("/audit")
@allow(Role.ADMINISTRATOR)
def audit() -> Any:
    tables = queries.audited_tables()
    filters: dict[str, Any] = {
        "person": argument("q", 100),
        "table": argument("table") if argument("table") in tables else "",
        "object_id": argument("object"),
        "action": argument("action") if argument("action") in labels.ACTIONS else "",
        "since": day("since"),
        "until": day("until"),
    }
    statement = queries.audit_entries(**filters)
    if wants_export():
        rows = db.session.execute(statement.limit(MOST_EXPORTED).execution_options(yield_per=1000))
        return export("audit", COLUMNS, rows)
    return render_template(
        "admin/audit.html",
        page=paginate(statement, scalars=False),
        filters=filters,
        tables=[(name, name) for name in tables],
        actions=labels.ACTIONS,
        checked=queries.latest_job("audit.verify"),
    )


@bp.post("/audit/verify")
@allow(Role.ADMINISTRATOR)
def audit_verify() -> Any:
    """Check the whole chain in the background; a second click joins the first run."""
    job = jobs.running("audit.verify") or jobs.start("audit.verify", actor=actor(), location=url_for(".audit"))
    db.session.commit()
    if job.account_id != actor().account_id:
        flash(_("The log is being checked already."), "info")
        return redirect(url_for(".audit"), 303)
    return redirect(url_for("pages.job", job_id=job.id), 303)

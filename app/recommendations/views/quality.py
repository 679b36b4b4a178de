"""How good the matching is: measured on what came about, by model version."""

from typing import Any

from flask import redirect, render_template, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.core import jobs
from app.core.access import actor, allow
from app.core.listing import Column, export, wants_export
from app.extensions import db
from app.recommendations import labels, queries
from app.recommendations.tasks import EVALUATE, REFRESH
from app.recommendations.views import bp

KEEPERS = (Role.ORGANISER, Role.ADMINISTRATOR)
COLUMNS = (
    Column(_l("Version"), lambda version: version.name),
    Column(_l("Learned"), lambda version: version.created_at),
    Column(_l("Deals"), lambda version: version.basis.get("deals")),
    Column(_l("Projects measured"), lambda version: _figure(version, "outcomes")),
    Column(_l("Among the first 10"), lambda version: _figure(version, "hit10")),
    Column(_l("Among the first 50"), lambda version: _figure(version, "hit50")),
)


def _figure(version: Any, name: str) -> Any:
    return version.metrics.get("rankings", {}).get("model", {}).get(name)


@bp.get("/matching/quality")
@allow(*KEEPERS)
def quality() -> Any:
    versions = queries.versions()
    if wants_export():
        return export("matching-quality", COLUMNS, versions)
    live = next((version for version in versions if version.is_live), None)
    return render_template(
        "recommendations/quality.html",
        live=live,
        versions=versions[:20],
        runs=queries.recent_runs(),
        states=labels.RUN_STATES,
        counts=queries.counts(),
    )


@bp.post("/matching/quality/measure")
@allow(*KEEPERS)
def measure() -> Response:
    return _start(EVALUATE)


@bp.post("/matching/refresh")
@allow(*KEEPERS)
def refresh() -> Response:
    """Compare everybody anew."""
    return _start(REFRESH, everything=True)


def _start(kind: str, **arguments: Any) -> Response:
    job = jobs.running(kind, **arguments)
    if job is None or job.account_id != actor().account_id:
        job = jobs.start(kind, arguments=arguments, actor=actor(), location=url_for(".quality"))
    db.session.commit()
    return redirect(url_for("pages.job", job_id=job.id), 303)

"""How good the matching is: measured on what came about, by model version."""

from collections.abc import Iterable, Iterator
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
from app.recommendations.models import ModelVersion
from app.recommendations.tasks import EVALUATE, REFRESH
from app.recommendations.views import bp

KEEPERS = (Role.ORGANISER, Role.ADMINISTRATOR)
Line = tuple[Any, str, dict[str, Any], str, dict[str, Any]]  # version, outcome, what was measured, ranking, figures
COLUMNS = (
    Column(_l("Version"), lambda line: line[0].name),
    Column(_l("Learned"), lambda line: line[0].created_at),
    Column(_l("Outcome"), lambda line: str(labels.OUTCOMES[line[1]])),
    Column(_l("As of"), lambda line: line[2]["as_of"]),
    Column(_l("Ranking"), lambda line: str(labels.RANKINGS[line[3]])),
    Column(_l("Projects measured"), lambda line: line[4]["outcomes"]),
    Column(_l("Among the first 10"), lambda line: line[4]["hit10"][0]),
    Column(_l("Among the first 10, at least"), lambda line: line[4]["hit10"][1]),
    Column(_l("Among the first 10, at most"), lambda line: line[4]["hit10"][2]),
    Column(_l("Among the first 50"), lambda line: line[4]["hit50"][0]),
    Column(_l("nDCG@10"), lambda line: line[4]["ndcg10"][0]),
)


def _lines(versions: Iterable[ModelVersion]) -> Iterator[Line]:
    for version in versions:
        for outcome, found in version.metrics.get("measured", {}).items():
            for ranking, figures in found["rankings"].items():
                yield version, outcome, found, ranking, figures


@bp.get("/matching/quality")
@allow(*KEEPERS)
def quality() -> Any:
    versions = queries.versions()
    if wants_export():
        return export("matching-quality", COLUMNS, _lines(versions))
    live = next((version for version in versions if version.is_live), None)
    return render_template(
        "recommendations/quality.html",
        live=live,
        versions=versions[:20],
        runs=queries.recent_runs(),
        states=labels.RUN_STATES,
        outcomes=labels.OUTCOMES,
        rankings=labels.RANKINGS,
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

"""Landing page, Today, search, progress of background work, privacy, style guide."""

import uuid
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l

from app.accounts.actor import Actor
from app.cities import sharing
from app.core.access import PUBLIC, SIGNED_IN, actor, allow
from app.core.jobs import Job, progress_of
from app.core.listing import paginate, search_words
from app.core.shell import endpoint_url
from app.core.today import all_due, all_steps
from app.extensions import db
from app.pages import queries
from app.pages.views import bp

KIND_LABELS = {
    "project": _l("Project"),
    "mentor": _l("Mentor"),
    "fund": _l("Fund"),
    "carrier": _l("Carrier"),
    "offering": _l("Offering"),
    "roadshow": _l("Roadshow"),
    "event": _l("Event"),
    "competition": _l("Competition"),
}


@bp.get("/")
@allow(PUBLIC)
def home() -> Any:
    if actor().is_signed_in:
        return redirect(url_for(".today"), 303)
    cities = sharing.reach(actor())
    return render_template("pages/home.html", counts=queries.counts(cities.hidden), cities=cities)


@bp.get("/today")
@allow(SIGNED_IN)
def today() -> Any:
    person = actor()
    return render_template("pages/today.html", due=all_due(person), steps=all_steps(person))


@bp.get("/search")
@allow(PUBLIC)
def search() -> Any:
    words, kind = search_words(), request.args.get("kind", "")
    kind = kind if kind in KIND_LABELS else ""
    cities = sharing.reach(actor(), request.args.get("city", ""))
    page = paginate(queries.found(words, kind, cities.hidden), scalars=False) if words else None
    return render_template(
        "pages/search.html", words=words, kind=kind, page=page, kinds=KIND_LABELS, link=_link, cities=cities
    )


def _link(hit: Any) -> str:
    endpoint, argument = queries.ENDPOINTS[hit.kind]
    return endpoint_url(endpoint, **{argument: hit.object_id})


def own_job(actor: Actor, job_id: uuid.UUID) -> Job | None:
    """Whoever started a job may watch it, and nobody else."""
    job = db.session.get(Job, job_id)
    return job if job is not None and job.account_id is not None and job.account_id == actor.account_id else None


@bp.get("/jobs/<uuid:job_id>")
@allow(SIGNED_IN, load=own_job)
def job(job: Job) -> Any:
    """The progress of background work; htmx asks for the bar alone."""
    template = "pages/_job.html" if request.headers.get("HX-Request") else "pages/job.html"
    return render_template(template, job=job, progress=progress_of(job))


@bp.get("/privacy")
@allow(PUBLIC)
def privacy() -> Any:
    return render_template("pages/privacy.html")


@bp.get("/terms")
@allow(PUBLIC)
def terms() -> Any:
    return render_template("pages/terms.html")


@bp.get("/styleguide")
@allow(PUBLIC)
def styleguide() -> Any:
    return render_template("styleguide/index.html")


@bp.get("/health")
@allow(PUBLIC)
def health() -> Any:
    """For load balancers: the pages and the database answer."""
    db.session.execute(db.select(1))
    return {"status": "ok"}

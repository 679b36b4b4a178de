"""Pages of projects: the directory, a profile, and the owners' editing."""

from functools import partial
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.cities import sharing
from app.core import drafts, teasers
from app.core import profile_pages as pages
from app.core.access import PUBLIC, actor, allow
from app.core.forms import form_values, query_values
from app.core.listing import Column, export, search_words, wants_export
from app.core.profiles import STATE_LABELS
from app.extensions import db
from app.files.forms import UploadForm
from app.projects import policies, queries, services
from app.projects.fields import FIELDS, TEASER, completeness
from app.projects.forms import ProjectForm, VisibilityForm
from app.projects.models import Project
from app.taxonomy import labels

bp = Blueprint("projects", __name__)

COLUMNS = (
    Column(_l("Project name"), lambda p: p.name),
    Column(_l("One-line description"), lambda p: p.tagline),
    Column(_l("Sectors"), lambda p: [labels.label("sector", code) for code in p.codes("sector")]),
    Column(_l("Region"), lambda p: labels.region_name(p.region_code, full=True)),
    Column(_l("Stage"), lambda p: labels.label("stage", p.stage)),
    Column(_l("Financing round"), lambda p: labels.label("round", p.round)),
    Column(_l("Organisation"), lambda p: p.organisation_name),
)


@bp.get("/projects")
@allow(PUBLIC)
def index() -> Any:
    """The directory of published projects: teasers only, whoever reads."""
    cities = sharing.reach(actor(), request.args.get("city", ""))
    filters: dict[str, Any] = {
        "words": search_words(),
        "sectors": query_values("sector"),
        "region": labels.region_prefix(request.args.get("region", "")[:6]),
        "stages": query_values("stage"),
        "rounds": query_values("round"),
        "hidden": cities.hidden,
        "order": request.args.get("sort", "newest"),
    }
    statement = queries.shown(queries.directory(**filters))
    if wants_export():
        return export("projects", COLUMNS, teasers.all_of(statement, queries.Teaser))
    page = teasers.page_of(statement, queries.Teaser)
    return render_template("projects/index.html", page=page, filters=filters, cities=cities)


@bp.get("/projects/mine")
@allow(Role.ENTREPRENEUR)
def mine() -> Any:
    projects = queries.own_projects(actor())
    if wants_export():
        state = Column(_l("State"), lambda p: str(STATE_LABELS[p.state]))
        return export("my-projects", [*COLUMNS, state], projects)
    scores = {project.id: completeness(project) for project in projects}
    return render_template("projects/mine.html", projects=projects, completeness=scores, states=STATE_LABELS)


@bp.get("/projects/<uuid:project_id>")
@allow(PUBLIC, load=queries.visible_project)
def show(project: Project) -> Any:
    person = actor()
    owner = policies.owns(person, project)
    reach = pages.seen_as(policies.reach(person, project), owner=owner)
    readable = policies.readable_fields(project, reach)
    return render_template(
        "projects/show.html",
        project=project,
        fields=[field for field in FIELDS if field.name in readable],
        hidden=len(FIELDS) - len(readable),
        owner=owner,
        reach=reach,
        completeness=completeness(project) if owner else None,
        states=STATE_LABELS,
    )


@bp.route("/projects/new", methods=["GET", "POST"])
@allow(Role.ENTREPRENEUR)
def create() -> Any:
    person = actor()
    draft = drafts.find(person.account_id, "project:new")
    form = ProjectForm(formdata=drafts.typed(draft))
    if form.validate_on_submit():
        with form.field_errors():
            project = services.create(actor=person, **form_values(form))
            drafts.discard(person.account_id, "project:new")
            db.session.commit()
            flash(_("Draft saved. Publish it when it is ready."), "success")
            return redirect(url_for(".show", project_id=project.id), 303)
    return render_template("projects/edit.html", form=form, project=None, draft=draft, key="project:new"), form.status


@bp.route("/projects/<uuid:project_id>/edit", methods=["GET", "POST"])
@allow(Role.ENTREPRENEUR, load=queries.visible_project, may=policies.can_edit)
def edit(project: Project) -> Any:
    person, key = actor(), f"project:{project.id}"
    draft = drafts.find(person.account_id, key)
    form = ProjectForm(formdata=drafts.typed(draft), obj=project, data=project.codes_by_field(services.FACETS))
    if form.validate_on_submit():
        form.checked_version(project.version)
        with form.field_errors():
            services.update(actor=person, project=project, **form_values(form))
            drafts.discard(person.account_id, key)
            db.session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for(".show", project_id=project.id), 303)
    newer = drafts.is_outdated(draft, form, project)
    return render_template(
        "projects/edit.html", form=form, project=project, draft=draft, key=key, newer=newer
    ), form.status


@bp.route("/projects/<uuid:project_id>/visibility", methods=["GET", "POST"])
@allow(Role.ENTREPRENEUR, load=queries.visible_project, may=policies.can_edit)
def visibility(project: Project) -> Any:
    """Who reads which field."""
    form = VisibilityForm(data=dict(project.visibility))

    def choose() -> None:
        services.set_visibility(actor=actor(), project=project, choices=form_values(form))

    return pages.submit(form, project, choose) or pages.form_page(
        "visibility", form, project, fields=FIELDS, teaser=TEASER
    )


@bp.route("/projects/<uuid:project_id>/files/<any(logo, deck):kind>", methods=["GET", "POST"])
@allow(Role.ENTREPRENEUR, load=queries.visible_project, may=policies.can_edit)
def upload(project: Project, kind: str) -> Any:
    """Logo or pitch deck."""
    form = UploadForm(kind=kind)

    def attach() -> None:
        file_id = form.received(actor=actor(), kind=kind, organisation_id=project.organisation_id)
        services.set_file(actor=actor(), project=project, kind=kind, file_id=file_id)

    title = _("Pitch deck") if kind == "deck" else _("Logo")
    hint = (
        _("Shown only after both sides agree, unless you choose otherwise.")
        if kind == "deck"
        else _("Everybody sees the logo.")
    )
    return pages.submit(form, project, attach) or pages.form_page(
        "upload", form, project, kind=kind, title=title, hint=hint
    )


@bp.post("/projects/<uuid:project_id>/publish")
@allow(Role.ENTREPRENEUR, load=queries.visible_project, may=policies.can_publish)
def publish(project: Project) -> Response:
    said = _("Published. It now stands in the directory.")
    return pages.publish(project, partial(services.publish, actor=actor(), project=project), said)


@bp.post("/projects/<uuid:project_id>/archive")
@allow(Role.ENTREPRENEUR, load=queries.visible_project, may=policies.can_publish)
def archive(project: Project) -> Response:
    return pages.archive(project, partial(services.archive, actor=actor(), project=project))


@bp.post("/projects/<uuid:project_id>/restore")
@allow(Role.ENTREPRENEUR, load=queries.visible_project, may=policies.can_publish)
def restore(project: Project) -> Response:
    return pages.restore(project, partial(services.restore, actor=actor(), project=project))

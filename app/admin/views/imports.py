"""Importing spreadsheets: choose a kind, upload, look at what will happen, confirm."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.accounts.labels import ORGANISATION_KIND_LABELS
from app.accounts.models import Role
from app.admin import labels, queries
from app.admin.forms import RoundsForm, UploadForm
from app.admin.imports import PAGES
from app.admin.imports.kinds import Kind
from app.admin.models import Import, ImportState
from app.admin.services import imports as services
from app.admin.views import bp
from app.core.access import actor, allow
from app.core.jobs import Job, progress_of
from app.core.listing import Column, export, paginate, search_words, wants_export
from app.extensions import db
from app.taxonomy.labels import region_name

STAFF = (Role.ORGANISER, Role.ADMINISTRATOR)
COLUMNS = (
    Column(_l("Kind"), lambda run: str(PAGES[run.kind].label)),
    Column(_l("File"), lambda run: run.filename),
    Column(_l("Person"), lambda run: run.account.name),
    Column(_l("Time"), lambda run: run.created_at),
    Column(_l("State"), lambda run: str(labels.IMPORT_STATES[run.state])),
    Column(_l("Lines"), lambda run: run.line_count),
    Column(_l("Errors"), lambda run: run.problem_count),
)
PROBLEM_COLUMNS = (
    Column(_l("Line"), lambda problem: problem["line"]),
    Column(_l("Column"), lambda problem: problem["column"]),
    Column(_l("Value"), lambda problem: problem["value"]),
    Column(_l("What is wrong"), lambda problem: problem["message"]),
)
OWNER_COLUMNS = (
    Column(_l("Organisation name"), lambda row: row[0].name),
    Column(_l("Kind"), lambda row: str(ORGANISATION_KIND_LABELS[row[0].kind])),
    Column(_l("Region"), lambda row: region_name(row[0].region_code, full=True)),
    Column(_l("Invitation open until"), lambda row: row[1]),
)
MOST_SHOWN = 200


@bp.get("/imports")
@allow(*STAFF)
def imports() -> Any:
    """What can be imported, and what was."""
    statement = queries.imports(actor())
    if wants_export():
        return export("imports", COLUMNS, db.session.scalars(statement).unique())
    return render_template(
        "admin/imports.html",
        kinds=PAGES,
        page=paginate(statement),
        states=labels.IMPORT_STATES,
        tones=labels.IMPORT_TONES,
    )


@bp.get("/imports/owners")
@allow(*STAFF)
def import_owners() -> Any:
    """The startups and fund managers that imports brought and nobody acts for: invite the first person."""
    statement = queries.handed_over(actor(), words=search_words())
    if wants_export():
        return export("organisations-without-members", OWNER_COLUMNS, db.session.execute(statement))
    return render_template(
        "admin/import_owners.html",
        page=paginate(statement, scalars=False),
        words=search_words(),
        kinds=ORGANISATION_KIND_LABELS,
    )


@bp.get("/imports/<kind>/template")
@allow(*STAFF, load=queries.import_kind)
def import_template(kind: Kind) -> Response:
    """A workbook to fill in."""
    # Loaded here, because a web worker that never makes one needs none of their memory.
    from app.admin.imports.template import workbook
    from app.core.spreadsheet import XLSX

    headers = {"Content-Disposition": f"attachment; filename={kind.name}-template.xlsx"}
    return Response(workbook(kind), content_type=XLSX, headers=headers)


@bp.route("/imports/<kind>/new", methods=["GET", "POST"])
@allow(*STAFF, load=queries.import_kind)
def import_new(kind: Kind) -> Any:
    form = RoundsForm() if kind.takes_dates else UploadForm()
    if form.validate_on_submit():
        with form.field_errors():
            run = services.upload(
                actor=actor(),
                kind=kind,
                content=form.file.data.stream,
                filename=form.file.data.filename,
                since=form.since.data if kind.takes_dates else None,
                until=form.until.data if kind.takes_dates else None,
            )
            db.session.commit()
            return redirect(url_for(".import_show", import_id=run.id), 303)
    return render_template("admin/import_new.html", kind=kind, form=form), form.status


@bp.get("/imports/runs/<uuid:import_id>")
@allow(*STAFF, load=queries.visible_import)
def import_show(run: Import) -> Any:
    """The check, the progress or the result; `?format=` gives the errors as a spreadsheet."""
    if wants_export():
        return export("import-errors", PROBLEM_COLUMNS, run.findings.get("problems", []))
    job = db.session.get(Job, run.job_id) if run.job_id else None
    working = job if job and not job.is_over else None
    if request.headers.get("HX-Request"):
        if working is None:  # the page changes with the step, so the last poll asks for all of it
            return "", {"HX-Refresh": "true"}
        return render_template("admin/_import_progress.html", run=run, job=working, progress=progress_of(working))
    return render_template(
        "admin/import_show.html",
        run=run,
        kind=PAGES[run.kind],
        job=job,
        working=working,
        progress=progress_of(working) if working else None,
        findings=run.findings if run.state in {ImportState.CHECKED, ImportState.REFUSED} else {},
        most_shown=MOST_SHOWN,
        labels=labels,
    )


@bp.post("/imports/runs/<uuid:import_id>/confirm")
@allow(*STAFF, load=queries.visible_import)
def import_confirm(run: Import) -> Any:
    services.confirm(actor=actor(), run=run)
    db.session.commit()
    return redirect(url_for(".import_show", import_id=run.id), 303)


@bp.post("/imports/runs/<uuid:import_id>/check")
@allow(*STAFF, load=queries.visible_import)
def import_check(run: Import) -> Any:
    services.check_again(actor=actor(), run=run)
    db.session.commit()
    return redirect(url_for(".import_show", import_id=run.id), 303)


@bp.post("/imports/runs/<uuid:import_id>/discard")
@allow(*STAFF, load=queries.visible_import)
def import_discard(run: Import) -> Any:
    kind = run.kind
    services.discard(actor=actor(), run=run)
    db.session.commit()
    flash(_("The upload is discarded; nothing was imported."), "success")
    return redirect(url_for(".import_new", kind=kind), 303)


@bp.post("/imports/runs/<uuid:import_id>/take-back")
@allow(*STAFF, load=queries.visible_import)
def import_take_back(run: Import) -> Any:
    number = services.take_back(actor=actor(), run=run)
    db.session.commit()
    message = ngettext("%(num)s profile was archived.", "%(num)s profiles were archived.", number)
    if run.kind == "tenants":
        message = ngettext("%(num)s tenancy was removed.", "%(num)s tenancies were removed.", number)
    flash(message, "success")
    return redirect(url_for(".import_show", import_id=run.id), 303)

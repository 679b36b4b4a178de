"""An import of the pages: uploaded, checked, confirmed, done, perhaps taken back."""

import datetime as dt
import uuid
from dataclasses import asdict
from typing import Any, BinaryIO

from flask_babel import gettext as _
from sqlalchemy import select, update

from app.accounts.actor import Actor
from app.admin.imports import KINDS, running, store
from app.admin.imports.columns import Line, Problem, Sheet, shown
from app.admin.imports.kinds import Kind, Settings
from app.admin.imports.running import Outcome, Report
from app.admin.labels import IMPORT_STATES
from app.admin.models import Import, ImportState
from app.admin.policies import can_import, can_see_import
from app.core import jobs
from app.core.database import reading
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.i18n import in_language, locale
from app.core.jobs import Job
from app.core.model import new_id, utc_now
from app.extensions import db

PREVIEWED = 20
FINDINGS_KEPT = dt.timedelta(days=30)
EXTENSIONS = (".csv", ".xlsx")


def upload(
    *,
    actor: Actor,
    kind: Kind,
    content: BinaryIO,
    filename: str,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> Import:
    """Keep the file and start its check."""
    if not can_import(actor):
        raise Forbidden
    if not filename.lower().endswith(EXTENSIONS):
        raise Invalid(_("Choose an Excel workbook (.xlsx) or a CSV file."), "file")
    if since and until and since >= until:
        raise Invalid(_("The last day lies before the first."), "until")
    run = Import(
        id=new_id(),
        kind=kind.name,
        filename=filename[-120:],
        locale=locale(),
        account_id=actor.account_id,
        organisation_id=actor.organisation_id,
        since=since,
        until=until,
    )
    store.save(run.id, content)
    db.session.add(run)
    db.session.flush()
    _start(actor, run, "import.check", ImportState.CHECKING)
    return run


def check_again(*, actor: Actor, run: Import) -> None:
    """After a failure on our side, or when something else changed meanwhile."""
    _move(actor, run, {ImportState.CHECKING, ImportState.CHECKED})
    _start(actor, run, "import.check", ImportState.CHECKING)


def confirm(*, actor: Actor, run: Import) -> None:
    """Start writing what the check has shown. Of two clicks one starts it."""
    _move(actor, run, {ImportState.CHECKED, ImportState.IMPORTING})
    _start(actor, run, "import.write", ImportState.IMPORTING)


def discard(*, actor: Actor, run: Import) -> None:
    """Forget an upload that was not imported."""
    _move(actor, run, {ImportState.CHECKED, ImportState.REFUSED, ImportState.CHECKING})
    run.job_id = None
    db.session.flush()
    db.session.delete(run)
    db.session.flush()
    store.remove(run.id)


def take_back(*, actor: Actor, run: Import) -> int:
    """Archive or remove what the import created, but for what owners have taken over meanwhile."""
    _move(actor, run, {ImportState.DONE})
    run.state = ImportState.TAKEN_BACK
    ids = [uuid.UUID(hex=text) for text in run.created]
    return running.take_back(KINDS[run.kind], ids)


def _move(actor: Actor, run: Import, allowed: set[ImportState]) -> None:
    """Lock the row and check that the step is still possible. A job that runs must end before the next step."""
    if not can_see_import(actor, run):
        raise Forbidden
    db.session.refresh(run, with_for_update={"of": Import})
    job = db.session.get(Job, run.job_id) if run.job_id else None
    working = job is not None and not job.is_over
    if run.state not in allowed or working:
        raise Conflict(_("This import has moved on: %(state)s.", state=IMPORT_STATES[run.state]))


def _start(actor: Actor, run: Import, job_kind: str, state: ImportState) -> None:
    location = f"/admin/imports/runs/{run.id}"
    job = jobs.start(job_kind, arguments={"import_id": str(run.id)}, actor=actor, location=location)
    run.state, run.job_id = state, job.id
    db.session.flush()


# What the jobs do


def perform_check(report: Report, import_id: uuid.UUID) -> None:
    """Read the file and compare it; nothing but the record of the check is written."""
    with reading():
        run, kind, settings = _load(import_id)
        with in_language(run.locale), store.open_file(import_id) as file:
            sheet = running.open_sheet(kind, file, run.filename, settings, report=report)
            outcome = Outcome() if sheet.problems else running.compare(kind, sheet, settings)
            findings = _findings(kind, sheet, outcome)
        db.session.rollback()
    state = ImportState.REFUSED if sheet.problems else ImportState.CHECKED
    _record(
        import_id,
        state=state,
        line_count=len(sheet.lines),
        problem_count=sheet.problem_count,
        counts=outcome.counts,
        findings=findings,
    )


def perform_write(report: Report, import_id: uuid.UUID) -> None:
    """Read the file again and write it. A repetition after a crash finds everything unchanged and keeps the record."""
    with reading():
        run, kind, settings = _load(import_id)
        language, filename, again = run.locale, run.filename, run.state is ImportState.DONE
        with in_language(language), store.open_file(import_id) as file:
            sheet = running.open_sheet(kind, file, filename, settings, report=report)
        db.session.rollback()
    if sheet.problems:
        raise Invalid(sheet.problems[0].message)

    def record(outcome: Outcome) -> None:
        if not again:
            created = [object_id.hex for object_id in outcome.created]
            _record(import_id, state=ImportState.DONE, counts=outcome.counts, created=created)

    with in_language(language):
        running.write(kind, sheet, settings, report=report, record=record)
    store.remove(import_id)


def _load(import_id: uuid.UUID) -> tuple[Import, Kind, Settings]:
    run = db.session.get_one(Import, import_id)
    settings = Settings(
        account_id=run.account_id, organisation_id=run.organisation_id, since=run.since, until=run.until
    )
    return run, KINDS[run.kind], settings


def _record(import_id: uuid.UUID, **values: Any) -> None:
    db.session.execute(update(Import).where(Import.id == import_id).values(**values))


def _findings(kind: Kind, sheet: Sheet, outcome: Outcome) -> dict[str, Any]:
    """What the page shows of the check. Private columns are left out of the preview."""
    first = sheet.lines[:PREVIEWED]
    columns = [c for c in kind.columns if not c.private and any(line.values.get(c.name) for line in first)]
    return {
        "problems": [_plain(problem) for problem in sheet.problems],
        "warnings": [_plain(problem) for problem in sheet.warnings[:PREVIEWED]],
        "warning_count": len(sheet.warnings),
        "ignored": sheet.ignored,
        "headings": [column.heading for column in columns],
        "rows": [_row(line, columns, outcome) for line in first],
    }


def _plain(problem: Problem) -> dict[str, Any]:
    return asdict(problem)


def _row(line: Line, columns: list[Any], outcome: Outcome) -> dict[str, Any]:
    cells = [shown(column, line.values.get(column.name))[:200] for column in columns]
    return {"line": line.number, "state": outcome.states.get(line.number, ""), "cells": cells}


def sweep() -> None:
    """Files that nobody confirmed go after a day, what checks found after a month."""
    store.sweep()
    with reading():
        old = (Import.created_at < utc_now() - FINDINGS_KEPT, Import.problem_count >= 0)
        ids = [
            run_id
            for run_id, findings in db.session.execute(select(Import.id, Import.findings).where(*old))
            if findings
        ]
        db.session.rollback()
    if ids:
        db.session.execute(update(Import).where(Import.id.in_(ids)).values(findings={}))

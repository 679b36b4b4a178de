"""Handing out uploads: never as a page of this site, never to someone no guard knows, and what belongs to a project
only after the opening is written down for it."""

import os
from pathlib import Path
from typing import Any, BinaryIO

from flask import Blueprint, Response, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse

from app.accounts.models import Role
from app.core.access import PUBLIC, SIGNED_IN, actor, allow
from app.core.errors import Conflict, NotFound
from app.core.listing import Column, export, paginate, wants_export
from app.core.templating import local
from app.extensions import db
from app.files import access, queries, services, stamping
from app.files.limits import PDF
from app.files.models import File, FileOpening

bp = Blueprint("files", __name__)
SANDBOX = "default-src 'none'; sandbox"

COLUMNS = (
    Column(_l("File"), lambda o: o.file.name),
    Column(_l("Opened by"), lambda o: o.account.name),
    Column(_l("Organisation"), lambda o: o.organisation.name if o.organisation else ""),
    Column(_l("Time"), lambda o: o.at),
    Column(_l("Watermark code"), lambda o: o.code),
)


@bp.get("/files/<uuid:file_id>")
@allow(PUBLIC, load=queries.readable)
def download(file: File) -> Any:
    """The file itself; where its owner is told of the opening, the question whether to open it."""
    if access.is_logged(actor(), file):
        return render_template("files/open.html", file=file)
    return _unkept(_send(file, file.path))


@bp.post("/files/<uuid:file_id>")
@allow(SIGNED_IN, load=queries.readable)
def open_(file: File) -> AnyResponse:
    """Write the opening down, then hand the file out under an address of its own."""
    if not access.is_logged(actor(), file):
        return redirect(url_for(".download", file_id=file.id), 303)
    opening = services.record_opening(actor=actor(), file=file)
    db.session.commit()
    return redirect(url_for(".opened", opening_id=opening.id), 303)


@bp.get("/files/opened/<uuid:opening_id>")
@allow(SIGNED_IN, load=queries.fresh_opening)
def opened(opening: FileOpening) -> Response:
    file = opening.file
    if file.kind not in access.MARKED or file.media_type != PDF:
        return _unkept(_send(file, file.path))
    copy = stamping.stamped(file, stamping.lines(opening, f"{local(opening.at):%Y-%m-%d %H:%M}"))
    if copy is None:
        raise Conflict(_("This PDF cannot be marked with your name, so it is not handed out. Ask for another copy."))
    response = _unkept(_send(file, copy))
    response.content_length = os.fstat(copy.fileno()).st_size
    return response


@bp.get("/files/opened")
@allow(Role.ENTREPRENEUR)
def openings() -> Any:
    """Who opened the pitch decks and data rooms of one's organisation."""
    statement = queries.openings(actor().organisation_id)
    if wants_export():
        return export("openings", COLUMNS, db.session.scalars(statement))
    return render_template("files/openings.html", page=paginate(statement))


@bp.get("/images/<uuid:file_id>")
@allow(PUBLIC, load=queries.shown_image)
def image(file: File) -> AnyResponse:
    """What an id names never changes, so a browser may keep it; only public ones also between people."""
    response = _send(file, file.path, attachment=False)
    response.headers["Cache-Control"] = "public, max-age=86400" if access.is_public_image(file) else "no-store"
    response.set_etag(file.sha256)
    return response.make_conditional(request)


def _unkept(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


def _send(file: File, content: Path | BinaryIO, *, attachment: bool = True) -> Response:
    if not file.path.exists():
        raise NotFound
    response = send_file(
        content,
        mimetype=file.media_type,
        as_attachment=attachment,
        download_name=file.name,
        conditional=False,
        etag=False,
    )
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response

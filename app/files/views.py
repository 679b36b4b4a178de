"""Handing out uploads: never as a page of this site, never to someone no guard knows."""

from flask import Blueprint, Response, request, send_file
from werkzeug.wrappers import Response as AnyResponse

from app.core.access import PUBLIC, allow
from app.core.errors import NotFound
from app.files import access, queries
from app.files.models import File

bp = Blueprint("files", __name__)
SANDBOX = "default-src 'none'; sandbox"


@bp.get("/files/<uuid:file_id>")
@allow(PUBLIC, load=queries.readable)
def download(file: File) -> Response:
    response = _send(file, attachment=True)
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/images/<uuid:file_id>")
@allow(PUBLIC, load=queries.shown_image)
def image(file: File) -> AnyResponse:
    """What an id names never changes, so a browser may keep it; only public ones also between people."""
    response = _send(file, attachment=False)
    response.headers["Cache-Control"] = "public, max-age=86400" if access.is_public_image(file) else "no-store"
    response.set_etag(file.sha256)
    return response.make_conditional(request)


def _send(file: File, *, attachment: bool) -> Response:
    if not file.path.exists():
        raise NotFound
    response = send_file(
        file.path,
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

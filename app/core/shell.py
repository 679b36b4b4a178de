"""What every template may rely on: globals, filters, error pages, static files with a fingerprint."""

import hashlib
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import structlog
from flask import Flask, abort, current_app, g, render_template, request, url_for
from flask.globals import _cv_request
from flask_babel import format_date, format_datetime, format_time, gettext
from flask_wtf.csrf import CSRFError
from markupsafe import Markup
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.routing import BuildError
from whitenoise import WhiteNoise

from app.core import once
from app.core.access import actor
from app.core.areas import show_area
from app.core.database import set_reading
from app.core.errors import DomainError, EditConflict
from app.core.i18n import LOCALES, bilingual, locale
from app.core.model import utc_now
from app.core.money import exact_money, show_money
from app.core.panels import side_panels
from app.core.profile_pages import profile_url
from app.core.requests import TextRequest, has_other_than_text
from app.core.text import render_markdown
from app.extensions import db, limiter

log = structlog.get_logger()
STATIC = Path(__file__).resolve().parents[1] / "static"


def init_app(app: Flask) -> None:
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app, root=app.static_folder, prefix="static/", max_age=31_536_000, add_headers_function=_static_headers
    )
    app.request_class = TextRequest
    app.extensions["fuqiao_urls"] = {}
    app.before_request(_open_request)
    app.teardown_request(_close_request)
    app.context_processor(_context)
    app.jinja_env.globals.update(
        static_url=static_url,
        svg_icon=icon,
        endpoint_url=endpoint_url,
        language_url=language_url,
        new_once_token=once.new_token,
        bilingual=bilingual,
        utc_now=utc_now,
        query_url=query_url,
        url_maker=url_maker,
        side_panels=side_panels,
        profile_url=profile_url,
    )
    app.jinja_env.filters.update(
        money=lambda fen: show_money(fen, locale()),
        area=lambda area: show_area(area, locale()),
        exact_money=exact_money,
        markdown=render_markdown,
        percent=lambda points: "" if points is None else f"{points / 100:g}%",
        day=lambda value: format_date(value, "medium") if value else "",
        moment=lambda value: format_datetime(value, "medium") if value else "",
        clock=lambda value: format_time(value, "short") if value else "",
    )
    for error in (HTTPException, DomainError, CSRFError, StaleDataError, Exception):
        app.register_error_handler(error, _error_page)


def _static_headers(headers: Any, _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"


def _open_request() -> None:
    set_reading(request.method in {"GET", "HEAD", "OPTIONS"})
    # No page asks for such characters: refused once, here, rather than in every query.
    if has_other_than_text(request.args):
        abort(400)


def _close_request(_error: BaseException | None) -> None:
    set_reading(False)


def _context() -> dict[str, Any]:
    """The 500 page is rendered with it too, when even the database may be what failed."""
    config = current_app.config
    if g.get("is_broken"):
        return {"locale": locale(), "locales": LOCALES, "theme": "", "site": {"name": config["SITE_NAME"] or "Fuqiao"}}
    return {
        "actor": actor(),
        "locale": locale(),
        "locales": LOCALES,
        "theme": request.cookies.get("theme") if request.cookies.get("theme") in {"light", "dark"} else "",
        "site": {
            "name": config["SITE_NAME"] or gettext("Fuqiao"),
            "icp": config["SITE_ICP"],
            "police_filing": config["SITE_POLICE_FILING"],
            "complaint_contact": config["SITE_COMPLAINT_CONTACT"],
            "privacy_url": endpoint_url("pages.privacy"),
            "is_sample": is_sample(),
        },
    }


def is_sample() -> bool:
    """Whether this installation holds the invented city; a marker file, so that no page needs a query for it."""
    return (current_app.config["INSTANCE_PATH"] / "sample").exists()


@lru_cache(maxsize=256)
def _versioned(name: str) -> str:
    return f"/static/{quote(name)}?v={hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]}"


def static_url(name: str) -> str:
    """A static file's URL that changes when the file does, so that browsers may keep it for a year."""
    return _root() + _versioned(name)


def _root() -> str:
    """The path the application is mounted at; asked for every icon and link, hence without the proxy."""
    return _cv_request.get().request.script_root


def icon(name: str, size: str = "", label: str = "") -> Markup:
    """An icon of the sprite; a `label` only when it stands alone without a text."""
    return _icon(static_url("vendor/tabler-icons/sprite.svg"), name, size, label)


@lru_cache(maxsize=1024)
def _icon(sprite: str, name: str, size: str, label: str) -> Markup:
    told = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    shape = Markup('<svg class="icon{}" {} focusable="false"><use href="{}#tabler-{}"/></svg>')
    return shape.format(f" icon-{size}" if size else "", told, sprite, name)


def endpoint_url(endpoint: str, **values: Any) -> str:
    """The URL of an endpoint, or "" in an installation that does not have it."""
    if values or endpoint.startswith("."):
        return _url_or_nothing(endpoint, values)
    # The shell of every page asks for some thirty of these, which are the same for everybody.
    context = _cv_request.get()
    known = context.app.extensions["fuqiao_urls"]
    key = (endpoint, context.request.script_root)
    if key not in known:
        known[key] = _url_or_nothing(endpoint, values)
    found: str = known[key]
    return found


def _url_or_nothing(endpoint: str, values: dict[str, Any]) -> str:
    try:
        return url_for(endpoint, **values)
    except BuildError:
        return ""


def url_maker(endpoint: str, argument: str, **values: Any) -> Callable[[uuid.UUID], str]:
    """The addresses of a whole list, which differ in one id; asking Flask for each was a tenth of such a page."""
    nobody = uuid.UUID(int=0)
    before, after = url_for(endpoint, **{argument: nobody, **values}).split(str(nobody))
    return lambda key: f"{before}{key}{after}"


def query_url(**changes: Any) -> str:
    """This page with some query arguments changed; None removes one. Changing a filter returns to the first page."""
    asked = _cv_request.get().request
    arguments = dict(asked.args.lists())
    if "page" not in changes:
        arguments.pop("page", None)
    for key, value in changes.items():
        arguments.pop(key, None)
        if value is not None:
            arguments[key] = value if isinstance(value, list) else [str(value)]
    path = _quoted(asked.script_root + asked.path) if asked.endpoint else url_for("pages.home")
    return f"{path}?{urlencode(arguments, doseq=True)}" if arguments else path


_quoted = lru_cache(maxsize=256)(quote)


def language_url(code: str) -> str:
    """This page in another language."""
    asked = _cv_request.get().request
    return query_url(lang=code) if asked.endpoint and asked.method == "GET" else f"/?lang={code}"


def _error_page(error: Exception) -> Any:
    """One page for everything that can go wrong; unexpected errors are logged and shown without detail."""
    if isinstance(error, SecurityError):
        return "400 Bad Request: this host is not served here.", 400  # no page: its links would carry the forged host
    status, detail = _describe(error)
    _take_back(status)
    if status < 400 and isinstance(error, HTTPException):
        return error.get_response()
    if status == 500:
        g.is_broken = True
        log.error("unhandled error", path=request.path, method=request.method, exc_info=error)
        if current_app.config.get("PROPAGATE_EXCEPTIONS"):
            raise error
    known = status if status in {400, 403, 404, 409, 413, 429, 500} else (400 if status < 500 else 500)
    differences = getattr(error, "differences", [])
    location = getattr(error, "location", "") or (request.path if status == 409 else "")
    page = render_template(f"errors/{known}.html", detail=detail, differences=differences, location=location)
    return page, status, _headers(error, status)


def _take_back(status: int) -> None:
    """Undo what was begun. Who was refused before anything began keeps what the page is drawn with: read once."""
    session = db.session
    untouched = session.is_active and not (session.new or session.dirty or session.deleted)
    if untouched and status in {403, 404, 405}:
        return
    with suppress(SQLAlchemyError):  # the database itself may be what failed
        session.rollback()


def _headers(error: Exception, status: int) -> dict[str, str]:
    """What else a client must be told: which methods there are, or when the limit is over."""
    if status == 429 and limiter.current_limit is not None:
        return {"Retry-After": str(max(1, round(limiter.current_limit.reset_at - time.time())))}
    if isinstance(error, HTTPException) and status == 405:
        return {key: value for key, value in error.get_headers() if key == "Allow"}
    return {}


def _describe(error: Exception) -> tuple[int, str]:
    if isinstance(error, CSRFError):
        return 400, gettext(
            "The page was open for too long or in another browser. Go back, reload it and send it again."
        )
    if isinstance(error, StaleDataError | EditConflict):
        return 409, gettext("Someone saved a newer version while this page was open.")
    if isinstance(error, DomainError):
        return error.status, str(error)
    if isinstance(error, HTTPException):
        return error.code or 500, ""
    return 500, ""

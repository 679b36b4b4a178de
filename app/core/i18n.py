"""Two languages: English message ids in code and templates, one Chinese catalogue a slice.

`app/translations/<slice>.zh.po` are the sources, edited by people; they are merged into one compiled catalogue when
they are newer than it. `?lang=` chooses a language and keeps it in a cookie; otherwise the account's, then the
browser's, then Chinese.
"""

import os
from collections.abc import Callable
from functools import lru_cache, wraps
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeVar

import flask_babel
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, Response, current_app, g, has_request_context, request
from flask.globals import _cv_app
from flask_babel import Domain, force_locale, get_locale

T = TypeVar("T")
# Words and rows of lists, up to about a kilobyte each.
MOST_REMEMBERED = 2_000
LOCALES = {"zh": "简体中文", "en": "English"}
FOLDER = Path(__file__).resolve().parents[1] / "translations"
COMPILED = FOLDER / "zh" / "LC_MESSAGES" / "messages.mo"


def locale() -> str:
    """'zh' or 'en', for the person reading."""
    chosen = getattr(_request_state(), "babel_locale", None) or get_locale()
    return "en" if chosen is not None and chosen.language == "en" else "zh"


def remembered(function: Callable[..., T]) -> Callable[..., T]:
    """For a pure function of its values and the reader's language: what it returned for both is kept for the next time.

    The values are the whole key, so it may ask for nothing else: no reader, no request, no time.
    """

    @lru_cache(maxsize=MOST_REMEMBERED)
    def known(_language: str, *values: Any) -> T:
        return function(*values)

    @wraps(function)
    def ask(*values: Any) -> T:
        return known(locale(), *values)

    return ask


def bilingual(zh: str, en: str) -> str:
    """The reader's language of a text that exists in both, the other where theirs is empty."""
    return (en or zh) if locale() == "en" else (zh or en)


def select_locale() -> str:
    if not has_request_context():
        return "zh"
    wanted = request.args.get("lang") or request.cookies.get("lang") or getattr(g, "account_locale", None)
    if wanted in LOCALES:
        return str(wanted)
    return request.accept_languages.best_match(["zh", "en"]) or "zh"


def remember_choice(response: Response) -> Response:
    chosen = request.args.get("lang")
    if chosen in LOCALES and request.cookies.get("lang") != chosen:
        response.set_cookie("lang", chosen, max_age=365 * 86400, samesite="Lax", secure=request.is_secure)
    return response


def compile_catalogue() -> None:
    """Merge the slices' catalogues into the compiled one. Written beside and renamed, so that no worker reads half."""
    sources = sorted(FOLDER.glob("*.zh.po"))
    if COMPILED.exists() and all(COMPILED.stat().st_mtime >= source.stat().st_mtime for source in sources):
        return
    merged = Catalog(locale="zh")
    for source in sources:
        with source.open("rb") as file:
            for message in read_po(file, locale="zh"):
                if message.id and message.string and not message.fuzzy:
                    merged.add(message.id, message.string, context=message.context)
    COMPILED.parent.mkdir(parents=True, exist_ok=True)
    partial = COMPILED.with_suffix(f".{os.getpid()}")
    with partial.open("wb") as file:
        write_mo(file, merged)
    partial.replace(COMPILED)


def in_language(code: str) -> Any:
    """For mails and exports: everything inside speaks the recipient's language, whoever triggered it."""
    return force_locale(code)


class _Catalogue(Domain):
    """The slices' merged catalogue, kept by language."""

    def get_translations(self) -> Translations | NullTranslations:
        chosen = get_locale()
        language = chosen.language if chosen is not None else ""
        if language not in self.cache:
            self.cache[language] = super().get_translations()
        found: Translations | NullTranslations = self.cache[language]
        return found


def translations() -> Translations | NullTranslations:
    """The catalogue of the reader's language."""
    found: Translations | NullTranslations = current_app.extensions["babel"].instance.domain_instance.get_translations()
    return found


def _request_state() -> SimpleNamespace | None:
    """Where flask-babel keeps the language of a request. Every translated word asks for it, some pages hundreds of
    times, so the context variable is read directly: flask-babel's own way there resolves a proxy five times."""
    context = _cv_app.get(None)
    if context is None:  # outside of a request or command
        return None
    values = context.g.__dict__
    if "_flask_babel" not in values:
        values["_flask_babel"] = SimpleNamespace()
    state: SimpleNamespace = values["_flask_babel"]
    return state


def init_app(app: Flask) -> None:
    compile_catalogue()
    flask_babel._get_current_context = _request_state
    babel = app.extensions["babel"].instance
    with app.app_context():
        babel.domain_instance = _Catalogue(domain=babel.domain)
        domain = babel.domain_instance
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda text: domain.get_translations().ugettext(text),
        ngettext=lambda one, many, number: domain.get_translations().ungettext(one, many, number),
        newstyle=True,
        pgettext=lambda context, text: domain.get_translations().upgettext(context, text),
        npgettext=lambda context, one, many, n: domain.get_translations().unpgettext(context, one, many, n),
    )
    app.after_request(remember_choice)

"""Translated words and times in templates, and a quicker way for Jinja to call them.

A list of fifty rows asks for hundreds of words, times and macros; what is here was half of the time such a page took.
"""

import datetime as dt
import zlib
from functools import lru_cache
from pathlib import Path
from types import BuiltinMethodType, FunctionType, MethodType
from typing import Any, cast
from zoneinfo import ZoneInfo

from babel.dates import parse_pattern
from flask import Flask, current_app
from flask.globals import _cv_request
from flask.templating import Environment
from flask_babel import format_timedelta, get_locale
from flask_babel import gettext as _
from jinja2 import FileSystemBytecodeCache, pass_eval_context
from jinja2.compiler import CodeGenerator
from jinja2.nodes import EvalContext
from jinja2.runtime import Context, Macro
from markupsafe import Markup, _escape_inner, escape

from app.core.i18n import MOST_REMEMBERED, locale, remembered, translations
from app.core.model import utc_now

PLAIN = (FunctionType, MethodType, BuiltinMethodType)
_words: dict[str, dict[str, tuple[str, Markup]]] = {"zh": {}, "en": {}}


class QuickContext(Context):
    """Jinja looks through everything it calls for marks that few carry; macros and plain functions need no look."""

    def call(self, called: Any, /, *args: Any, _loop_vars: Any = None, _block_vars: Any = None, **kwargs: Any) -> Any:
        if called is gettext or called.__class__ is Macro:
            return called(self.eval_ctx, *args, **kwargs)
        if called.__class__ in PLAIN and not hasattr(called, "jinja_pass_arg"):
            return called(*args, **kwargs)
        return super().call(called, *args, _loop_vars=_loop_vars, _block_vars=_block_vars, **kwargs)


class QuickGenerator(CodeGenerator):
    """Writes `environment.shown(…)` where Jinja writes `escape(…)`: what is only joined with its neighbours need not
    become an object of its own first."""

    def _output_child_pre(self, node: Any, frame: Any, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.shown(")


class QuickEnvironment(Environment):
    context_class = QuickContext
    code_generator_class = QuickGenerator

    @staticmethod
    def shown(value: Any) -> str:
        """A value as it stands in a page: text escaped, markup as it is."""
        if value.__class__ is str:
            return _escape_inner(value)
        if value.__class__ is int:
            return str(value)
        return value if value.__class__ is Markup else escape(value)

    def make_globals(self, given: Any) -> Any:
        """Without globals of its own a template shares these; every import compared both sets, one name at a time."""
        return super().make_globals(given) if given else self.globals


def options(cache: Path) -> dict[str, Any]:
    """How templates are read. Compiling one takes fifty times as long as loading it compiled, so each is compiled once
    an installation and kept; one that changed, or was made by another version of this file, is compiled anew."""
    cache.mkdir(parents=True, exist_ok=True)
    version = zlib.crc32(Path(__file__).read_bytes())
    compiled = FileSystemBytecodeCache(str(cache), f"%s-{version:08x}.jinja")
    return {"trim_blocks": True, "lstrip_blocks": True, "bytecode_cache": compiled, "cache_size": -1}


def kept(macro: Macro, *values: Any) -> Markup:
    """What a macro makes of these values and nothing else, drawn once: for the rows of long lists and what stands on
    every page. Where the application is mounted belongs to the key, since icons and links begin with it."""
    context = _cv_request.get(None)
    return _drawn(locale(), context.request.root_path if context is not None else "", macro, *values)


@lru_cache(maxsize=MOST_REMEMBERED)
def _drawn(_language: str, _mounted: str, macro: Macro, *values: Any) -> Markup:
    return cast(Markup, macro(*values))  # Jinja declares str, but where text is escaped a macro makes markup


@pass_eval_context
def gettext(context: EvalContext, text: str, /, **values: Any) -> str:
    """A message in the reader's language: markup in pages, plain in mails. What has no values is kept ready."""
    known = _words[locale()]
    found = known.get(text)
    if found is None:
        pattern = translations().ugettext(text)
        # As everywhere in Jinja, a literal % is written twice; what has places waits for its values.
        found = known[text] = pattern, Markup(pattern if "%(" in pattern else pattern % {})  # noqa: S704 our catalogue
    if values:
        return (Markup(found[0]) if context.autoescape else found[0]) % values  # noqa: S704 our catalogue
    return found[1] if context.autoescape else str(found[1])


def local(value: dt.datetime) -> dt.datetime:
    """In the city's zone."""
    return value.astimezone(_zone(current_app.config["TIME_ZONE"]))


_zones: dict[str, ZoneInfo] = {}


def _zone(name: str) -> ZoneInfo:
    if name not in _zones:
        _zones[name] = ZoneInfo(name)
    return _zones[name]


def time_tag(value: dt.datetime | dt.date | None, style: str = "datetime") -> Markup:
    """A `<time>` as `style` says: datetime, date, short (the year on hover), clock or relative."""
    if not value:
        return Markup('<span class="muted">–</span>')
    shown = value
    if isinstance(value, dt.datetime):
        shown = local(value if value.tzinfo else value.replace(tzinfo=dt.UTC))
    if style == "relative" and isinstance(value, dt.datetime):
        return _tagged(value, format_timedelta(value - utc_now(), add_direction=True), _written(shown, "datetime"))
    return _fixed(value, shown, style)


@remembered
def _fixed(value: dt.datetime | dt.date, shown: dt.datetime | dt.date, style: str) -> Markup:
    return _tagged(value, _written(shown, style), _written(shown, "datetime") if style in {"short", "relative"} else "")


def _tagged(value: dt.datetime | dt.date, text: str, title: str) -> Markup:
    hover = f' title="{escape(title)}"' if title else ""
    return Markup(f'<time datetime="{value.isoformat()}"{hover}>{escape(text)}</time>')  # noqa: S704 escaped above


def _written(value: dt.datetime | dt.date, style: str) -> str:
    if not isinstance(value, dt.datetime):
        pattern = _("d MMM") if style == "short" else _("d MMM yyyy")
    elif style == "date":
        pattern = _("d MMM yyyy")
    elif style == "short":
        pattern = _("d MMM, HH:mm")
    else:
        pattern = "HH:mm" if style == "clock" else _("d MMM yyyy, HH:mm")
    return parse_pattern(pattern).apply(value, get_locale())


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update({"_": gettext, "gettext": gettext, "time_tag": time_tag, "kept": kept})
    app.jinja_env.filters["local"] = local

"""Keeping the catalogues: what code and templates say, against what `app/translations/<slice>.zh.po` translate."""

import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir, extract_from_file
from babel.messages.pofile import read_po, write_po

from app.core.config import ROOT
from app.core.i18n import FOLDER

KEYWORDS = {"_": None, "_l": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
JINJA_OPTIONS = {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**.txt", "jinja2")]
SHELL = ("base.html", "_macros", "profiles", "errors", "styleguide", "mail")
# One text, or the singular and the plurals.
Text = str | Sequence[str]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


def slices() -> dict[str, list[Path]]:
    """Slice → the files and folders whose messages are its own. Core and the common templates are the shell's."""
    found = {"shell": [ROOT / "app" / "core", *(ROOT / "templates" / name for name in SHELL)]}
    for folder in sorted((ROOT / "app").iterdir()):
        if folder.is_dir() and folder.name not in {"core", "static", "translations", "__pycache__"}:
            found[folder.name] = [folder, ROOT / "templates" / folder.name]
    return found


def _messages(path: Path) -> Iterator[tuple[str, int, str | tuple[str, ...], str | None]]:
    if path.is_dir():
        options = {"**.html": JINJA_OPTIONS, "**.txt": JINJA_OPTIONS}
        for name, line, message, _comments, context in extract_from_dir(
            path,
            METHODS,
            options,
            keywords=KEYWORDS,
            directory_filter=lambda folder: "data" not in Path(folder).parts[-1:],
        ):
            yield str((path / name).relative_to(ROOT)), line, message, context
    elif path.exists():
        for line, message, _comments, context in extract_from_file("jinja2", path, KEYWORDS, options=JINJA_OPTIONS):
            yield str(path.relative_to(ROOT)), line, message, context


def extracted(paths: list[Path]) -> Catalog:
    catalog = Catalog(locale="zh", charset="utf-8")
    for path in paths:
        for name, line, message, context in _messages(path):
            if message:
                catalog.add(message, locations=[(name, line)], context=context)
    return catalog


def stored(name: str) -> Catalog:
    path = FOLDER / f"{name}.zh.po"
    if not path.exists():
        return Catalog(locale="zh", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale="zh")


def update(only: Collection[str] = ()) -> Iterator[tuple[str, int]]:
    """Bring the catalogues (or only those named) up to date; yields (slice, messages still untranslated)."""
    known = _translations()
    for name, paths in slices().items():
        if only and name not in only:
            continue
        wanted, old = extracted(paths), stored(name)
        if not len(wanted):
            continue
        # With its old date: a date of every update would be in conflict whenever two changes meet.
        fresh = Catalog(locale="zh", charset="utf-8", project="Fuqiao", fuzzy=False, creation_date=old.creation_date)
        for message in wanted:
            if message.id:
                earlier = old.get(message.id, message.context)
                string = (earlier.string if earlier else None) or known.get(_key(message.id), "")
                fresh.add(message.id, string, context=message.context)
        with (FOLDER / f"{name}.zh.po").open("wb") as file:
            write_po(file, fresh, omit_header=False, sort_output=True, no_location=True, width=0)
        yield name, sum(1 for message in fresh if message.id and not _complete(message.string))


def problems() -> list[str]:
    """Untranslated messages, placeholders that differ, and one message translated in two ways."""
    found = []
    seen: dict[str, tuple[str, object]] = {}
    for name, paths in slices().items():
        catalog = stored(name)
        for message in extracted(paths):
            if not message.id:
                continue
            entry = catalog.get(message.id, message.context)
            where = f"{name}: {message.locations[0][0]}:{message.locations[0][1]}: {message.id!r}"
            if entry is None or not _complete(entry.string):
                found.append(f"{where} is not translated")
                continue
            if _placeholders(message.id) != _placeholders(entry.string):
                found.append(f"{where} has other placeholders in its translation")
            other, string = seen.setdefault(_key(message.id), (name, entry.string))
            if string != entry.string:
                found.append(f"{where} is translated otherwise in {other}: {string!r} and {entry.string!r}")
    return found


def _translations() -> dict[str, Any]:
    return {
        _key(message.id): message.string
        for name in slices()
        for message in stored(name)
        if message.id and _complete(message.string)
    }


def _key(message_id: Text) -> str:
    return message_id if isinstance(message_id, str) else message_id[0]


def _complete(string: Text | None) -> bool:
    return all([string] if isinstance(string, str) else string or [""])


def _placeholders(text: Text | None) -> set[str]:
    parts = [text] if isinstance(text, str) else text or ()
    return {match for part in parts for match in PLACEHOLDER.findall(part)} - {"%(num)d", "%(num)s"}

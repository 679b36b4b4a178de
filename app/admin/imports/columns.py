"""What a file of a kind looks like, and reading it: rows, or every error with its line, column and value."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from flask_babel import gettext as _

from app.admin.imports import values
from app.core.areas import show_area
from app.core.errors import Invalid
from app.core.i18n import bilingual, locale
from app.core.money import show_money
from app.core.spreadsheet import read_rows
from app.taxonomy import labels
from app.taxonomy.catalogue import key

# Kept for the page and its download; all are counted.
MOST_PROBLEMS = 1000
COMMENT = "#"


@dataclass(frozen=True)
class Column:
    """A column: its heading in both languages and what else people call it."""

    name: str
    zh: str
    en: str
    parse: values.Parser
    required: bool = False
    aliases: tuple[str, ...] = ()
    # What the template shows: the vocabulary whose codes are allowed, a hint, and an example.
    vocabulary: str = ""
    # Code → its names, the Chinese and the English first, where the few allowed ones are no vocabulary.
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hint: tuple[str, str] = ("", "")
    example: tuple[Any, Any] = ("", "")
    # Never shown in the preview, which may stand on a screen that others see.
    private: bool = False
    # A line without this value is passed over with a warning: public records have such gaps, and nobody can mend them.
    skips: bool = False

    @property
    def heading(self) -> str:
        return bilingual(self.zh, self.en)

    @property
    def keys(self) -> set[str]:
        return {key(word) for word in (self.name, self.zh, self.en, *self.aliases)}


@dataclass(frozen=True)
class Line:
    """A row that was read: its number in the file, and a value for every column that the file has."""

    number: int
    values: dict[str, Any]


@dataclass(frozen=True)
class Problem:
    line: int | None
    column: str
    value: str
    message: str


@dataclass
class Sheet:
    """A file that was read."""

    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    problem_count: int = 0
    warnings: list[Problem] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    skipped: int = 0

    def refuse(self, line: int | None, message: str, column: str = "", value: str = "") -> None:
        self.problem_count += 1
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(line, column, value[:80], message))


def read(
    columns: Sequence[Column],
    file: BinaryIO,
    filename: str,
    *,
    words: values.Words,
    on_line: Callable[[int], None] | None = None,
) -> Sheet:
    """Read all of it, whatever is wrong on the way, so that a person mends everything at once."""
    sheet = Sheet()
    known: dict[str, Column | None] = {}
    try:
        for number, cells in read_rows(file, filename):
            if not known:
                known = _columns_of(columns, list(cells), sheet)
                if sheet.problems:
                    return sheet
            if next(iter(cells.values()), "").startswith(COMMENT):
                continue
            _read_line(sheet, number, cells, known, words)
            if on_line:
                on_line(number)
    except Invalid as error:
        sheet.refuse(None, error.message)
    if not sheet.lines and not sheet.problems:
        sheet.refuse(None, _("The file holds no rows below its headings."))
    return sheet


def _columns_of(columns: Sequence[Column], headings: list[str], sheet: Sheet) -> dict[str, Column | None]:
    """Heading → column; a heading that nobody knows is passed over and said."""
    owners = {word: column for column in columns for word in column.keys}
    found = {heading: owners.get(key(heading.removesuffix("*"))) for heading in headings}
    sheet.ignored = [heading for heading, column in found.items() if column is None and not heading.startswith(COMMENT)]
    present = [column.name for column in found.values() if column]
    for column in columns:
        if present.count(column.name) > 1:
            sheet.refuse(1, _("The column “%(name)s” stands there twice.", name=column.heading))
        elif column.required and column.name not in present:
            sheet.refuse(1, _("The column “%(name)s” is missing.", name=column.heading))
    return found


def _read_line(
    sheet: Sheet, number: int, cells: dict[str, str], known: dict[str, Column | None], words: values.Words
) -> None:
    row: dict[str, Any] = {}
    before = sheet.problem_count
    for heading, cell in cells.items():
        column = known.get(heading)
        if column is None:
            continue
        if column.skips and not cell:
            sheet.warnings.append(Problem(number, column.heading, "", _("This is empty; the line is passed over.")))
            sheet.skipped += 1
            return
        if column.required and not cell:
            sheet.refuse(number, _("This must be filled in."), column.heading)
            continue
        try:
            row[column.name] = column.parse(_unquoted(cell), words)
        except Invalid as error:
            sheet.refuse(number, error.message, column.heading, cell)
        for warning in words.warnings:
            sheet.warnings.append(Problem(number, column.heading, cell[:80], warning))
        words.warnings.clear()
    if sheet.problem_count == before:
        sheet.lines.append(Line(number, row))


def _unquoted(cell: str) -> str:
    """Our own exports put an apostrophe before what a spreadsheet would run; it is no part of the text."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in "=+-@＝＋－＠" and len(cell) > 1 else cell


def joined(column: Column, codes: Iterable[str]) -> str:
    """The names of these codes in the reader's language."""
    return ("、" if locale() == "zh" else ", ").join(bilingual(*column.words[code][:2]) for code in codes)


def shown(column: Column, value: Any) -> str:
    """How a parsed value reads in the preview."""
    if value is None or value in ("", []):
        return ""
    if column.vocabulary:
        return labels.joined(column.vocabulary, value if isinstance(value, list) else [value])
    if column.words:
        return joined(column, value if isinstance(value, list) else [value])
    if column.parse is values.area:
        return show_area(value, locale())
    if column.parse is values.region:
        return labels.region_name(value, full=True)
    if column.parse in {values.money, values.vague_money, values.yuan}:
        return show_money(value, locale())
    if column.parse is values.flag:
        return _("Yes") if value else _("No")
    return "；".join(value) if isinstance(value, list) else str(value)

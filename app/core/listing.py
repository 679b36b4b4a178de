"""Lists keep their filters, order and page in the URL, and leave as XLSX or CSV with the same rows."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, request
from sqlalchemy import func, select

from app.core.text import clean
from app.extensions import db

PER_PAGE = 50


@dataclass(frozen=True)
class Page:
    """One page of a list; `total` counts only what the reader may see, since it is counted on the same select."""

    items: Sequence[Any]
    number: int
    per_page: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.per_page))

    @property
    def first(self) -> int:
        return (self.number - 1) * self.per_page + 1 if self.total else 0

    @property
    def last(self) -> int:
        return min(self.number * self.per_page, self.total)


def page_number() -> int:
    text = request.args.get("page", "1")
    return min(int(text), 10**6) if text.isascii() and text.isdigit() and len(text) < 8 and int(text) > 0 else 1


def search_words() -> str:
    return clean(request.args.get("q", ""))[:100]


def paginate(statement: Any, *, per_page: int = PER_PAGE, scalars: bool = True) -> Page:
    """Two statements whatever the number of rows. A page past the end shows the last one."""
    total = db.session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
    number = min(page_number(), max(1, -(-total // per_page)))
    limited = statement.limit(per_page).offset((number - 1) * per_page)
    rows = db.session.scalars(limited).unique().all() if scalars else db.session.execute(limited).all()
    return Page(rows, number, per_page, total)


@dataclass(frozen=True)
class Column:
    """A column of an export: its heading and how a row fills it."""

    heading: Any
    value: Callable[[Any], Any]


def wants_export() -> str:
    """'xlsx', 'csv' or ''."""
    wanted = request.args.get("format", "")
    return wanted if wanted in {"xlsx", "csv"} else ""


def export(name: str, columns: Sequence[Column], rows: Iterable[Any]) -> Response:
    """The rows as the spreadsheet that `?format=` asks for."""
    # Loaded here, because a web worker that never exports needs none of its memory.
    from app.core import spreadsheet

    headings = [str(column.heading) for column in columns]
    cells = ([column.value(row) for column in columns] for row in rows)
    if wants_export() == "csv":
        return spreadsheet.csv_response(name, headings, cells)
    return spreadsheet.xlsx_response(name, headings, cells)

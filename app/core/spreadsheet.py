"""Spreadsheets out and in. A cell that would be read as a formula stays text, in both directions."""

import csv
import datetime as dt
import io
import zlib
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, BinaryIO
from urllib.parse import quote
from zipfile import BadZipFile, ZipFile

from flask import Response
from flask_babel import gettext

from app.core.errors import Invalid
from app.core.text import clean

RISKY = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
LARGEST_UNPACKED = 200 * 1024 * 1024
MOST_ROWS = 200_000
# What a damaged or forged workbook trips the unpacker, the XML parser and openpyxl into.
BROKEN = (
    BadZipFile,
    zlib.error,
    SyntaxError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RuntimeError,
    OSError,
    EOFError,
)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def safe_cell(value: Any) -> Any:
    """Numbers and dates as they are; text that a spreadsheet would run gets a leading apostrophe."""
    if value is None:
        return ""
    if isinstance(value, bool | str):
        text = clean(str(value))
        return "'" + text if text.startswith(RISKY) or str(value).startswith(RISKY) else text
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, int | float | Decimal | dt.date):
        return value
    return safe_cell("；".join(map(str, value)) if isinstance(value, list | tuple | set) else str(value))


def csv_response(name: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([safe_cell(heading) for heading in headings])
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    # The byte-order mark is what makes Excel read Chinese text as UTF-8.
    return _attachment("﻿" + buffer.getvalue(), "text/csv; charset=utf-8", f"{name}.csv")


def xlsx_response(name: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    return _attachment(xlsx_bytes(name, headings, rows), XLSX, f"{name}.xlsx")


def xlsx_bytes(name: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    # openpyxl brings numpy along; only a process that makes or reads a workbook pays for both.
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title=clean(name)[:31].translate({ord(c): "-" for c in r"[]:*?/\\"}))
    sheet.freeze_panes = "A2"
    for position, heading in enumerate(headings):
        sheet.column_dimensions[_letters(position)].width = min(40, max(12, 2 * len(heading) + 2))
    sheet.append([_bold(sheet, heading) for heading in headings])
    for row in rows:
        sheet.append([_text_or_value(sheet, cell) for cell in row])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read_rows(file: BinaryIO, filename: str) -> Iterator[tuple[int, dict[str, str]]]:
    """(line number, heading → text) of every row that is not blank. `Invalid` when it is no spreadsheet we can read."""
    cells = _read_csv(file) if filename.lower().endswith(".csv") else _read_xlsx(file)
    headings: list[str] | None = None
    for line, row in enumerate(cells, start=1):
        texts = [clean(str(cell)) if cell is not None else "" for cell in row]
        if not any(texts):
            continue
        if headings is None:
            headings = texts
        elif line > MOST_ROWS:
            raise Invalid(gettext("More than %(most)s rows. Split the file.", most=MOST_ROWS), "file")
        else:
            texts += [""] * (len(headings) - len(texts))  # files leave out empty cells at a row's end
            yield line, {heading: text for heading, text in zip(headings, texts, strict=False) if heading}


def _read_csv(file: BinaryIO) -> Iterator[Sequence[Any]]:
    data = file.read()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Invalid(gettext("The file is neither UTF-8 nor GB18030 text."), "file")
    if "\0" in text:
        raise Invalid(gettext("The file is not a CSV file."), "file")
    try:
        yield from csv.reader(io.StringIO(text), strict=True)
    except csv.Error as error:
        raise Invalid(gettext("The file is not a CSV file: %(error)s", error=error), "file") from error


def _read_xlsx(file: BinaryIO) -> Iterator[Sequence[Any]]:
    from openpyxl import load_workbook

    try:
        with ZipFile(file) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST_UNPACKED:
                raise Invalid(gettext("The workbook is too large."), "file")
            for entry in archive.infolist():
                if entry.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in archive.read(entry):
                    raise Invalid(gettext("The file is not an Excel workbook (.xlsx)."), "file")
        file.seek(0)
        book = load_workbook(file, read_only=True, data_only=True)
    except BROKEN as error:
        raise Invalid(gettext("The file is not an Excel workbook (.xlsx)."), "file") from error
    try:
        for row in book.worksheets[0].iter_rows(values_only=True):
            yield [_read_cell(cell) for cell in row]
    except BROKEN as error:
        raise Invalid(gettext("The file is not an Excel workbook (.xlsx)."), "file") from error
    finally:
        book.close()


def _read_cell(cell: Any) -> Any:
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(sep=" ")
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return cell


def _letters(position: int) -> str:
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _bold(sheet: Any, text: str) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    cell = WriteOnlyCell(sheet, value=safe_cell(text))
    cell.font = Font(bold=True)
    return cell


def _text_or_value(sheet: Any, value: Any) -> Any:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value=safe_cell(value))
    if isinstance(cell.value, str):
        cell.data_type = "s"  # never a formula, whatever it begins with
    return cell


def _attachment(body: str | bytes, mimetype: str, filename: str) -> Response:
    response = Response(body, content_type=mimetype)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(filename)}"
    return response

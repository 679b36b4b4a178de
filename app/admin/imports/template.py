"""The file that people fill in: headings in their language, what each column means, an example, the allowed names."""

import io
from typing import Any

from flask_babel import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from app.admin.imports.columns import COMMENT, Column, joined
from app.admin.imports.kinds import Kind
from app.core.i18n import bilingual, locale
from app.core.spreadsheet import safe_cell
from app.taxonomy import catalogue, labels

REQUIRED = PatternFill("solid", fgColor="DCE8F8")


def workbook(kind: Kind) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = _("Rows")
    sheet.freeze_panes = "A2"
    for position, column in enumerate(kind.columns, start=1):
        heading = sheet.cell(1, position, safe_cell(column.heading + ("*" if column.required else "")))
        heading.font = Font(bold=True)
        if column.required:
            heading.fill = REQUIRED
        hint = sheet.cell(2, position, safe_cell(_hint(column, first=position == 1)))
        hint.font = Font(color="566272")
        hint.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.cell(3, position, safe_cell(bilingual(*column.example)))
        sheet.column_dimensions[get_column_letter(position)].width = max(14, 2 * len(column.zh) + 4)
    _names(book.create_sheet(_("Allowed names")), kind)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _hint(column: Column, *, first: bool) -> str:
    parts = [_("required") if column.required else _("optional"), bilingual(*column.hint)]
    if column.words:
        parts.append(joined(column, column.words))
    if column.vocabulary:
        parts.append(_("names or codes of the second sheet"))
    text = ("；" if locale() == "zh" else "; ").join(part for part in parts if part)
    return f"{COMMENT} {_('Lines that begin with # are passed over.')} {text}" if first else text


def _names(sheet: Any, kind: Kind) -> None:
    """One row an allowed name: the column it belongs to, the code, and the name in both languages."""
    sheet.append([_("Column"), _("Code"), "中文", "English"])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for column in kind.columns:
        if not column.vocabulary:
            continue
        groups = catalogue.sector_groups() if column.vocabulary == "sector" else ()
        for entry in (*groups, *labels.VOCABULARIES[column.vocabulary]()):
            sheet.append([safe_cell(text) for text in (column.heading, entry.code, entry.name_zh, entry.name_en)])
    for letter, width in zip("ABCD", (22, 26, 30, 42), strict=True):
        sheet.column_dimensions[letter].width = width

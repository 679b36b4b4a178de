"""A return as a spreadsheet: a line an indicator, out with last period's figures, in with every error at its line."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, BinaryIO

from flask_babel import gettext as _

from app.core.areas import parse_area
from app.core.errors import Invalid
from app.core.i18n import bilingual
from app.core.money import parse_fen
from app.core.spreadsheet import read_rows, xlsx_response
from app.indicators import catalogue
from app.indicators.catalogue import Indicator, by_code
from app.indicators.labels import EXACT_UNITS
from app.indicators.models import Return

# What each column is called in either language; the code tells the line, whatever the name beside it says.
HEADINGS = {
    "code": ("编号", "Code"),
    "name": ("指标", "Indicator"),
    "unit": ("单位", "Unit"),
    "value": ("本期数值", "This period"),
    "before": ("上期数值", "Last period"),
    "remark": ("备注", "Remark"),
}
MOST_REMARK = 300


@dataclass(frozen=True)
class Problem:
    line: int
    name: str
    value: str
    message: str


@dataclass
class Sheet:
    values: dict[str, int | None] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def written(item: Return, figures: dict[str, tuple[int | None, str]], before: dict[str, int]) -> Any:
    """The sheet to fill in."""
    rows = []
    for indicator in catalogue.chosen(item.collection.codes):
        amount, remark = figures[indicator.code]
        now, past = (catalogue.value(indicator, each) for each in (amount, before.get(indicator.code)))
        rows.append([indicator.code, indicator.name, str(EXACT_UNITS[indicator.unit]), now, past, remark])
    name = f"{item.carrier.name}-{item.period}"
    return xlsx_response(name, [bilingual(*words) for words in HEADINGS.values()], rows)


def read(item: Return, file: BinaryIO, filename: str) -> Sheet:
    """All of it, whatever is wrong on the way, so that everything is mended at once."""
    sheet, asked, seen = Sheet(), set(item.collection.codes), set()
    for line, cells in read_rows(file, filename):
        known = {name: _cell(cells, words) for name, words in HEADINGS.items()}
        if known["code"] is None or known["value"] is None:
            raise Invalid(_("The file lacks the columns “%(code)s” and “%(value)s”.", **_names()), "file")
        code, text, remark = known["code"], known["value"], known["remark"] or ""
        indicator = by_code().get(code)

        def refuse(message: str, value: str = text, name: str = known["name"] or code, line: int = line) -> None:
            sheet.problems.append(Problem(line, name[:80], value[:80], message))

        if indicator is None or code not in asked:
            refuse(_("The return does not ask for this code."), code)
            continue
        if code in seen:
            refuse(_("This line is there twice."), code)
            continue
        seen.add(code)
        _take(sheet, indicator, text, remark, refuse)
    if not seen and not sheet.problems:
        raise Invalid(_("The file holds no rows below its headings."), "file")
    return sheet


def _take(sheet: Sheet, indicator: Indicator, text: str, remark: str, refuse: Callable[[str], None]) -> None:
    try:
        sheet.values[indicator.code] = parse_amount(indicator, text)
    except (ValueError, InvalidOperation):
        refuse(
            {
                "count": _("Write a whole number from 0 on."),
                "money": _("Write an amount in yuan, such as 3,000,000 or 300万."),
                "area": _("Write an area in square metres such as 50,000 or 5万."),
                "percent": _("Write a share between 0 and 100, such as 12.5."),
            }[indicator.unit]
        )
    if len(remark) > MOST_REMARK:
        refuse(_("The remark is longer than %(most)s characters.", most=MOST_REMARK))
    sheet.remarks[indicator.code] = remark[:MOST_REMARK]


def parse_amount(indicator: Indicator, text: str) -> int | None:
    """An amount in the smallest unit as people write it; None for blank text, ValueError when it is none."""
    if not text.strip():
        return None
    if indicator.unit == "money":
        return parse_fen(text)
    if indicator.unit == "area":
        area = parse_area(text)
        return None if area is None else int(area * 100)
    number = Decimal(text[:40].replace(",", "").replace("，", "").replace("％", "%").removesuffix("%").strip())
    exact = number * indicator.scale
    if not exact.is_finite() or exact < 0 or exact > 10**12 or exact != exact.to_integral_value():
        raise ValueError
    if indicator.unit == "percent" and exact > 10_000:
        raise ValueError
    return int(exact)


def _cell(cells: dict[str, str], words: tuple[str, str]) -> str | None:
    """What stands under either heading; None where there is no such column."""
    return next((cells[word] for word in words if word in cells), None)


def _names() -> dict[str, str]:
    return {name: bilingual(*HEADINGS[name]) for name in ("code", "value")}

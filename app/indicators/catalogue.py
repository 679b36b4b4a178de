"""The catalogue of indicators: a versioned file, read once. Money is counted in fen, areas in hundredths of a square
metre, shares in hundredths of a percent, so that every sum is exact."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from app.core.i18n import bilingual

DATA = Path(__file__).with_name("data")
# How many of the counted unit make one of what people read.
SCALES = {"count": 1, "money": 100, "area": 100, "percent": 100}


@dataclass(frozen=True)
class Indicator:
    code: str
    theme: str
    zh: str
    en: str
    unit: str
    # The smallest thing it can be told of: a carrier, a zone or a city.
    level: str
    # How it adds up over time: flows as a `sum`, what is there as the `last` one, a `mean`, or a `ratio` of two others.
    rule: str
    definition_zh: str
    definition_en: str
    # A function of `formulas/`; "" where carriers report it or where it is a ratio.
    formula: str = ""
    # What a carrier reports it in, at the least: month, quarter or year.
    every: str = ""
    numerator: str = ""
    denominator: str = ""
    positive: bool = True

    @property
    def name(self) -> str:
        return bilingual(self.zh, self.en)

    @property
    def definition(self) -> str:
        return bilingual(self.definition_zh, self.definition_en)

    @property
    def is_reported(self) -> bool:
        return bool(self.every)

    @property
    def is_ratio(self) -> bool:
        return self.rule == "ratio"

    @property
    def of_carriers(self) -> bool:
        return self.level == "carrier"

    @property
    def scale(self) -> int:
        return SCALES[self.unit]

    @property
    def parts(self) -> tuple["Indicator", ...]:
        """What must be counted for it: the two of a ratio, or itself."""
        return (by_code()[self.numerator], by_code()[self.denominator]) if self.is_ratio else (self,)


@dataclass(frozen=True)
class Theme:
    code: str
    zh: str
    en: str

    @property
    def name(self) -> str:
        return bilingual(self.zh, self.en)


@cache
def _document() -> dict[str, Any]:
    with (DATA / "catalogue.json").open(encoding="utf-8") as file:
        document: dict[str, Any] = json.load(file)
    return document


def version() -> str:
    """To be kept beside what was counted by it."""
    return str(_document()["version"])


@cache
def themes() -> tuple[Theme, ...]:
    return tuple(Theme(**row) for row in _document()["themes"])


@cache
def indicators() -> tuple[Indicator, ...]:
    return tuple(Indicator(**row) for row in _document()["indicators"])


@cache
def by_code() -> dict[str, Indicator]:
    return {indicator.code: indicator for indicator in indicators()}


def indicator(code: str) -> Indicator | None:
    return by_code().get(code)


def of_theme(theme: str) -> list[Indicator]:
    return [each for each in indicators() if each.theme == theme]


def reported(every: str) -> list[Indicator]:
    """What a return of a month, a quarter or a year asks for: a longer one asks for all that a shorter one does."""
    lengths = ("month", "quarter", "year")
    return [each for each in indicators() if each.every in lengths[: lengths.index(every) + 1]]


def headlines() -> list[Indicator]:
    return [by_code()[code] for code in _document()["headlines"]]


def chosen(codes: Iterable[str]) -> list[Indicator]:
    """Those of these codes that exist, in the catalogue's order."""
    wanted = set(codes)
    return [each for each in indicators() if each.code in wanted]


def value(indicator: Indicator, amount: int | None) -> Decimal | int | None:
    """What stands in a spreadsheet: yuan, square metres, percent, or the number."""
    if amount is None or indicator.scale == 1:
        return amount
    return Decimal(amount) / indicator.scale

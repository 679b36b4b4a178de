"""Areas are exact decimals of square metres. People write `5万` or `50,000 m²` and read 5万平方米 or 50,000 m²."""

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from babel import numbers
from sqlalchemy import BigInteger, TypeDecorator
from sqlalchemy.engine import Dialect

HUNDREDTHS = 100
LARGEST = Decimal(10**10)  # ten thousand square kilometres: above any park, far below what the column holds
UNITS = {"": 1, "千": 1_000, "k": 1_000, "万": 10_000, "w": 10_000, "亿": 10**8}
# NFKC writes ㎡ and m² as m2.
PATTERN = re.compile(r"^(\d[\d,_ ]*(?:\.\d+)?|\.\d+)\s*(千|万|亿|k|w)?\s*(?:m2|sqm|平方米|平米|平方|平)?$", re.I)


class Hundredths(TypeDecorator[Decimal]):
    """A decimal of two places, stored as the whole number of its hundredths: SQLite has no decimals, and sums of
    floats are not exact."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        scaled = Decimal(value) * HUNDREDTHS
        if scaled != scaled.to_integral_value():
            raise ValueError("more than two places")
        return int(scaled)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(int(value)) / HUNDREDTHS


def parse_area(text: str) -> Decimal | None:
    """Square metres as people write them; None for blank text. ValueError when it is none or out of range."""
    cleaned = unicodedata.normalize("NFKC", text).strip().replace("萬", "万").replace("億", "亿")
    if not cleaned:
        return None
    if len(cleaned) > 40 or not (match := PATTERN.match(cleaned)):
        raise ValueError("not an area")
    digits, unit = match.groups()
    area = Decimal(re.sub(r"[,_ ]", "", digits)) * UNITS[(unit or "").lower()]
    if area > LARGEST or area * HUNDREDTHS != (area * HUNDREDTHS).to_integral_value():
        raise ValueError("out of range")
    return area


@lru_cache(maxsize=4096)
def show_area(area: Decimal | None, locale: str) -> str:
    """The area in the reader's habit, exact to the hundredth."""
    if area is None:
        return ""
    if locale.startswith("en"):
        return f"{numbers.format_decimal(area, '#,##0.##', locale)} m²"
    if area >= 10_000 and area % 100 == 0:
        return f"{numbers.format_decimal(area / 10_000, '#,##0.##', locale)}万平方米"
    return f"{numbers.format_decimal(area, '#,##0.##', locale)}平方米"


def input_area(area: Decimal | None) -> str:
    """How an area stands in an input: short, and parsed back to exactly itself."""
    if area is None:
        return ""
    scaled = area / 10_000
    if scaled >= 1 and scaled == scaled.quantize(Decimal("0.01")):
        return f"{scaled.normalize():f}万"
    return f"{area.normalize():f}"

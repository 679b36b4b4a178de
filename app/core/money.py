"""Money is whole fen inside. People write `300万`, `1.5亿` or `2,000,000` and read 300万元 or CNY 3,000,000."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from babel import numbers
from flask_babel import format_decimal, gettext

FEN = 100
LARGEST_FEN = 10**15  # ten trillion yuan: far above any fund, far below what the column holds
UNITS = {
    "": 1,
    "元": 1,
    "千": 1_000,
    "k": 1_000,
    "万": 10_000,
    "w": 10_000,
    "百万": 10**6,
    "m": 10**6,
    "千万": 10**7,
    "亿": 10**8,
}
PATTERN = re.compile(
    r"^(?:¥|cny|rmb|人民币)?\s*(\d[\d,_ ]*(?:\.\d+)?|\.\d+)\s*(千万|百万|千|万|亿|k|w|m)?\s*(?:元|cny|rmb|人民币)?$",
    re.I,
)


def parse_fen(text: str) -> int | None:
    """Fen of an amount as people write it; None for blank text. ValueError when it is not an amount or out of range."""
    cleaned = unicodedata.normalize("NFKC", text).strip().replace("萬", "万").replace("億", "亿")
    if not cleaned:
        return None
    if len(cleaned) > 40 or not (match := PATTERN.match(cleaned)):
        raise ValueError("not an amount")
    digits, unit = match.groups()
    try:
        fen = Decimal(re.sub(r"[,_ ]", "", digits)) * UNITS[(unit or "").lower()] * FEN
    except InvalidOperation as error:  # pragma: no cover - the pattern admits digits only
        raise ValueError("not an amount") from error
    if fen != fen.to_integral_value() or fen > LARGEST_FEN:
        raise ValueError("out of range")
    return int(fen)


def yuan(fen: int | None) -> Decimal | None:
    """For spreadsheets, which want a number they can add up."""
    return None if fen is None else Decimal(fen) / FEN


@lru_cache(maxsize=4096)
def show_money(fen: int | None, locale: str) -> str:
    """The amount in the reader's habit: 万元 and 亿元 in Chinese, thousands separators in English."""
    if fen is None:
        return ""
    amount = Decimal(fen) / FEN
    if locale.startswith("en"):
        return f"CNY {_short(amount, locale)}"
    for size, unit in ((10**8, "亿元"), (10**4, "万元")):
        if amount >= size:
            return f"{_short(amount / size, locale)}{unit}"
    return f"{_short(amount, locale)}元"


def _short(amount: Decimal, locale: str) -> str:
    return str(numbers.format_decimal(amount, "#,##0.##", locale))


def exact_money(fen: int | None) -> str:
    """The figure to the fen, for a tooltip: `show_money` rounds to two places of 万 or 亿."""
    if fen is None:
        return ""
    return gettext("CNY %(amount)s", amount=format_decimal(Decimal(fen) / FEN, format="#,##0.00"))


def input_money(fen: int | None) -> str:
    """How an amount stands in an input: short, and parsed back to exactly itself."""
    if fen is None:
        return ""
    amount = Decimal(fen) / FEN
    for size, unit in ((10**8, "亿"), (10**4, "万")):
        scaled = amount / size
        if scaled >= 1 and scaled == scaled.quantize(Decimal("0.01")):
            return f"{scaled.normalize():f}{unit}"
    return f"{amount.normalize():f}"

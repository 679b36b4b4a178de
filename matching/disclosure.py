"""How an amount was made public: in which currency, exactly or roughly, or not at all.

It tells dollar funds from yuan funds and those that disclose figures from those that never do, which the size alone
does not.
"""

from __future__ import annotations

import re

# One rate for all years: amounts are compared on a logarithmic scale where its drift does not show.
CNY_PER_USD = 6.5
UNDISCLOSED = "undisclosed"
FEW_DIGITS = 3

_CURRENCIES = (
    ("hkd", re.compile(r"港[元币]|hk")),
    ("twd", re.compile(r"台币|nt\$|twd")),
    ("usd", re.compile(r"美[元金]|us|\$")),
    ("eur", re.compile(r"欧元|eur|€")),
    ("gbp", re.compile(r"英镑|gbp|£")),
    ("jpy", re.compile(r"日元|jpy")),
    ("cny", re.compile(r"人民币|cny|rmb|¥|￥|元")),
)
_ROUGH = re.compile(r"[数近约超逾多余]|several|about|around|over|nearly|~|\+")


def disclosure_of(text: str, cny: float | None, usd: float | None) -> tuple[str, str]:
    """Return the currency and the kind of disclosure of an amount; ``''`` for what cannot be told.

    Parameters
    ----------
    text : str
        The amount as it was published (``'数百万美元'``); may be empty.
    cny, usd : float, optional
        The estimate in either currency. Without a text the currency is the one in which the figure is rounder.

    Examples
    --------
    >>> disclosure_of('数百万美元', 19.5e6, None), disclosure_of('', 3.25e6, None), disclosure_of('', None, None)
    (('usd', 'usd rough'), ('usd', 'usd'), ('', 'undisclosed'))
    """
    if not cny and not usd:
        return "", UNDISCLOSED
    found = next((code for code, pattern in _CURRENCIES if pattern.search(text.lower())), "")
    currency = found or _rounder(cny, usd)
    return currency, f"{currency} {'rough' if _ROUGH.search(text.lower()) else 'exact'}" if text else currency


def _rounder(cny: float | None, usd: float | None) -> str:
    if not cny:
        return "usd" if _digits(usd or 0.0) <= FEW_DIGITS else "other"
    return "usd" if _digits(usd or cny / CNY_PER_USD) < _digits(cny) else "cny"


def _digits(amount: float) -> int:
    """Return the number of significant digits of an amount in whole units."""
    return len(f"{amount:.0f}".rstrip("0"))


def script_of(name: str) -> str:
    """Return in which script a company writes its name: ``'latin'``, ``'han'``, ``'both'`` or ``''``."""
    latin, han = bool(re.search("[A-Za-z]", name)), bool(re.search("[\u3400-\u9fff]", name))
    return {(True, False): "latin", (False, True): "han", (True, True): "both"}.get((latin, han), "")

"""The numbers of certificates: what stands on paper and is checked by anybody."""

import re
import secrets

from stdnum.iso7064 import mod_11_10

_DIGITS = 12


def new_number(year: int) -> str:
    """`2026-482913-517046-3`: year, twelve digits by chance, a check digit.

    Whoever has the number reads the name, so a number must not be guessed from another one or found by trying.
    """
    body = f"{year:04d}{secrets.randbelow(10**_DIGITS):0{_DIGITS}d}"
    return _written(body + mod_11_10.calc_check_digit(body))


def read_number(written: str) -> str | None:
    """The number as it is stored, however it was typed; None when a digit is wrong or missing."""
    digits = re.sub(r"\D", "", written[:60])
    return _written(digits) if len(digits) == _DIGITS + 5 and digits.isascii() and mod_11_10.is_valid(digits) else None


def _written(digits: str) -> str:
    return f"{digits[:4]}-{digits[4:10]}-{digits[10:16]}-{digits[16:]}"

"""Unified social credit codes (GB 32100): 18 characters, the last one a check digit."""

import re

from app.core.text import clean

_SHAPE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}")


def normalise(text: str) -> str:
    """Upper case without blanks. ValueError when it has not the shape of a code."""
    code = re.sub(r"[\s-]", "", clean(text)).upper()
    if not _SHAPE.fullmatch(code):
        raise ValueError("not a credit code")
    return code


def is_consistent(code: str) -> bool:
    """Whether the check digit fits. A code that does not is kept all the same: registers hold such codes."""
    from stdnum.cn import uscc

    return uscc.is_valid(code)

"""Tickets: a code that a person can type, and an address that shows by its signature that it was made here.

Whoever has the address acts as the person, as with a ticket of paper. A new code for the place makes the old one void.
"""

import base64
import hmac
import secrets

from flask import current_app

from app.core.mail import absolute_url

# Nothing that is read for something else: no I, L, O, U, 0 or 1.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
_PURPOSE = b"fuqiao roadshow ticket "
_MARK_BYTES = 12


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def written(code: str) -> str:
    """As people read and type it: two groups of four."""
    return f"{code[:4]}-{code[4:]}"


def token(code: str) -> str:
    """What stands in the address: the code with its signature."""
    return code + _mark(code, current_app.config["SECRET_KEY"])


def url(code: str) -> str:
    return absolute_url("roadshows.ticket", token=token(code))


def code_of(token: str) -> str | None:
    """The code of a token that was made here, also under an earlier key; None of any other."""
    code, mark = token[:LENGTH], token[LENGTH:]
    keys = [current_app.config["SECRET_KEY"], *(current_app.config["SECRET_KEY_FALLBACKS"] or ())]
    known = token.isascii() and any(hmac.compare_digest(mark, _mark(code, key)) for key in keys)
    return code if known else None


def read(text: str) -> tuple[str, bool] | None:
    """What came from the camera or the keyboard: (code, whether it was scanned), or None when it is no ticket."""
    text = text.strip()[:500]
    if "/tickets/" in text:
        scanned = code_of(text.rpartition("/tickets/")[2].split("/")[0].split("?")[0])
        return (scanned, True) if scanned else None
    typed = "".join(character for character in text.upper() if character.isalnum())
    return (typed, False) if len(typed) == LENGTH and set(typed) <= set(ALPHABET) else None


def _mark(code: str, key: str) -> str:
    digest = hmac.digest(key.encode(), _PURPOSE + code.encode(), "sha256")[:_MARK_BYTES]
    return base64.urlsafe_b64encode(digest).decode()

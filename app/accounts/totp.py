"""Codes of an authenticator app (RFC 6238) and the recovery codes that replace a lost one."""

import secrets
import time

import pyotp
from markupsafe import Markup

from app.accounts.signing import hash_token

STEP_SECONDS = 30
# A phone's clock may be off by one step.
DRIFT = (-1, 0, 1)
RECOVERY_CODES = 10
# No letters that are mistaken for others when read from paper.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def new_secret() -> str:
    return pyotp.random_base32()


def matching_step(secret: str, code: str, *, after: int = 0) -> int | None:
    """The time step whose code this is, if it is later than `after`: a code that was used once is refused."""
    totp, now = pyotp.TOTP(secret), int(time.time()) // STEP_SECONDS
    steps = [now + drift for drift in DRIFT]
    return next((step for step in steps if step > after and totp.verify(code, for_time=step * STEP_SECONDS)), None)


def setup_uri(secret: str, email: str, site: str) -> str:
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=site)


def qr_code(text: str) -> Markup:
    """The QR code as an element of the page: the content security policy admits no images but our own files.

    Loaded here, because few people ever need one.
    """
    import segno

    svg = segno.make(text, error="m").svg_inline(border=2, dark="#000", light="#fff", omitsize=True)
    return Markup(svg)  # noqa: S704 - numbers and colours only


def new_recovery_codes() -> list[str]:
    """Twelve characters of 31: about 59 random bits each."""
    return ["-".join(_letters(4) for _ in range(3)) for _ in range(RECOVERY_CODES)]


def hash_recovery_code(code: str) -> str:
    return hash_token("".join(character for character in code.lower() if character in _ALPHABET))


def _letters(count: int) -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(count))

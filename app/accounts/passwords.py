"""Which passwords are accepted, and how they are kept."""

import re
import unicodedata
from functools import cache
from itertools import pairwise
from pathlib import Path
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_babel import gettext as _

from app.core.errors import Invalid

SHORTEST, LONGEST = 10, 200
# OWASP's parameters of 2024. One check takes 19 MiB and a core for some 25 ms; two at a time keep a worker small.
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_AT_A_TIME = BoundedSemaphore(2)
UNUSABLE = "!"
_COMMON = Path(__file__).with_name("data") / "common_passwords.txt"
_LEET = str.maketrans("013457@$!", "oieastasi")
_EDGES = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_NO_LETTERS = re.compile(r"[\W\d_]+")


def _prepared(password: str) -> str:
    """The same characters whichever keyboard typed them: full-width digits become plain ones."""
    return unicodedata.normalize("NFKC", password)


def hash_password(password: str) -> str:
    with _AT_A_TIME:
        return HASHER.hash(_prepared(password))


@cache
def _dummy() -> str:
    return HASHER.hash("no account has this password")


def verify(password: str, password_hash: str | None) -> bool:
    """Takes as long without an account as with one, so that the time tells nobody who is registered."""
    known = password_hash not in {None, "", UNUSABLE}
    try:
        with _AT_A_TIME:
            matches = HASHER.verify(str(password_hash) if known else _dummy(), _prepared(password[:LONGEST]))
    except (VerificationError, InvalidHashError):
        return False
    return matches and known


def is_outdated(password_hash: str) -> bool:
    return HASHER.check_needs_rehash(password_hash)


def check(password: str, *, email: str = "", name: str = "", field: str = "password") -> None:
    """Refuse what is short, common, or about the person."""
    password = _prepared(password)
    if len(password) < SHORTEST:
        raise Invalid(_("Use at least %(count)s characters.", count=SHORTEST), field)
    if len(password) > LONGEST:
        raise Invalid(_("Use at most %(count)s characters.", count=LONGEST), field)
    if _is_personal(password.casefold(), email.casefold(), name.casefold()):
        raise Invalid(_("A password made of your name or address is easy to guess."), field)
    if is_common(password):
        raise Invalid(
            _("This password is on lists that attackers try first. Three or four random words are better."), field
        )


def is_common(password: str) -> bool:
    """A listed word or two, however decorated with digits; a run, a repetition, or digits alone."""
    folded = password.casefold()
    if len(set(folded)) < 5 or folded.isdigit() or _is_periodic(folded) or _is_run(folded):
        return True
    plain = folded.translate(_LEET)
    stripped = {_EDGES.sub("", folded), _EDGES.sub("", plain), _EDGES.sub("", folded).translate(_LEET)}
    return any(_is_listed(text) for text in {folded, plain, _NO_LETTERS.sub("", folded)} | stripped if text)


def _is_listed(text: str) -> bool:
    words = _common_words()
    return text in words or any(text[:cut] in words and text[cut:] in words for cut in range(3, len(text) - 2))


@cache
def _common_words() -> frozenset[str]:
    lines = _COMMON.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def _is_periodic(text: str) -> bool:
    """`abcabcabcabc`: a short piece again and again."""
    return any(text == (text[:size] * len(text))[: len(text)] for size in range(1, len(text) // 3 + 1))


def _is_run(text: str) -> bool:
    """`abcdefghij` or `9876543210`."""
    steps = {ord(after) - ord(before) for before, after in pairwise(text)}
    return steps in ({1}, {-1})


def _is_personal(password: str, email: str, name: str) -> bool:
    local = email.partition("@")[0]
    pieces = {email, local, name.replace(" ", ""), *name.split()}
    if not name.isascii():
        from app.core.search import sort_key

        pieces.add(sort_key(name).replace(" ", ""))
    rest = _EDGES.sub("", password)
    return any(
        piece in {password, rest} or (len(piece) >= 6 and piece in password) for piece in pieces if len(piece) > 3
    )

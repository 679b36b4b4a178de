"""Short secrets that must be read again, encrypted in the database: a copy of the tables alone opens nothing.

The key is derived from SECRET_KEY. After a change of that, SECRET_KEY_FALLBACKS still opens what older keys sealed.
"""

import base64
import functools
from typing import TYPE_CHECKING

from flask import current_app

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet

PURPOSE = b"fuqiao sealed column"


def seal(text: str) -> str:
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str | None:
    """The text, or None when no key at hand opens it."""
    from cryptography.fernet import InvalidToken

    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def _box() -> "MultiFernet":
    return _boxes((current_app.config["SECRET_KEY"], *(current_app.config["SECRET_KEY_FALLBACKS"] or ())))


@functools.lru_cache(maxsize=8)
def _boxes(keys: tuple[str, ...]) -> "MultiFernet":
    """The first key seals, every one opens. Loaded here, because few requests need what it takes in memory."""
    from cryptography.fernet import Fernet, MultiFernet
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    derived = (HKDF(SHA256(), length=32, salt=None, info=PURPOSE).derive(key.encode()) for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in derived])

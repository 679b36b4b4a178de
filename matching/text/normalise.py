"""One canonical form for text: what looks the same to a reader compares the same."""

from __future__ import annotations

import re
import unicodedata

import opencc

# Characters that a reader does not see (zero-width marks, direction overrides, soft hyphen, variation selectors, tags)
# but that would split or duplicate a term; hiding words with them must neither help nor hurt a profile.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")
_TO_SIMPLIFIED = opencc.OpenCC("t2s")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")


def normalise(text: str) -> str:
    """Return ``text`` in NFKC, without invisible characters, case-folded, with traditional Chinese made simplified."""
    if text.isascii():
        return CONTROL.sub(" ", text).lower()
    text = CONTROL.sub(" ", INVISIBLE.sub("", unicodedata.normalize("NFKC", text))).casefold()
    return str(_TO_SIMPLIFIED.convert(text)) if _HAN.search(text) else text

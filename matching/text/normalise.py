"""One canonical form for text: what looks the same to a reader compares the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

import numpy as np
import opencc

from matching.arrays import Bools, Ints, Ints32

# Characters that a reader does not see (zero-width marks, direction overrides, soft hyphen, variation selectors, tags)
# but that would split or duplicate a term; hiding words with them must neither help nor hurt a profile.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")
_TO_SIMPLIFIED = opencc.OpenCC("t2s")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_WORDY = re.compile("[0-9a-z+#\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
# Characters that are simplified only as part of certain words (沈 in 沈默, not in 沈阳).
_WITHIN_WORDS = frozenset("坏覆藉彷彿沈牴瞭")

SEPARATOR = 0x1F
_UNKNOWN, _ALONE, _DROPPED = -1, -2, -3


def normalise(text: str) -> str:
    """Return ``text`` in NFKC, without invisible characters, case-folded, with traditional Chinese made simplified."""
    if text.isascii():
        return CONTROL.sub(" ", text).lower()
    text = CONTROL.sub(" ", INVISIBLE.sub("", unicodedata.normalize("NFKC", text))).casefold()
    return str(_TO_SIMPLIFIED.convert(text)) if _HAN.search(text) else text


class CodePoints:
    """:func:`normalise` for many texts at once, as one array of code points.

    Almost every character has a normal form of its own, whatever stands beside it: those are looked up in a table that
    fills as characters are met. A text with any other character goes through :func:`normalise` alone, one with
    traditional characters through the converter.
    """

    def __init__(self) -> None:
        self._table = np.full(0x110000, _UNKNOWN, dtype=np.int32)
        self._traditional = np.zeros(0x110000, dtype=bool)

    def __call__(self, texts: Sequence[str]) -> Ints32:
        """Return the code points of the normalised texts with ``SEPARATOR`` after each."""
        points, ends = _decoded(texts)
        mapped = self._mapped(points)
        alone = _holding(mapped == _ALONE, ends)
        traditional = np.setdiff1d(_holding(self._traditional[points], ends), alone)
        mapped[ends] = SEPARATOR
        starts = np.concatenate([[0], ends[:-1] + 1])
        forms = {i: normalise(texts[i]) for i in alone.tolist()}
        for i in traditional.tolist():
            piece = mapped[starts[i] : ends[i]]
            forms[i] = _TO_SIMPLIFIED.convert(_text(piece[piece != _DROPPED]))
        if forms:
            mapped = _replaced(mapped, starts, ends, forms)
        return mapped[mapped != _DROPPED]

    def _mapped(self, points: Ints32) -> Ints32:
        mapped = self._table[points]
        unknown = np.unique(points[mapped == _UNKNOWN])
        if len(unknown):
            forms = [_form(chr(point)) for point in unknown.tolist()]
            self._table[unknown] = forms
            self._traditional[unknown] = [form >= 0 and _changes(chr(form)) for form in forms]
            mapped = self._table[points]
        return mapped


def _decoded(texts: Sequence[str]) -> tuple[Ints32, Ints]:
    """Return the code points of the texts with one place after each, and where these places are."""
    raw = "\n".join([*texts, ""]).encode("utf-32-le", "surrogatepass")
    ends = np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)) + 1) - 1
    return np.frombuffer(raw, dtype=np.int32), ends


def _text(points: Ints32) -> str:
    return points.tobytes().decode("utf-32-le")


def _holding(marked: Bools, ends: Ints) -> Ints:
    """Return which texts hold a marked character."""
    return np.unique(np.searchsorted(ends, np.flatnonzero(marked)))


def _replaced(mapped: Ints32, starts: Ints, ends: Ints, forms: Mapping[int, str]) -> Ints32:
    """Return the code points with other forms in place of some texts."""
    parts, at = [], 0
    for i in sorted(forms):
        parts += [mapped[at : starts[i]], np.frombuffer(forms[i].encode("utf-32-le"), dtype=np.int32)]
        at = ends[i]
    return np.concatenate([*parts, mapped[at:]])


def _form(character: str) -> int:
    """Return the code point of the normal form of a character, a space for marks that are no part of a word."""
    form = unicodedata.normalize("NFKC", character)
    if unicodedata.combining(character) or any(map(_joins, form)):
        return _ALONE
    form = INVISIBLE.sub("", form)
    if not form:
        return _DROPPED
    form = CONTROL.sub(" ", form).casefold()
    if len(form) == 1:
        return ord(form)
    return _ALONE if _WORDY.search(form) else ord(" ")


def _changes(character: str) -> bool:
    """Return whether making text simplified may change the character."""
    return character in _WITHIN_WORDS or _TO_SIMPLIFIED.convert(character) != character


def _joins(character: str) -> bool:
    """Return whether a character may melt with one before it: accents, Hangul letters."""
    hangul = "\u1100" <= character <= "\u11ff"
    return hangul or unicodedata.combining(character) > 0 or unicodedata.category(character) in ("Mn", "Mc")


code_points = CodePoints()

"""Stemming of English words after M. F. Porter, "An algorithm for suffix stripping", Program 14(3), 1980."""

from __future__ import annotations

from functools import lru_cache

VOWELS = frozenset("aeiou")

STEP_2 = {
    "ational": "ate", "tional": "tion", "enci": "ence", "anci": "ance", "izer": "ize", "abli": "able", "alli": "al",
    "entli": "ent", "eli": "e", "ousli": "ous", "ization": "ize", "ation": "ate", "ator": "ate", "alism": "al",
    "iveness": "ive", "fulness": "ful", "ousness": "ous", "aliti": "al", "iviti": "ive", "biliti": "ble",
}  # fmt: skip
STEP_3 = {"icate": "ic", "ative": "", "alize": "al", "iciti": "ic", "ical": "ic", "ful": "", "ness": ""}
STEP_4 = (
    "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou", "ism", "ate", "iti",
    "ous", "ive", "ize",
)  # fmt: skip


def _pattern(word: str) -> str:
    """Return ``c`` for a consonant and ``v`` for a vowel at each place; y after a consonant is a vowel."""
    out: list[str] = []
    for i, letter in enumerate(word):
        vowel = letter in VOWELS or (letter == "y" and i > 0 and out[-1] == "c")
        out.append("v" if vowel else "c")
    return "".join(out)


def _measure(word: str) -> int:
    """Return Porter's m: how many times a vowel run is followed by a consonant run."""
    return _pattern(word).count("vc")


def _double_consonant(word: str) -> bool:
    return len(word) > 1 and word[-1] == word[-2] and _pattern(word)[-1] == "c"


def _short(word: str) -> bool:
    """Return whether the word ends consonant, vowel, consonant other than w, x, y (as in *hop*)."""
    return _pattern(word)[-3:] == "cvc" and word[-1] not in "wxy"


def _plural(word: str) -> str:
    if word.endswith(("sses", "ies")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _past(word: str) -> str:
    if word.endswith("eed"):
        return word[:-1] if _measure(word[:-3]) > 0 else word
    for suffix in ("ed", "ing"):
        base = word[: -len(suffix)]
        if word.endswith(suffix):
            return _restore(base) if "v" in _pattern(base) else word
    return word


def _restore(base: str) -> str:
    """Repair a stem that lost -ed or -ing: *hopp* → *hop*, *conflat* → *conflate*, *fil* → *file*."""
    if base.endswith(("at", "bl", "iz")):
        return base + "e"
    if _double_consonant(base) and base[-1] not in "lsz":
        return base[:-1]
    return base + "e" if _measure(base) == 1 and _short(base) else base


def _replace(word: str, table: dict[str, str]) -> str:
    for size in range(min(7, len(word)), 2, -1):
        replacement = table.get(word[-size:])
        if replacement is not None:
            base = word[:-size]
            return base + replacement if _measure(base) > 0 else word
    return word


def _strip(word: str) -> str:
    for suffix in sorted(STEP_4, key=len, reverse=True):
        if word.endswith(suffix):
            base = word[: -len(suffix)]
            allowed = _measure(base) > 1 and (suffix != "ion" or base.endswith(("s", "t")))
            return base if allowed else word
    return word


def _final(word: str) -> str:
    if word.endswith("e"):
        base = word[:-1]
        if _measure(base) > 1 or (_measure(base) == 1 and not _short(base)):
            word = base
    return word[:-1] if word.endswith("ll") and _measure(word[:-1]) > 1 else word


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return the stem of one lower-case ASCII word; words of one or two letters are returned as they are."""
    if len(word) < 3:
        return word
    word = _past(_plural(word))
    if word.endswith("y") and "v" in _pattern(word[:-1]):
        word = word[:-1] + "i"
    return _final(_strip(_replace(_replace(word, STEP_2), STEP_3)))

"""The bilingual vocabulary: codes with names, synonyms and groups.

It is what lets a Chinese project and an English mandate meet: a name or synonym of a code found in a text, in either
language, becomes one and the same token.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matching.arrays import Ints, Ints32
from matching.text.normalise import normalise
from matching.text.stem import stem

LATIN_WORD = re.compile(r"[a-z][a-z0-9+#]*")
MARK = "§"


@dataclass(frozen=True, slots=True)
class Term:
    """A code of the vocabulary with its group (a coarser code) and all its names in all languages."""

    code: str
    names: tuple[str, ...]
    group: str = ""


class Vocabulary:
    """Codes, their groups and their names.

    Parameters
    ----------
    terms : Iterable[Term]

    Raises
    ------
    ValueError
        If a code occurs twice.
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        self.terms: dict[str, Term] = {}
        for term in terms:
            if term.code in self.terms:
                raise ValueError(f"the code {term.code!r} occurs twice in the vocabulary")
            self.terms[term.code] = term
        by_phrase: dict[str, set[str]] = {}
        for term in self.terms.values():
            for name in term.names:
                phrase = _phrase(name)
                if len(phrase) > 1:
                    by_phrase.setdefault(phrase, set()).add(term.code)
        self._by_phrase = {phrase: sorted(codes) for phrase, codes in by_phrase.items()}
        codes = sorted(self.terms)
        self._marked = [MARK + code for code in codes]
        number = {code: i for i, code in enumerate(codes)}
        han = {p: [number[c] for c in found] for p, found in self._by_phrase.items() if not p.isascii()}
        self._han = _PhraseFinder(han)
        latin = [tuple(p.split(" ")) for p in self._by_phrase if p.isascii()]
        self._prefixes = {" ".join(words[:size]) for words in latin for size in range(1, len(words) + 1)}

    def group(self, code: str) -> str:
        """Return the coarser code of ``code``, or ``code`` itself where there is none."""
        term = self.terms.get(code)
        return (term.group or code) if term else code

    def groups(self, codes: Iterable[str]) -> frozenset[str]:
        """Return the groups of several codes."""
        return frozenset(map(self.group, codes))

    def found(
        self, points: Ints32, text_of: Ints32, words: Sequence[str], word_rows: Ints32
    ) -> tuple[list[str], Ints32]:
        """Return marked codes, one for each name of a code found, and the texts they were found in.

        Parameters
        ----------
        points, text_of : ndarray of shape (n_characters,)
            Code points of normalised texts, and which text each belongs to.
        words : sequence of str
            The stemmed Latin words of the texts in order.
        word_rows : ndarray of shape (n_words,)
        """
        at, numbers = self._han.find(points)
        latin = list(self._latin_codes(words, word_rows))
        codes = [self._marked[number] for number in numbers.tolist()] + [MARK + code for _, code in latin]
        return codes, np.concatenate([text_of[at], word_rows[[i for i, _ in latin]]])

    def _latin_codes(self, words: Sequence[str], rows: Ints32) -> Iterator[tuple[int, str]]:
        prefixes, by_phrase, last = self._prefixes, self._by_phrase, len(words) - 1
        for i in [i for i, word in enumerate(words) if word in prefixes]:
            phrase, end = words[i], i
            while True:
                for code in by_phrase.get(phrase, ()):
                    yield i, code
                end += 1
                if end > last or (phrase := f"{phrase} {words[end]}") not in prefixes or rows[end] != rows[i]:
                    break

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, Mapping[str, object]]) -> Vocabulary:
        """Build from ``{code: {'group': str, 'names': [str], 'synonyms': [str]}}``."""
        terms = []
        for code, entry in mapping.items():
            names = [*_strings(entry.get("names")), *_strings(entry.get("synonyms"))]
            terms.append(Term(code, tuple(names), str(entry.get("group") or "")))
        return cls(terms)


def _strings(value: object) -> list[str]:
    return [str(v) for v in value] if isinstance(value, (list, tuple, set, frozenset)) else []


def _phrase(name: str) -> str:
    """Bring a name into the form in which texts are searched: Latin names by stemmed words, others as they are."""
    text = normalise(name).strip()
    return " ".join(stem(w) for w in LATIN_WORD.findall(text)) if text.isascii() else text


class _PhraseFinder:
    """Find phrases of two and more characters from left to right, the longest first, without overlap.

    Parameters
    ----------
    phrases : mapping of str to numbers
        What each phrase stands for.
    """

    def __init__(self, phrases: Mapping[str, Sequence[int]]) -> None:
        order = sorted(phrases, key=lambda p: (p[:2], -len(p), p))
        letters = np.array([[ord(p[0]), ord(p[1])] for p in order], dtype=np.int64).reshape(-1, 2)
        self._starts, self._group = np.unique(_pair(letters[:, 0], letters[:, 1]), return_index=True)
        self._group = np.append(self._group, len(order))
        self._first, self._second = np.zeros((2, 0x110000), dtype=bool)
        self._first[letters[:, 0]] = self._second[letters[:, 1]] = True
        self._lengths = np.array([len(p) for p in order], dtype=np.int64)
        width = max(self._lengths, default=2)
        self._letters = np.array([[*map(ord, p), *[-1] * (width - len(p))] for p in order]).reshape(-1, width)
        self._many = np.array([len(phrases[p]) for p in order], dtype=np.int64)
        self._meant = np.array([number for p in order for number in phrases[p]], dtype=np.int64)

    def find(self, points: Ints32) -> tuple[Ints, Ints]:
        """Return the places of the hits and what they stand for."""
        at, phrase = self._matching(points)
        # The longest of a place comes first; what begins inside an earlier hit is none.
        kept, end = [], 0
        for i, (start, past) in enumerate(zip(at.tolist(), (at + self._lengths[phrase]).tolist(), strict=True)):
            if start >= end:
                kept.append(i)
                end = past
        at, phrase = at[kept], phrase[kept]
        many = self._many[phrase]
        return np.repeat(at, many), self._meant[_ranges(np.cumsum(self._many)[phrase] - many, many)]

    def _matching(self, points: Ints32) -> tuple[Ints, Ints]:
        """Return the places and numbers of all phrases, overlapping ones too, by place and the longest first."""
        near = np.flatnonzero(self._first[points[:-1]] & self._second[points[1:]])
        if not len(near):
            return near, near
        pairs = _pair(points[near].astype(np.int64), points[near + 1].astype(np.int64))
        group = np.minimum(np.searchsorted(self._starts, pairs), len(self._starts) - 1)
        begun = self._starts[group] == pairs
        near, group = near[begun], group[begun]
        many = self._group[group + 1] - self._group[group]
        at = np.repeat(near, many)
        phrase = _ranges(self._group[group], many)
        for i in range(2, self._letters.shape[1]):
            letter = self._letters[phrase, i]
            same = (letter < 0) | (points[np.minimum(at + i, len(points) - 1)] == letter)
            at, phrase = at[same], phrase[same]
        return at, phrase


def _ranges(starts: Ints, lengths: Ints) -> Ints:
    """Return the numbers of several ranges after each other."""
    return np.arange(lengths.sum()) + np.repeat(starts - (np.cumsum(lengths) - lengths), lengths)


def _pair(first: Ints, second: Ints) -> Ints:
    """Return two code points as one number."""
    return (first << 21) | second


EMPTY = Vocabulary(())

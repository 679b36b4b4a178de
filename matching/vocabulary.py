"""The bilingual vocabulary: codes with names, synonyms and groups.

It is what lets a Chinese project and an English mandate meet: a name or synonym of a code found in a text, in either
language, becomes one and the same token.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

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
        self._by_phrase: dict[str, set[str]] = {}
        for term in self.terms.values():
            for name in term.names:
                phrase = _phrase(name)
                if len(phrase) > 1:
                    self._by_phrase.setdefault(phrase, set()).add(term.code)
        han = sorted((p for p in self._by_phrase if not p.isascii()), key=lambda p: (-len(p), p))
        self._han = re.compile("|".join(map(re.escape, han))) if han else None
        latin = [p for p in self._by_phrase if p.isascii()]
        self._longest = max((len(p.split(" ")) for p in latin), default=0)

    def group(self, code: str) -> str:
        """Return the coarser code of ``code``, or ``code`` itself where there is none."""
        term = self.terms.get(code)
        return (term.group or code) if term else code

    def groups(self, codes: Iterable[str]) -> frozenset[str]:
        """Return the groups of several codes."""
        return frozenset(map(self.group, codes))

    def tokens(self, text: str, words: list[str] | None = None) -> list[str]:
        """Return one marked token per name of a code found in an already normalised text, in order of the text.

        Parameters
        ----------
        text : str
            Normalised text.
        words : list of str, optional
            Its stemmed Latin words, where the caller has them already.
        """
        found: list[str] = []
        if self._han is not None:
            for hit in self._han.findall(text):
                found += sorted(self._by_phrase[hit])
        if self._longest:
            found += self._latin_codes([stem(w) for w in LATIN_WORD.findall(text)] if words is None else words)
        return [MARK + code for code in found]

    def _latin_codes(self, words: list[str]) -> list[str]:
        found: list[str] = []
        for size in range(1, self._longest + 1):
            for start in range(len(words) - size + 1):
                codes = self._by_phrase.get(" ".join(words[start : start + size]))
                if codes:
                    found += sorted(codes)
        return found

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


EMPTY = Vocabulary(())


@dataclass(frozen=True, slots=True)
class Codes:
    """A fixed, sorted list of codes and their positions; unknown codes are skipped."""

    names: tuple[str, ...]
    index: Mapping[str, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "index", {name: i for i, name in enumerate(self.names)})

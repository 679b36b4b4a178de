"""From text to terms: single characters and words for Chinese, stems for Latin script, codes for known names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import rjieba
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from matching.arrays import Bools, Ints, Ints32
from matching.text.normalise import SEPARATOR, code_points, normalise
from matching.text.stem import stem
from matching.vocabulary import EMPTY, Vocabulary

Analyzer = Callable[[str], list[str]]

STOP_WORDS = ENGLISH_STOP_WORDS
STOP_CHARACTERS = frozenset("的了和是在与及等为一个以有于对其中可并将从到由而之或")
_COMPOUNDS = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+|[a-z][a-z0-9-]*[a-z0-9]")
_SPACE = 0x20
# Characters segmented at once.
CHUNK = 8192
HASH_BITS = 20


@dataclass(frozen=True)
class Bags:
    """The terms of several texts: text ``rows[i]`` holds ``names[ids[i]]``; repeated terms occur repeatedly."""

    names: list[str]
    rows: Ints32
    ids: Ints32 | Ints


@dataclass(frozen=True)
class Tokeniser:
    """Text to terms.

    Chinese runs give every character and every word of at least two characters (segmented by jieba's dictionary); Latin
    words are stemmed and stop words dropped; each name of a vocabulary code gives a marked code. Numbers are dropped:
    phone numbers and years say nothing about a topic.
    """

    vocabulary: Vocabulary = EMPTY

    def __call__(self, text: str) -> list[str]:
        """Return the terms of one text."""
        bags = self.bags([text])
        return [bags.names[i] for i in bags.ids]

    def bags(self, texts: Sequence[str]) -> Bags:
        """Return the terms of several texts; what can be done for all characters at once is not done one by one."""
        points = code_points(texts)
        text_of = np.cumsum(points == SEPARATOR, dtype=np.int32)
        han = ((points >= 0x3400) & (points <= 0x9FFF)) | ((points >= 0x20000) & (points <= 0x3FFFF))
        words, word_rows = _latin(points, text_of)
        stems = [stem(word) for word in words]
        kept = [i for i, word in enumerate(words) if len(word) > 1 and word not in STOP_WORDS]
        parts = [
            _characters(points[han], text_of[han]),
            *_chinese_words(points, han, text_of),
            _named([stems[i] for i in kept], word_rows[kept]),
            _named(*self.vocabulary.found(points, text_of, stems, word_rows)),
        ]
        return joined(parts)


def tokenise(text: str, vocabulary: Vocabulary = EMPTY) -> list[str]:
    """Return the terms of ``text`` as :class:`Tokeniser` does."""
    return Tokeniser(vocabulary)(text)


def _named(terms: Sequence[str], rows: Ints32) -> Bags:
    index: defaultdict[str, int] = defaultdict()
    index.default_factory = index.__len__
    ids = np.fromiter(map(index.__getitem__, terms), np.int32, len(terms))
    return Bags(list(index), rows, ids)


def joined(parts: Sequence[Bags]) -> Bags:
    """Return the parts as one, which must not share names, with the names in order."""
    starts = np.cumsum([0, *(len(part.names) for part in parts)])
    names = [name for part in parts for name in part.names]
    order = sorted(range(len(names)), key=names.__getitem__)
    place = np.empty(len(names), dtype=np.int32)
    place[order] = np.arange(len(names), dtype=np.int32)
    ids = [place[part.ids + start] for part, start in zip(parts, starts, strict=False)]
    return Bags([names[i] for i in order], np.concatenate([part.rows for part in parts]), np.concatenate(ids))


def _characters(points: Ints32, rows: Ints32) -> Bags:
    known = np.zeros(0x40000, dtype=bool)
    known[points] = True
    known[[ord(c) for c in STOP_CHARACTERS]] = False
    distinct = np.flatnonzero(known)
    place = np.full(0x40000, -1, dtype=np.int32)
    place[distinct] = np.arange(len(distinct), dtype=np.int32)
    ids = place[points]
    kept = ids >= 0
    return Bags(list(map(chr, distinct.tolist())), rows[kept], ids[kept])


def _chinese_words(points: Ints32, han: Bools, text_of: Ints32) -> tuple[Bags, Bags]:
    """Return the words of two and three characters, and the longer ones."""
    text, places = _runs(points, han)
    ends = _word_ends(text)
    lengths = np.diff(ends, prepend=0)
    words = lengths > 1
    ends, lengths = ends[words], lengths[words]
    rows = text_of[places[ends - 1]]
    short = lengths < 4
    found = [text[end - n : end] for end, n in zip(ends[~short].tolist(), lengths[~short].tolist(), strict=True)]
    return _short_words(points[places], ends[short], lengths[short], rows[short]), _named(found, rows[~short])


def _word_ends(text: str) -> Ints:
    """Return where each word ends: all that is kept of the segmenter's many small strings, and only a few at a time."""
    parts, start = [np.zeros(0, dtype=np.int64)], 0
    while start < len(text):
        stop = text.find(" ", start + CHUNK) + 1 or len(text)
        cut = np.frombuffer("\n".join(rjieba.cut(text[start:stop], False)).encode("utf-32-le"), dtype=np.int32)
        ends = np.flatnonzero(cut == ord("\n"))
        parts += [ends - np.arange(len(ends)) + start, np.array([stop])]
        start = stop
    return np.concatenate(parts)


def _short_words(letters: Ints32, ends: Ints, lengths: Ints, rows: Ints32) -> Bags:
    """Return words of two or three letters: as numbers, because equal numbers are found faster than equal strings."""
    first = np.where(lengths == 3, letters[ends - 3], 0).astype(np.int64)
    keys = (first << 36) | (letters[ends - 2].astype(np.int64) << 18) | letters[ends - 1]
    distinct, ids = _numbered(keys)
    spelt = np.stack(
        [distinct >> 36, (distinct >> 18) & 0x3FFFF, distinct & 0x3FFFF, np.full_like(distinct, 10)], axis=1
    )
    names = spelt[spelt > 0].astype(np.int32).tobytes().decode("utf-32-le").split("\n")[:-1]
    return Bags(names, rows, ids)


def _numbered(keys: Ints) -> tuple[Ints, Ints32]:
    """Return the distinct keys in order, and which of them each key is.

    Most are found through a table of hashes; the few whose place another key has taken are searched for.
    """
    ordered = np.sort(keys)
    distinct = ordered[np.flatnonzero(np.diff(ordered, prepend=-1))]
    table = np.zeros(1 << HASH_BITS, dtype=np.int32)
    table[_hashed(distinct)] = np.arange(len(distinct), dtype=np.int32)
    ids = table[_hashed(keys)]
    wrong = np.flatnonzero(distinct[ids] != keys)
    ids[wrong] = np.searchsorted(distinct, keys[wrong])
    return distinct, ids


def _hashed(keys: Ints) -> Ints:
    """Return the upper bits of a product with the golden ratio (Knuth, *The Art of Computer Programming*, 6.4)."""
    return (keys * np.int64(-7046029254386353131) >> np.int64(64 - HASH_BITS)) & ((1 << HASH_BITS) - 1)


def _latin(points: Ints32, text_of: Ints32) -> tuple[list[str], Ints32]:
    """Return the Latin words in order, each beginning with a letter, and their texts."""
    letter = (points >= ord("a")) & (points <= ord("z"))
    allowed = letter | ((points >= ord("0")) & (points <= ord("9"))) | (points == ord("+")) | (points == ord("#"))
    # A word begins with a letter: what stands before the first letter of a run is left out.
    at = np.arange(len(points), dtype=np.int32)
    gap = np.maximum.accumulate(np.where(allowed, -1, at))
    begun = np.maximum.accumulate(np.where(letter, at, -1))
    word = allowed & (begun > gap)
    text, _ = _runs(points, word)
    starts = np.flatnonzero(word & ~np.concatenate([[False], word[:-1]]))
    return text.split(), text_of[starts]


def _runs(points: Ints32, inside: Bools) -> tuple[str, Ints]:
    """Return the runs of marked characters with a space after each, and where each character of that text stood."""
    follows = np.concatenate([[False], inside[:-1]])
    places = np.flatnonzero(inside | follows)
    chosen = np.where(inside, points, _SPACE)[places]
    return chosen.astype(np.int32).tobytes().decode("utf-32-le"), places


def word_grams(text: str, longest: int = 2) -> list[str]:
    """Return words and runs of up to ``longest`` neighbouring ones, for long texts by people of a profession.

    Latin words are stemmed after stop words are dropped, and a hyphenated compound stays one word, because in a
    profession it is one term; Chinese runs give characters and words as in :class:`Tokeniser`.
    """
    words: list[str] = []
    for run in _COMPOUNDS.findall(normalise(text)):
        if run[0] > "z":
            words += [c for c in run if c not in STOP_CHARACTERS]
            words += [w for w in rjieba.cut(run, False) if len(w) > 1]
        elif run not in STOP_WORDS and len(run) > 1:
            words.append(stem(run))
    grams = list(words)
    for size in range(2, longest + 1):
        grams += [" ".join(words[i : i + size]) for i in range(len(words) - size + 1)]
    return grams

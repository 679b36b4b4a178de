"""From text to terms: single characters and words for Chinese, stems for Latin script, codes for known names."""

from __future__ import annotations

import re
from collections.abc import Callable

import rjieba
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from matching.text.normalise import normalise
from matching.text.stem import stem
from matching.vocabulary import EMPTY, Vocabulary

Analyzer = Callable[[str], list[str]]

STOP_WORDS = ENGLISH_STOP_WORDS
STOP_CHARACTERS = frozenset("的了和是在与及等为一个以有于对其中可并将从到由而之或")
_RUNS = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+|[a-z][a-z0-9+#]*")
_COMPOUNDS = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+|[a-z][a-z0-9-]*[a-z0-9]")


def tokenise(text: str, vocabulary: Vocabulary = EMPTY) -> list[str]:
    """Return the terms of ``text``.

    Chinese runs give every character and every word of at least two characters (segmented by jieba's dictionary); Latin
    words are stemmed and stop words dropped; each name of a vocabulary code gives a marked code. Numbers are dropped:
    phone numbers and years say nothing about a topic.
    """
    text = normalise(text)
    terms: list[str] = []
    latin: list[str] = []
    for run in _RUNS.findall(text):
        if run[0] <= "z":
            latin.append(stem(run))
            if run not in STOP_WORDS and len(run) > 1:
                terms.append(latin[-1])
        else:
            terms += _chinese(run)
    return terms + vocabulary.tokens(text, latin)


def _chinese(run: str) -> list[str]:
    characters = [c for c in run if c not in STOP_CHARACTERS]
    return characters + [w for w in rjieba.cut(run, False) if len(w) > 1]


def word_grams(text: str, longest: int = 2) -> list[str]:
    """Return words and runs of up to ``longest`` neighbouring ones, for long texts by people of a profession.

    Latin words are stemmed after stop words are dropped, and a hyphenated compound stays one word, because in a
    profession it is one term; Chinese runs give characters and words as in :func:`tokenise`.
    """
    words: list[str] = []
    for run in _COMPOUNDS.findall(normalise(text)):
        if run[0] > "z":
            words += _chinese(run)
        elif run not in STOP_WORDS and len(run) > 1:
            words.append(stem(run))
    grams = list(words)
    for size in range(2, longest + 1):
        grams += [" ".join(words[i : i + size]) for i in range(len(words) - size + 1)]
    return grams

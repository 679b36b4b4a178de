"""From text to terms: single characters and words for Chinese, stems for Latin script, codes for known names."""

from __future__ import annotations

import re
from collections.abc import Callable

import rjieba

from matching.text.normalise import normalise
from matching.text.stem import stem
from matching.vocabulary import EMPTY, Vocabulary

Analyzer = Callable[[str], list[str]]

_COMMON = """
 a about above after again all also am an and any are as at be because been before being below between both but by
can could did do does doing down during each few for from further had has have having he her here hers him his how
i if in into is it its itself just me more most my no nor not now of off on once only or other our ours out over
own same she should so some such than that the their theirs them then there these they this those through to too
under until up very was we were what when where which while who whom why will with would you your yours however
thus therefore hence using used use via may many much well one two three new based show shows
"""
STOP_WORDS = frozenset(_COMMON.split())
STOP_CHARACTERS = frozenset("的了和是在与及等为一个以有于对其中可并将从到由而之或")
_RUNS = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+|[a-z][a-z0-9+#]*")


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
            terms += [c for c in run if c not in STOP_CHARACTERS]
            if len(run) > 1:
                terms += [w for w in rjieba.cut(run, False) if len(w) > 1]
    return terms + vocabulary.tokens(text, latin)


def word_grams(text: str, longest: int = 2) -> list[str]:
    """Return stemmed, stop-worded Latin words and Chinese terms plus runs of up to ``longest`` neighbouring ones."""
    words = tokenise(text)
    grams = list(words)
    for size in range(2, longest + 1):
        grams += [" ".join(words[i : i + size]) for i in range(len(words) - size + 1)]
    return grams

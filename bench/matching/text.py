"""Profiles of 200 characters through normalise, tokenise and vectorise: python -m bench.matching.text."""

import time

import rjieba

from app.recommendations.engine import vocabulary
from bench.matching import invent
from matching.text.tokenise import Tokeniser
from matching.text.vectorise import TermVectoriser

COUNT = 8_192
ROUNDS = 7


def cpu(work):
    """CPU seconds of the quickest of some runs: other processes on the machine only ever make it slower."""
    found = []
    for _ in range(ROUNDS):
        started = time.process_time()
        work()
        found.append(time.process_time() - started)
    return min(found)


def figures():
    """Texts a second and core, with the platform's vocabulary and without one, and of the segmenter alone."""
    texts = invent.texts(COUNT)
    known = TermVectoriser(Tokeniser(vocabulary())).fit(texts[:100])
    return {
        "text_docs_per_second_core": COUNT / cpu(lambda: TermVectoriser().fit_transform(texts)),
        "text_vocabulary_docs_per_second_core": COUNT / cpu(lambda: known.fit_transform(texts)),
        "text_segmenter_docs_per_second_core": COUNT / cpu(lambda: [rjieba.cut(text, False) for text in texts]),
    }


if __name__ == "__main__":
    for name, value in figures().items():
        print(f"{name} {value:.0f} texts/s")

"""Text: what looks the same is the same, Porter's rules, saturation, two languages."""

import numpy as np
import pytest

from matching import Term, Vocabulary
from matching.text.normalise import normalise
from matching.text.stem import stem
from matching.text.tokenise import tokenise, word_grams
from matching.text.vectorise import TermVectoriser
from tests.matching.invent import VOCABULARY


def cosine(left, right, corpus=()):
    vectoriser = TermVectoriser(lambda text: tokenise(text, VOCABULARY)).fit([left, right, *corpus])
    a, b = vectoriser.transform([left, right]).toarray()
    return float(a @ b)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ＡＩ　醫療", "ai 医疗"),
        ("机\u200b器\u2060人", "机器人"),
        ("re\u00adsearch", "research"),
        ("scientiﬁc\x00work", "scientific work"),
        ("A\ud800B", "a b"),
    ],
)
def test_what_looks_the_same_is_the_same(written, meant):
    assert normalise(written) == meant


# Worked by hand from the rules of the 1980 paper.
@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("investments", "invest"), ("caresses", "caress"), ("ponies", "poni"), ("agreed", "agre"),
        ("plastered", "plaster"),
        ("hopping", "hop"), ("filing", "file"), ("conflated", "conflat"), ("falling", "fall"), ("happy", "happi"),
        ("sky", "sky"), ("relational", "relat"), ("rationally", "ration"), ("hopefulness", "hope"),
        ("adoption", "adopt"),
        ("communism", "commun"), ("rate", "rate"), ("cease", "ceas"), ("controlling", "control"), ("ai", "ai"),
    ],
)  # fmt: skip
def test_stems(word, expected):
    assert stem(word) == expected


def test_chinese_gives_characters_and_words_and_latin_gives_stems_without_stop_words():
    terms = tokenise("医疗机器人 and the Robots, 2024")
    assert {"医", "疗", "医疗", "机器人", "robot"} <= set(terms)
    assert not {"and", "the", "2024"} & set(terms)


def test_compounds_stay_whole_in_long_texts():
    assert "multi-robot" in word_grams("multi-robot planning")
    assert "fair rank" in word_grams("fair ranking")


def test_two_languages_meet_through_the_vocabulary():
    assert cosine("国产医疗器械", "investing in medical devices") > 0.05
    assert cosine("國產醫療器械", "国产医疗器械") == pytest.approx(1.0)
    assert cosine("国产医疗器械", "investing in games") == 0.0


def test_a_repeated_word_saturates():
    corpus = ["某公司 研发 软件"] * 5
    honest = cosine("手术机器人 骨科 微创", "机器人", corpus)
    assert cosine("手术机器人 骨科 微创 " + "机器人 " * 100, "机器人", corpus) < 2.5 * honest
    many = TermVectoriser(tokenise).fit(["机器人"])
    assert (many.transform(["机器人 " * 50]) != many.transform(["机器人 " * 5000])).nnz == 0


def test_unknown_words_only_lengthen_a_text():
    vectoriser = TermVectoriser(tokenise).fit(["alpha beta", "gamma"])
    pure, mixed = vectoriser.transform(["alpha", "alpha quux"])
    assert 0 < mixed.sum() < pure.sum()
    assert vectoriser.transform([""]).nnz == 0
    assert np.isfinite(vectoriser.transform(["quux"]).toarray()).all()


def test_vocabulary_refuses_a_code_that_occurs_twice_and_knows_groups():
    with pytest.raises(ValueError, match="twice"):
        Vocabulary([Term("a", ("x",)), Term("a", ("y",))])
    assert VOCABULARY.groups({"devices", "robotics", "unknown"}) == {"health", "robotics", "unknown"}
    words = Vocabulary.from_mapping({"ai": {"group": "ict", "names": ["人工智能"], "synonyms": ["machine learning"]}})
    assert words.tokens("we do machine learning") == words.tokens("人工智能") == ["§ai"]

"""Text: what looks the same is the same, Porter's rules, saturation, two languages."""

import re
from collections import Counter

import numpy as np
import pytest
import rjieba
from hypothesis import given
from hypothesis import strategies as st

from matching import Term, Vocabulary
from matching.text.normalise import normalise
from matching.text.stem import stem
from matching.text.tokenise import STOP_CHARACTERS, STOP_WORDS, Tokeniser, tokenise, word_grams
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
    for text in ("we do machine learning", "人工智能"):
        assert [term for term in tokenise(text, words) if term.startswith("§")] == ["§ai"]


def test_the_longest_name_wins_and_no_name_crosses_from_one_text_to_the_next():
    words = Vocabulary(
        [Term("a", ("机器人", "machine vision")), Term("b", ("手术机器人", "机器")), Term("c", ("术机",))]
    )

    def codes(*texts):
        bags = Tokeniser(words).bags(texts)
        return sorted(
            (int(r), bags.names[i]) for r, i in zip(bags.rows, bags.ids, strict=True) if bags.names[i][0] == "§"
        )

    assert codes("手术机器人") == [(0, "§b")]
    assert codes("手术", "机器人") == [(1, "§a")]
    assert codes("machine", "vision, machine visions") == [(1, "§a")]


def simple_terms(text):
    """What a tokeniser does, one text and one run at a time."""
    text, terms = normalise(text), []
    for run in re.findall(r"[\u3400-\u9fff\U00020000-\U0003ffff]+|[a-z][a-z0-9+#]*", text):
        if run[0] <= "z":
            terms += [stem(run)] if run not in STOP_WORDS and len(run) > 1 else []
        else:
            terms += [c for c in run if c not in STOP_CHARACTERS] + [w for w in rjieba.cut(run, False) if len(w) > 1]
    return terms


PIECES = [
    "机器人",
    "医疗",
    "的",
    "答覆",
    "沈阳",
    "沈默",
    "醫療機器人",
    "看著",
    "人工智能平台",
    "𠀀",
    "ＡＩ",
    "3d",
    "c++",
]
PIECES += [
    "ﬁ",
    "ß",
    "é",
    "e\u0301",
    "\u200b",
    "\ufe0f",
    "…",
    "℃",
    "㎡",
    "①",
    "™",
    "\x00",
    "\x1f",
    "\n",
    "\ud800",
    "한",
    "ｶﾞ",
]
PIECES += ["#tag", "medical devices", "and", " "]


@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), max_size=5))
def test_many_texts_at_once_give_the_same_terms_as_one_by_one(texts):
    bags = Tokeniser().bags(texts)
    assert bags.names == sorted(set(bags.names))
    for i, text in enumerate(texts):
        found = Counter(bags.names[k] for k, row in zip(bags.ids, bags.rows, strict=True) if row == i)
        assert found == Counter(simple_terms(text))


def test_a_code_named_in_both_languages_saturates_as_one_term():
    words = TermVectoriser(Tokeniser(VOCABULARY)).fit(["医疗器械 medical devices", "游戏"])
    assert len(words.terms_) == len(set(words.terms_))
    assert words.transform(["医疗器械 medical devices"]).has_canonical_format

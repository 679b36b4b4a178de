"""Mentors: needs, texts, places; full or conflicted mentors are left out; outcomes teach."""

import pytest

from matching import MentorRecommender, NotEnough
from matching.affinity import TextAffinity
from tests.matching.invent import VOCABULARY, mentor, project

OTHER = {"texts": ("品牌营销和渠道",), "sectors": frozenset({"retail"}), "expertise": frozenset({"brand"})}


@pytest.fixture(scope="module")
def model():
    mentors = [mentor(), mentor("m2", **OTHER), mentor("silent", texts=(), sectors=frozenset(), expertise=frozenset())]
    return MentorRecommender(vocabulary=VOCABULARY).fit(mentors)


def test_the_mentor_who_meets_the_need_comes_first_and_says_why(model):
    first, second = model.recommend([project()])["p1"]
    assert (first.candidate_id, second.candidate_id) == ("m1", "m2")
    facts = {e.code: dict(e.params) for e in first.evidence}
    assert facts["needs_met"] == {"needs": ("regulation",), "unmet": ("sales",)}
    assert facts["places_free"] == {"free": 2, "of": 3}
    assert {"same_city", "same_stage", "same_sector"} <= facts.keys()
    assert sum(p.contribution for p in first.parts) == pytest.approx(first.raw)


@pytest.mark.parametrize("change", [{"load": 3}, {"conflicts": frozenset({"p1"})}, {"languages": frozenset({"en"})}])
def test_who_cannot_is_left_out(change):
    assert MentorRecommender().fit([mentor(**change)]).recommend([project()]) == {"p1": ()}


def test_too_little_is_answered_with_what_is_missing(model):
    empty = project(id="e", texts={}, sectors=frozenset(), needs=frozenset())
    assert model.recommend([empty])["e"] == NotEnough(("needs", "sectors", "need"))
    assert model.recommend_projects([project()])["silent"] == NotEnough(("expertise", "sectors", "texts"))


def test_outcomes_move_the_weights_and_the_state_keeps_them():
    mentors = [mentor(f"m{i}", region="330100" if i % 2 else "110000", texts=("经验",)) for i in range(6)]
    asked = [project(id=f"p{i}", region="330100") for i in range(60)]
    outcomes = [(p, f"m{2 * (i % 3)}") for i, p in enumerate(asked)]
    learned = MentorRecommender(penalty=1.0).fit(mentors, outcomes)
    assert learned.recommend(asked[:1], k=1)["p0"][0].candidate_id in {"m0", "m2", "m4"}
    assert MentorRecommender().fit(mentors).recommend(asked[:1], k=1)["p0"][0].candidate_id == "m1"
    again = MentorRecommender().fit(mentors, state=learned.to_state())
    assert again.recommend(asked[:2]) == learned.recommend(asked[:2])


def test_affinity_is_the_mean_of_the_best_texts_and_takes_an_embedder():
    people = [["graph theory", "cooking"], ["cooking at home", "gardening"], []]
    like = TextAffinity(best=1).fit(people).transform(["graph theory"])
    assert like[0, 0] == pytest.approx(1.0, abs=1e-6)
    assert like[0, 1] == like[0, 2] == 0

    class Lengths:
        def encode(self, texts):
            import numpy as np

            return np.array([[len(t), 1.0] for t in texts])

    mixed = TextAffinity(best=1, embedder=Lengths()).fit(people).transform(["graph theory"])
    assert 0 < mixed[0, 1] < mixed[0, 0]

"""Short lists: what is found by the product of all columns is what looking at everybody finds, and stays fresh."""

import dataclasses

import numpy as np
import pytest

from matching import Mentor, MentorRecommender, NotEnough, Project, mentor_recommender
from matching.shortlist import Shortlist, best_of
from matching.text.vectorise import TermVectoriser
from tests.matching.invent import VOCABULARY


@pytest.fixture
def both(people, monkeypatch):
    """The same mentors, once with everybody looked at and once by short lists."""
    everybody = MentorRecommender(VOCABULARY).fit(people[0])
    monkeypatch.setattr(mentor_recommender, "FEW", 10)
    return everybody, MentorRecommender(VOCABULARY).fit(people[0])


def ids(found):
    return {
        key: value if isinstance(value, NotEnough) else [m.candidate_id for m in value] for key, value in found.items()
    }


def test_short_lists_find_what_looking_at_everybody_finds(people, both, monkeypatch):
    everybody, short = both
    assert short._short is not None
    assert ids(short.recommend(people[1], k=8)) == ids(everybody.recommend(people[1], k=8))
    back = short.recommend_projects(people[1], k=5)
    monkeypatch.setattr(mentor_recommender, "FEW", 1000)
    assert back == everybody.recommend_projects(people[1], k=5)


def test_ranking_in_columns_is_the_recommendation_without_reasons(people, both):
    asked = [*reversed(people[1]), Project("silent")]
    told = both[1].recommend(asked, k=4)
    found = {p.id: [] for p in asked}
    for ranked in both[1].rank(both[1].encode(asked), 4):
        for row, column in zip(ranked.rows, ranked.columns, strict=True):
            found[asked[row].id].append(both[1].ids_[column])
    assert found.pop("silent") == []
    assert told.pop("silent") == NotEnough(("needs", "sectors", "need"))
    assert found == ids(told)


def test_a_changed_mentor_is_found_at_once_and_as_if_fitted_with_the_old_words(people, both):
    short, (project, *_) = both[1], people[1]
    project = dataclasses.replace(project, languages=frozenset({"zh"}), conflicts=frozenset())
    before = short.recommend([project], k=1)[project.id][0]
    loser = next(m for m in people[0] if m.id != before.candidate_id and project.id not in m.conflicts)
    ideal = Mentor(
        loser.id,
        (project.texts["summary"],),
        project.sectors | {"new code"},
        frozenset({project.stage} - {""}),
        project.needs,
        frozenset({"zh"}),
        project.region,
        capacity=3,
    )
    short.update(ideal)
    match = short.recommend([project], k=1)[project.id][0]
    assert match.candidate_id == loser.id
    assert match.raw > before.raw
    assert any(e.code == "shared_term" for e in match.evidence)
    back = short.recommend_projects([project], candidate_ids=[loser.id])[loser.id]
    assert back[0].raw == match.raw
    short.update(dataclasses.replace(ideal, load=3))
    assert loser.id not in ids(short.recommend([project], k=50))[project.id]
    with pytest.raises(KeyError):
        short.update(dataclasses.replace(ideal, id="nobody"))


def test_many_changes_prepare_the_short_lists_anew(people, both, monkeypatch):
    monkeypatch.setattr(mentor_recommender, "MOST_LATE", 3)
    for mentor in people[0][:5]:
        both[1].update(dataclasses.replace(mentor, capacity=4))
    assert len(both[1]._late) < 3
    again = MentorRecommender(VOCABULARY).fit(both[1].mentors_)
    assert ids(both[1].recommend(people[1], k=6)) == ids(again.recommend(people[1], k=6))


def test_the_affinity_of_many_texts_is_the_mean_of_the_closest(both):
    talk = Mentor("a", ("机器人", "机器人 手术", "游戏", "零售", "抗体", "机器人 导航"), capacity=1)
    model = MentorRecommender(best_texts=2).fit([talk, Mentor("b", ("游戏",), capacity=1)])
    words = TermVectoriser().fit([*talk.texts, "游戏"])
    like = np.sort((words.transform(["机器人手术"]) @ words.transform(talk.texts).T).toarray().ravel())
    side = model.encode([Project("p", {"summary": "机器人手术"}, frozenset({"x"}))]).side
    x = model._pair_features(side, np.array([0]), np.array([0]))
    assert x[0, model.names.index("text")] == pytest.approx(like[-2:].mean(), rel=1e-5)


def test_the_best_of_each_group_by_score_then_place():
    best = best_of(np.array([1, 0, 1, 0, 0]), np.array([5, 2, 4, 1, 9]), np.array([1.0, 3.0, 1.0, 3.0, 2.0]), 2)
    assert best.tolist() == [3, 1, 2, 0]


def test_a_short_list_holds_the_largest_products():
    words = TermVectoriser().fit(["机器人 手术", "游戏 引擎", "机器人 游戏"])
    matrix = words.transform(["机器人 手术", "游戏 引擎", "机器人 游戏"])
    rows, columns = Shortlist(matrix).best(words.transform(["手术", "引擎"]), 1)
    assert (rows.tolist(), columns.tolist()) == ([0, 1], [0, 1])

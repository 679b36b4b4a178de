"""Funds: the past decides, the future never leaks, reasons add up, and what is unknown is said."""

import dataclasses
import datetime as dt
import json
import math

import numpy as np
import pytest

from matching import Deal, Fund, FundRecommender, NotEnough
from matching.deals import History, ordinal
from matching.evaluation import evaluate_at, split_at, table
from matching.features import NAMES, Snapshot
from matching.history_ranker import HistoryRanker
from matching.mandate import soft_portfolio
from matching.metrics import bootstrap, query_metrics
from matching.ranker import Choices, ConditionalLogit
from matching.rounds_file import RowEncoder, takers_of
from matching.training import Sampling, windows
from tests.matching.invent import TODAY, VOCABULARY, as_funds, mandate_fund, market_rows, project


@pytest.fixture(scope="module")
def rows():
    return sorted(market_rows(), key=lambda r: r.date)


@pytest.fixture(scope="module")
def model(rows):
    funds = [*as_funds(rows), mandate_fund(), Fund("silent")]
    return FundRecommender(vocabulary=VOCABULARY).fit(funds, today=TODAY)


def history_of(rows):
    names = sorted({n for r in rows for n in r.investors})
    return History(RowEncoder().fit(rows).transform(rows, TODAY), takers_of(rows, names))


def test_features_do_not_see_the_day_or_anything_after_it(rows):
    day = dt.date(2024, 9, 1)
    whole = history_of(rows)
    seen = Snapshot(whole, ordinal(day)).features(whole.rounds.take(slice(0, 5)))
    past = sum(r.date < day for r in rows)
    shuffled = History(whole.rounds, whole.takers.tolil())
    shuffled.takers[past:] = 1
    blind = Snapshot(History(whole.rounds, shuffled.takers.tocsr()), ordinal(day))
    assert np.array_equal(seen, blind.features(whole.rounds.take(slice(0, 5))))


def test_the_model_beats_activity_and_text_on_an_invented_market(rows):
    split = split_at(rows, TODAY - dt.timedelta(days=150), 150)
    found = evaluate_at(split)
    ndcg = {name: values.mean(axis=0)[2] for name, values in found.items()}
    assert ndcg["conditional logit"] > max(ndcg["activity"], ndcg["text only"], ndcg["random"])
    assert "gain over regression" in table(found)


def test_ranking_is_complete_deterministic_and_without_the_amount_ignores_it(rows):
    names = [*sorted({n for r in rows for n in r.investors}), "newcomer"]
    queries = [dataclasses.replace(r, investors=()) for r in rows[:3]]
    first = list(HistoryRanker(use_amount=False).fit(rows, names).rank(queries))
    assert all(sorted(ranking) == sorted(names) for ranking in first)
    other = [dataclasses.replace(q, amount=7e9) for q in queries]
    assert list(HistoryRanker(use_amount=False).fit(rows[::-1], names[::-1]).rank(other)) == first


@pytest.mark.parametrize("days", [12, 150])
def test_short_histories_are_ranked_too(rows, days):
    late = [r for r in rows if r.date >= TODAY - dt.timedelta(days=days)]
    names = sorted({n for r in rows for n in r.investors})
    assert len(next(HistoryRanker().fit(late, names).rank(rows[:1]))) == len(names)


def test_parts_sum_to_the_raw_score_and_order_follows_it(model):
    (matches,) = model.recommend([project()], k=8).values()
    assert [m.raw for m in matches] == sorted((m.raw for m in matches), reverse=True)
    for match in matches:
        assert math.fsum(p.contribution for p in match.parts) == pytest.approx(match.raw)
        assert 0 < match.score < 1
        assert all(0 <= p.value <= 1 for p in match.parts)
    assert {m.candidate_id for m in matches}.isdisjoint({"silent"})


def test_a_fund_with_a_mandate_and_no_history_is_found(model):
    (matches,) = model.recommend([project()], k=5).values()
    match = next(m for m in matches if m.candidate_id == "mandate")
    codes = {e.code for e in match.evidence}
    assert {"mandate_sector", "mandate_round", "mandate_region", "ticket_fits"} <= codes
    assert "shared_concept" in codes


def test_removing_the_named_evidence_lowers_the_score_more_than_removing_other_words():
    fund = mandate_fund(sectors=frozenset(), rounds=frozenset(), regions=frozenset())
    asked = project(sectors=frozenset())
    model = FundRecommender(vocabulary=VOCABULARY).fit([fund, Fund("other", ("零售 游戏",))], today=TODAY)

    def raw(summary):
        changed = dataclasses.replace(asked, texts={"summary": summary})
        return {m.candidate_id: m.raw for m in model.recommend([changed])["p1"]}["mandate"]

    text = asked.texts["summary"]
    assert raw(text.replace("机器人", "")) < raw(text.replace("骨科", "")) - 0.1


def test_hard_rules_exclude(model, rows):
    best = model.recommend([project()], k=1)["p1"][0].candidate_id
    assert best not in {m.candidate_id for m in model.recommend([project(conflicts=frozenset({best}))])["p1"]}
    for change in ({"excluded_sectors": frozenset({"robotics"})}, {"remaining": 1e5}, {"capacity": 0}):
        alone = FundRecommender(vocabulary=VOCABULARY).fit([mandate_fund(**change)], today=TODAY)
        assert alone.recommend([project()]) == {"p1": ()}


def test_soft_conflicts_are_named():
    model = FundRecommender(vocabulary=VOCABULARY).fit([mandate_fund()], today=TODAY)
    asked = project(round="b", amount=9e8, region="110000", sectors=frozenset({"games"}))
    (match,) = model.recommend([asked])["p1"]
    assert {c.code for c in match.conflicts} == {
        "round_outside",
        "amount_above_ticket",
        "region_outside",
        "sector_outside",
    }


def test_too_little_is_answered_with_what_is_missing(model):
    empty = project(id="empty", texts={"name": "X"}, sectors=frozenset())
    assert model.recommend([empty]) == {"empty": NotEnough(("sectors", "summary"))}
    assert model.recommend_projects([project()], candidate_ids=["silent"])["silent"] == NotEnough(
        ("sectors", "rounds", "texts")
    )


def test_both_directions_tell_the_same_score(model):
    there = {m.candidate_id: m.raw for m in model.recommend([project()], k=50)["p1"]}
    back = model.recommend_projects([project(), project(id="p2", region="110000")], k=2)
    for fund, matches in back.items():
        for match in matches if not isinstance(matches, NotEnough) else ():
            if match.project_id == "p1":
                assert match.raw == pytest.approx(there[fund])


def test_a_state_goes_through_json_and_gives_the_same_matches(model, rows):
    state = json.loads(json.dumps(model.to_state()))
    again = FundRecommender(vocabulary=VOCABULARY).fit(model.funds_[::-1], today=TODAY, state=state)
    assert again.recommend([project()]) == model.recommend([project()])
    with pytest.raises(ValueError, match="version"):
        FundRecommender().fit(model.funds_, today=TODAY, state=state | {"features": ["other"]})


def test_nothing_learned_means_the_expert_decides_and_no_funds_means_no_matches():
    model = FundRecommender().fit([mandate_fund()], today=TODAY)
    assert model.ranker_.n_queries_ == 0
    assert FundRecommender().fit([], today=TODAY).recommend([project()]) == {"p1": ()}
    with pytest.raises(ValueError, match="today"):
        FundRecommender().fit([])
    with pytest.raises(ValueError, match="share an id"):
        FundRecommender().fit([Fund("a"), Fund("a")], today=TODAY)


def test_a_score_that_is_not_finite_fails_instead_of_winning():
    ranker = ConditionalLogit().fit([], prior=[1.0, 1.0])
    with pytest.raises(FloatingPointError):
        ranker.decision_function(np.array([[np.nan, 1.0]], dtype=np.float32))
    with pytest.raises(ValueError, match="finite"):
        ConditionalLogit.from_state({"coef": [float("nan")], "scale": [1.0], "n_queries": 1})
    for amount in (float("nan"), float("inf"), -1.0):
        with pytest.raises(ValueError, match="finite amount"):
            Deal(TODAY, amount=amount)


def test_the_ranker_finds_the_weights_that_made_the_choices():
    rng = np.random.default_rng(0)
    true = np.array([1.5, -1.0, 0.0])
    x = rng.normal(size=(800, 12, 3)).astype(np.float32)
    utility = x @ true + rng.gumbel(size=(800, 12))
    taken = np.eye(12)[utility.argmax(axis=1)]
    from scipy import sparse

    learned = ConditionalLogit(penalty=1.0).fit([Choices(x, sparse.csr_matrix(taken))])
    assert learned.coef_ == pytest.approx(true, abs=0.15)
    held = ConditionalLogit(penalty=1e9).fit([Choices(x, sparse.csr_matrix(taken))], prior=[0.3, 0.3, 0.3])
    assert held.coef_ == pytest.approx([0.3] * 3, abs=1e-3)


def test_sampled_candidates_leave_the_weights_about_where_they_were(rows):
    history = history_of(rows)
    whole = ConditionalLogit().fit(windows(history, ordinal(TODAY), Sampling(most_candidates=1000)))
    some = ConditionalLogit().fit(windows(history, ordinal(TODAY), Sampling(most_candidates=6)))
    assert np.corrcoef(whole.coef_ * whole.scale_, some.coef_ * whole.scale_)[0, 1] > 0.8
    assert len(whole.coef_) == len(NAMES)


def test_metrics_of_known_rankings():
    assert query_metrics([0]) == (1.0, 1.0, 1.0, 1.0)
    assert query_metrics([1, 60]) == pytest.approx((0.5, 0.5, (1 / math.log2(3)) / (1 + 1 / math.log2(3)), 0.5))
    low, high = bootstrap(np.array([[0.0], [1.0]] * 50))
    assert low[0] < 0.5 < high[0]


def test_a_mandate_counts_as_deals_spread_over_the_year_as_many_as_it_plans():
    market = [Deal(TODAY - dt.timedelta(days=d), frozenset({"robotics"}), "330100", "seed") for d in range(360, 0, -1)]

    def weights(**changes):
        fund = mandate_fund(texts=(), **changes)
        return soft_portfolio(fund, market, np.zeros(len(market)), VOCABULARY, TODAY)

    total = sum(w for _, w in weights(pace=20.0))
    assert total == pytest.approx(2 * sum(w for _, w in weights(pace=10.0)))
    early = sum(w for d, w in weights(pace=20.0) if (TODAY - d.date).days > 180)
    assert early == pytest.approx(total / 2, rel=0.05)
    assert sum(w for _, w in weights()) > 0
    assert weights(portfolio=tuple(market[:10])) == []

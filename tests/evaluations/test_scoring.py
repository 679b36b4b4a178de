"""Points follow their rules exactly, and a better figure never brings fewer."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.evaluations.schemes import template, templates
from app.evaluations.scoring import (
    JUDGED,
    LINEAR,
    RANK,
    STEPS,
    YES_NO,
    Criterion,
    Gate,
    Grade,
    Rules,
    advice,
    assess,
    figure_for,
    points,
)

GRADES = tuple(
    Grade(code, code, code, Decimal(least), code)
    for code, least in (("excellent", 85), ("qualified", 60), ("rectification", 0))
)
WEIGHTS = st.integers(1, 5000).map(lambda cents: Decimal(cents) / 100)
FIGURES = st.integers(0, 10**6)
EVERYBODY = settings(max_examples=60, deadline=None)


@st.composite
def criteria(draw, code="c0", kinds=(LINEAR, STEPS, RANK, YES_NO)):
    kind = draw(st.sampled_from(kinds))
    figures = sorted(draw(st.sets(FIGURES, min_size=2, max_size=5)))
    shares = sorted(draw(st.lists(st.integers(0, 100), min_size=len(figures), max_size=len(figures))))
    positive = draw(st.booleans())
    if kind == YES_NO:
        figures, shares = figures[:1], [100]
    marks = tuple(zip(figures, shares if positive else reversed(shares), strict=True))
    return Criterion(code, code, code, draw(WEIGHTS), kind, indicator=code, marks=marks, positive=positive)


@st.composite
def rules(draw):
    drawn = [draw(criteria(f"c{number}")) for number in range(draw(st.integers(1, 4)))]
    gates = tuple(
        Gate(each.indicator, draw(FIGURES), draw(st.sampled_from(["qualified", "rectification"])), each.positive)
        for each in drawn[: draw(st.integers(0, 2))]
    )
    return Rules(tuple(drawn), GRADES, gates)


def one(kind, marks=(), weight="10", **values):
    return Criterion("c", "", "", Decimal(weight), kind, indicator="c", marks=tuple(marks), **values)


@pytest.mark.parametrize(
    ("criterion", "figure", "expected"),
    [
        (one(LINEAR, [(0, 0), (300, 100)]), 100, "3.33"),
        (one(LINEAR, [(0, 0), (300, 100)]), 200, "6.67"),
        (one(LINEAR, [(40, 20), (80, 100)]), 10, "2"),
        (one(LINEAR, [(40, 0), (80, 100)]), 900, "10"),
        (one(STEPS, [(1, 60), (2, 100)]), 0, "0"),
        (one(STEPS, [(1, 60), (2, 100)], "7.5"), 1, "4.50"),
        (one(YES_NO, [(5, 100)]), 5, "10"),
        (one(YES_NO, [(5, 100)], positive=False), 6, "0"),
        (one(LINEAR, [(0, 100), (100, 0)], positive=False), 25, "7.5"),
        (one(LINEAR, [(0, 0), (1, 100)]), None, "0"),
    ],
)
def test_points_by_hand(criterion, figure, expected):
    assert points(criterion, figure) == Decimal(expected)


def test_a_rank_counts_who_is_level_or_behind():
    ranked = one(RANK, weight="9")
    figures = {"a": {"c": 5}, "b": {"c": 5}, "c": {"c": 1}}
    found = assess(Rules((ranked,), GRADES), figures, {})
    assert [found[key].marks[0].points for key in "abc"] == [Decimal(9), Decimal(9), Decimal(3)]
    assert [found[key].marks[0].place for key in "abc"] == [1, 1, 3]
    assert [found[key].rank for key in "abc"] == [1, 1, 3]
    nobody = assess(Rules((ranked,), GRADES), {"a": {"c": 0}, "b": {"c": 0}}, {})
    assert nobody["a"].total == 0


@EVERYBODY
@given(data=st.data(), drawn=rules(), others=st.lists(FIGURES, max_size=6))
def test_a_better_figure_never_brings_less(data, drawn, others):
    """Neither points, nor the rank, nor the grade, whatever the others have."""
    carriers = {number: dict.fromkeys(drawn.indicators, figure) for number, figure in enumerate(others)}
    mine = {code: data.draw(st.none() | FIGURES) for code in drawn.indicators}
    better = dict(mine)
    changed = data.draw(st.sampled_from(drawn.criteria))
    now = mine[changed.indicator]
    better[changed.indicator] = (
        changed.worth(data.draw(st.integers(changed.worth(now), 10**6))) if now is not None else 0
    )
    before, after = (assess(drawn, {**carriers, "me": figures}, {})["me"] for figures in (mine, better))
    assert after.total >= before.total
    assert after.rank <= before.rank
    assert drawn.grades.index(after.grade) <= drawn.grades.index(before.grade)


@EVERYBODY
@given(drawn=rules(), data=st.data())
def test_points_stay_within_weights_and_add_up(drawn, data):
    carriers = {
        number: {code: data.draw(st.none() | st.integers(-(10**6), 10**12)) for code in drawn.indicators}
        for number in range(3)
    }
    for found in assess(drawn, carriers, {}).values():
        assert all(0 <= mark.points <= mark.criterion.weight for mark in found.marks)
        assert all(mark.points * 100 == int(mark.points * 100) for mark in found.marks)
        assert found.total == sum(mark.points for mark in found.marks) <= drawn.total
        for gate in drawn.gates:
            if gate in found.closed:
                assert drawn.grades.index(found.grade) >= [grade.code for grade in drawn.grades].index(gate.cap)
        if not found.closed:
            assert found.grade == next(grade for grade in drawn.grades if found.total >= grade.least)


@EVERYBODY
@given(criterion=criteria(kinds=(LINEAR, STEPS, YES_NO)), cents=st.integers(1, 5000))
def test_a_needed_figure_is_enough(criterion, cents):
    wanted = min(criterion.weight, Decimal(cents) / 100)
    figure = figure_for(criterion, wanted)
    if figure is not None:
        assert points(criterion, figure) >= wanted
    else:
        # What rounding up may bring is not promised.
        assert max(points(criterion, at) for at, _share in criterion.marks) <= wanted


def test_what_is_missing_for_the_next_grade():
    few = one(LINEAR, [(0, 0), (100, 100)], "60")
    many = replace(few, code="d", indicator="d", weight=Decimal(40), kind=JUDGED, marks=())
    drawn = Rules((few, many), GRADES, (Gate("d", 1, "qualified"),))
    found = assess(drawn, {"me": {"c": 50, "d": 0}}, {("me", "d"): Decimal(10)})["me"]
    assert (found.total, found.grade.code) == (Decimal(40), "rectification")
    told = advice(drawn, found)
    assert (told.grade.code, told.lacking, told.gates) == ("qualified", Decimal(20), ())
    assert [(want.criterion.code, want.figure, want.is_enough) for want in told.wants] == [
        ("c", 84, True),
        ("d", None, True),
    ]
    top = assess(drawn, {"me": {"c": 100, "d": 0}}, {("me", "d"): Decimal(40)})["me"]
    assert (top.grade.code, advice(drawn, top).gates, advice(drawn, top).wants) == ("qualified", drawn.gates, ())


def test_the_shipped_schemes():
    assert [each.code for each in templates()][:2] == ["seven_ones", "general_makerspace"]
    assert all(each.rules.total == 100 and each.rules.grades[-1].least == 0 for each in templates())
    seven = {each.code: each for each in template("seven_ones").rules.criteria}
    assert seven["area"].marks == ((50_000 * 100, 100),)
    assert seven["area_used"].marks == ((35_000 * 100, 100),)
    assert seven["leading"].marks == ((7500, 100),)
    assert seven["own_funds"].marks == ((100_000_000 * 100, 100),)
    assert seven["funds"].marks == ((200_000_000 * 100, 100),)

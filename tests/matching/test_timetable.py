"""1:1 meetings: no clash ever, an honest bound, a reason for each that is left out, few moved."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.timetable import Meeting, Person, TimetableProblem, schedule


@st.composite
def problems(draw):
    slots = draw(st.integers(1, 4))
    ids = [f"x{i}" for i in range(draw(st.integers(2, 5)))]
    people = [Person(i, frozenset(draw(st.sets(st.integers(0, slots - 1))))) for i in ids]
    pairs = [(a, b) for a in ids for b in ids if a < b]
    wished = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=6))
    meetings = [Meeting(f"m{i}", a, b, draw(st.integers(0, 4)) / 2) for i, (a, b) in enumerate(wished)]
    return TimetableProblem(slots, draw(st.integers(0, 2)), people, meetings)


@given(problems())
@settings(max_examples=60, deadline=None)
def test_nobody_is_in_two_places_and_nothing_is_lost(problem):
    result = schedule(problem)
    assert_no_clash(problem, result)
    assert result.bound >= result.value - 1e-9
    assert best_value(problem, problem.meetings) == pytest.approx(result.value)


def assert_no_clash(problem, result):
    people = {p.id: p.available for p in problem.people}
    meetings = {m.id: m for m in problem.meetings}
    seats = [(slot, table) for _, slot, table in result.scheduled]
    assert len(set(seats)) == len(seats)
    busy = [(slot, p) for i, slot, _ in result.scheduled for p in (meetings[i].a, meetings[i].b)]
    assert len(set(busy)) == len(busy)
    assert all(slot in people[p] for slot, p in busy)
    assert all(0 <= table < problem.tables for _, table in seats)
    assert {i for i, _, _ in result.scheduled} | {i for i, _ in result.unscheduled} == set(meetings)


def best_value(problem, meetings, used=frozenset(), count=()):
    """Brute force over slots of each meeting in turn."""
    if not meetings:
        return 0.0
    first, rest = meetings[0], meetings[1:]
    best = best_value(problem, rest, used, count)
    free = {p.id: p.available for p in problem.people}
    for slot in free[first.a] & free[first.b]:
        taken = {(first.a, slot), (first.b, slot)}
        if not taken & used and count.count(slot) < problem.tables:
            best = max(best, first.value + best_value(problem, rest, used | taken, (*count, slot)))
    return best


@st.composite
def always_there(draw):
    """Two sides that are there in every slot."""
    slots = draw(st.integers(1, 5))
    left, right = ([f"{side}{i}" for i in range(draw(st.integers(1, 5)))] for side in "lr")
    pairs = st.tuples(st.sampled_from(left), st.sampled_from(right))
    wished = draw(st.lists(pairs, max_size=25))
    meetings = [Meeting(f"m{i:02d}", a, b, draw(st.integers(0, 4)) / 2) for i, (a, b) in enumerate(wished)]
    people = [Person(i, frozenset(range(slots))) for i in left + right]
    return TimetableProblem(slots, draw(st.integers(1, 5)), people, meetings)


@given(always_there())
@settings(max_examples=60, deadline=None)
def test_who_is_always_there_loses_a_meeting_only_to_a_full_day(problem):
    result = schedule(problem)
    assert_no_clash(problem, result)
    assert result.value == pytest.approx(result.bound)
    wished = Counter(p for m in problem.meetings for p in (m.a, m.b))
    if max(wished.values(), default=0) <= problem.slots and len(problem.meetings) <= problem.slots * problem.tables:
        assert result.unscheduled == ()


@given(problems(), st.data())
@settings(max_examples=40, deadline=None)
def test_after_any_cancellation_nobody_loses_or_moves_without_need(problem, data):
    before = schedule(problem)
    gone = data.draw(st.sampled_from([m.id for m in problem.meetings] or [""]))
    rest = [m for m in problem.meetings if m.id != gone]
    after = schedule(replace(problem, meetings=rest, previous=before.scheduled))
    assert after.value == pytest.approx(best_value(problem, rest))
    kept = {entry for entry in before.scheduled if entry[0] != gone}
    if after.value == pytest.approx(sum(m.value for m in rest if m.id in {i for i, _, _ in kept})):
        assert kept <= set(after.scheduled)


@given(problems())
@settings(max_examples=25, deadline=None)
def test_the_same_wishes_give_the_same_timetable_in_any_order(problem):
    turned = replace(problem, people=problem.people[::-1], meetings=problem.meetings[::-1])
    assert schedule(problem) == schedule(turned)


def test_waits_are_shortened_without_losing_a_meeting():
    people = {"a": {0, 1, 2, 3}, "b": {0, 1, 2, 3}, "x": {0, 1, 2, 3}, "y": {0, 3}}
    problem = TimetableProblem(
        4,
        2,
        [Person(i, frozenset(slots)) for i, slots in people.items()],
        [Meeting("1", "a", "x"), Meeting("2", "a", "y"), Meeting("3", "b", "x")],
    )
    slots = {i: slot for i, slot, _ in schedule(problem).scheduled}
    assert abs(slots["1"] - slots["2"]) == 1
    assert abs(slots["1"] - slots["3"]) == 1


def test_people_keep_their_table_where_they_can():
    people = [Person(i, frozenset(range(3))) for i in "abxyz"]
    meetings = [Meeting(a + x, a, x) for a in "ab" for x in "xyz"]
    result = schedule(TimetableProblem(3, 2, people, meetings))
    sat = {(i[0], table) for i, _, table in result.scheduled}
    assert len(result.scheduled) == 6
    assert len(sat) == 2


def test_a_number_of_tables_that_nobody_needs_costs_nothing():
    result = schedule(replace(crowd(), tables=10**9))
    assert len(result.scheduled) == 9


def crowd(slots=3, tables=3, previous=()):
    people = [Person(i, frozenset(range(slots))) for i in "abcxyz"]
    meetings = [Meeting(a + x, a, x) for a in "abc" for x in "xyz"]
    return TimetableProblem(slots, tables, people, meetings, previous)


def test_everybody_meets_everybody_when_it_is_just_possible():
    result = schedule(crowd())
    assert len(result.scheduled) == 9
    assert result.unscheduled == ()


def test_after_a_cancellation_the_others_stay():
    before = schedule(crowd(slots=4))
    problem = crowd(slots=4, previous=before.scheduled)
    fewer = TimetableProblem(4, 3, problem.people, problem.meetings[1:], before.scheduled)
    after = schedule(fewer)
    assert set(after.scheduled) == {s for s in before.scheduled if s[0] != problem.meetings[0].id}


def test_reasons():
    people = [
        Person("a", frozenset({0})),
        Person("b", frozenset({0})),
        Person("c", frozenset({1})),
        Person("d", frozenset({0})),
    ]
    meetings = [Meeting("1", "a", "b", 3), Meeting("2", "a", "c"), Meeting("3", "a", "d")]
    result = schedule(TimetableProblem(2, 1, people, meetings))
    assert dict(result.unscheduled) == {"2": "no_common_slot", "3": "person_full"}
    assert schedule(TimetableProblem(2, 0, people, meetings)).scheduled == ()


@pytest.mark.parametrize(
    ("people", "meetings", "message"),
    [
        ([Person("a", frozenset({5}))], [], "does not exist"),
        ([Person("a", frozenset())], [Meeting("1", "a", "b")], "unknown person"),
        ([Person("a", frozenset())], [Meeting("1", "a", "a")], "both sides"),
        ([Person("a", frozenset()), Person("a", frozenset())], [], "twice"),
    ],
)
def test_bad_input_is_named(people, meetings, message):
    with pytest.raises(ValueError, match=message):
        TimetableProblem(1, 1, people, meetings)

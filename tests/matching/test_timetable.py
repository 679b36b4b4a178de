"""1:1 meetings: no clash ever, an honest bound, a reason for each that is left out, few moved."""

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
    people = {p.id: p.available for p in problem.people}
    meetings = {m.id: m for m in problem.meetings}
    seats = [(slot, table) for _, slot, table in result.scheduled]
    assert len(set(seats)) == len(seats)
    busy = [(slot, p) for i, slot, _ in result.scheduled for p in (meetings[i].a, meetings[i].b)]
    assert len(set(busy)) == len(busy)
    assert all(slot in people[p] for slot, p in busy)
    assert all(0 <= table < problem.tables for _, table in seats)
    assert {i for i, _, _ in result.scheduled} | {i for i, _ in result.unscheduled} == set(meetings)
    assert result.bound >= result.value - 1e-9
    assert best_value(problem, list(meetings.values())) == pytest.approx(result.value)


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

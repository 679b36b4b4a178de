"""The adapter to the exact timetable, without a database."""

from app.roadshows.timetable import Wish, solve

ALL = frozenset(range(4))


def wish(name: str, a: str, b: str, **values) -> Wish:
    return Wish(name, (a, b), **{"is_online": False, "value": 1.0, **values})


def free(*names: str, slots: frozenset[int] = ALL) -> dict[str, frozenset[int]]:
    return dict.fromkeys(names, slots)


def clashes(plan, wishes) -> list:
    """People or rooms that are taken twice."""
    placed = [w for w in wishes if w.id in plan.places]
    taken = [(plan.places[w.id][0], person) for w in placed for person in w.people]
    rooms = [(w.is_online, *plan.places[w.id]) for w in placed]
    return [entry for entries in (taken, rooms) for entry in entries if entries.count(entry) > 1]


def test_everybody_meets_where_there_is_room():
    wishes = [wish(f"{p}{f}", f"p{p}", f"f{f}") for p in range(3) for f in range(4)]
    people = [person for w in wishes for person in w.people]
    plan = solve(wishes, free(*people), slots=4, tables=3, video_rooms=0)
    assert len(plan.places) == 12
    assert clashes(plan, wishes) == []
    assert plan.value == plan.bound == 12


def test_the_better_meeting_is_held_and_the_other_learns_why():
    wishes = [wish("good", "p", "f", value=1.9), wish("fair", "q", "f", value=1.2)]
    plan = solve(wishes, free("p", "q", "f", slots=frozenset({0})), slots=4, tables=2, video_rooms=0)
    assert (dict(plan.places), dict(plan.reasons)) == ({"good": (0, 0)}, {"fair": "person_full"})


def test_a_pinned_meeting_stays_in_its_slot_and_room():
    pinned = wish("pinned", "p", "f", value=0.1, before=(2, 1), pinned=True)
    others = [wish(f"o{n}", f"p{n}", "f" if n % 2 else "g", value=2.0) for n in range(6)]
    wishes = [pinned, *others]
    people = [person for w in wishes for person in w.people]
    plan = solve(wishes, free(*people), slots=4, tables=2, video_rooms=0)
    assert plan.places["pinned"] == (2, 1)
    assert clashes(plan, wishes) == []
    assert len(plan.places) == 7
    crowded = [pinned, *(wish(f"o{n}", f"p{n}", f"f{n}", value=2.0) for n in range(9))]
    people = [person for w in crowded for person in w.people]
    tight = solve(crowded, free(*people, slots=frozenset({2})), slots=4, tables=2, video_rooms=0)
    assert tight.places["pinned"] == (2, 1)
    assert len(tight.places) == 2
    assert clashes(tight, crowded) == []


def test_tables_and_video_rooms_are_filled_without_anybody_in_both():
    wishes = [
        *(wish(f"t{n}", f"p{n}", "f") for n in range(2)),
        *(wish(f"v{n}", f"q{n}", "f", is_online=True) for n in range(2)),
    ]
    people = [person for w in wishes for person in w.people]
    plan = solve(wishes, free(*people), slots=4, tables=1, video_rooms=1)
    assert len(plan.places) == 4
    assert clashes(plan, wishes) == []
    alone = solve(wishes, free(*people), slots=4, tables=1, video_rooms=0)
    assert set(alone.reasons) == {"v0", "v1"}


def test_little_moves_when_somebody_goes_home():
    wishes = [wish(f"{p}{f}", f"p{p}", f"f{f}") for p in range(4) for f in range(4) if p != f]
    people = [person for w in wishes for person in w.people]
    first = solve(wishes, free(*people), slots=4, tables=4, video_rooms=0)
    rest = [Wish(w.id, w.people, False, 1.0, first.places[w.id]) for w in wishes if "f3" not in w.people]
    again = solve(rest, free(*people), slots=4, tables=4, video_rooms=0)
    assert all(again.places[w.id] == w.before for w in rest)


def test_nothing_to_place_is_a_plan_too():
    plan = solve([], {}, slots=0, tables=0, video_rooms=0)
    assert (plan.places, plan.reasons, plan.value) == ({}, {}, 0)

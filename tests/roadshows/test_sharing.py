"""Reviews are shared as fully and as evenly as a search over all possibilities finds."""

import itertools
import uuid

from hypothesis import given, settings
from hypothesis import strategies as st

from app.roadshows.scoring import Point, scales, scores, z_score
from app.roadshows.sharing import share

IDS = [uuid.UUID(int=number) for number in range(1, 12)]


@st.composite
def tasks(draw):
    applications, reviewers = IDS[: draw(st.integers(1, 4))], IDS[6 : 6 + draw(st.integers(1, 4))]
    return {
        "wanted": {one: draw(st.integers(0, 2)) for one in applications},
        "free": {one: draw(st.sets(st.sampled_from(reviewers))) for one in applications},
        "load": {one: draw(st.integers(0, 3)) for one in reviewers},
        "capacity": {one: draw(st.none() | st.integers(0, 4)) for one in reviewers},
    }


def choices(task):
    """Every way to give each application at most as many reviewers as it wants."""
    per_application = [
        [
            {(one, reviewer) for reviewer in chosen}
            for size in range(task["wanted"][one] + 1)
            for chosen in itertools.combinations(sorted(task["free"][one]), size)
        ]
        for one in task["wanted"]
    ]
    for parts in itertools.product(*per_application):
        pairs = set().union(*parts)
        if all(
            most is None or added(pairs, one) + task["load"][one] <= max(most, task["load"][one])
            for one, most in task["capacity"].items()
        ):
            yield pairs


def added(pairs, reviewer):
    return sum(1 for _, other in pairs if other == reviewer)


def unevenness(task, pairs):
    return sum((task["load"][one] + added(pairs, one)) ** 2 for one in task["load"])


@given(tasks())
@settings(max_examples=150, deadline=None)
def test_as_many_as_possible_and_as_even_as_possible(task):
    found = share(**task)
    assert all(reviewer in task["free"][one] for one, reviewer in found)
    every = list(choices(task))
    assert found in every
    most = max(map(len, every))
    assert len(found) == most
    assert unevenness(task, found) == min(unevenness(task, pairs) for pairs in every if len(pairs) == most)


def test_a_strict_and_a_mild_reviewer_who_agree_give_the_same_normalised_scores():
    mild, strict, hasty, alike = IDS[:4]
    applications = IDS[5:8]
    points = [Point(one, mild, value) for one, value in zip(applications, (5, 4, 3), strict=True)]
    points += [Point(one, strict, value) for one, value in zip(applications, (3, 2, 1), strict=True)]
    points += [Point(applications[0], hasty, 1.0), Point(applications[1], hasty, 5.0)]
    points += [Point(one, alike, 3.0) for one in applications]
    known = scales(points)
    assert [known[one].is_usable for one in (mild, strict, hasty, alike)] == [True, True, False, False]
    assert z_score(points[0], known[mild]) == z_score(points[3], known[strict])
    found = scores(points)
    assert [round(found[one].normalised, 3) for one in applications] == [1.225, 0.0, -1.225]
    assert found[applications[0]].mean == (5 + 3 + 1 + 3) / 4
    assert (found[applications[0]].reviews, found[applications[0]].normalised_reviews) == (4, 2)
    assert scores([Point(applications[0], hasty, 2.0)])[applications[0]].normalised is None

"""Dates that come again, and the titles that count them."""

import datetime as dt

import pytest

from app.events.numbering import from_chinese, next_title, to_chinese
from app.events.rhythm import LAST, Every, Rhythm

FRIDAY = 4
THURSDAY = 3


def dates(rhythm, since, today=None, count=3):
    since = dt.date.fromisoformat(since)
    found = rhythm.coming(since=since, today=dt.date.fromisoformat(today) if today else since, count=count)
    return [date.isoformat() for date in found]


@pytest.mark.parametrize(
    ("rhythm", "since", "expected"),
    [
        (Rhythm(Every.WEEK, FRIDAY), "2026-11-20", ["2026-11-27", "2026-12-04", "2026-12-11"]),
        # Moved to a Wednesday once; the next one is on Friday again.
        (Rhythm(Every.WEEK, FRIDAY), "2026-11-18", ["2026-11-20", "2026-11-27", "2026-12-04"]),
        (Rhythm(Every.FORTNIGHT, FRIDAY), "2026-12-25", ["2027-01-08", "2027-01-22", "2027-02-05"]),
        (Rhythm(Every.MONTH, FRIDAY, LAST), "2026-11-27", ["2026-12-25", "2027-01-29", "2027-02-26"]),
        (Rhythm(Every.MONTH, THURSDAY, 1), "2026-11-20", ["2026-12-03", "2027-01-07", "2027-02-04"]),
        (Rhythm(Every.QUARTER, THURSDAY, 2), "2026-11-12", ["2027-02-11", "2027-05-13", "2027-08-12"]),
    ],
)
def test_the_next_dates(rhythm, since, expected):
    assert dates(rhythm, since) == expected


def test_dates_of_the_past_are_passed_over_in_step():
    rhythm = Rhythm(Every.FORTNIGHT, FRIDAY)
    assert dates(rhythm, "2026-10-02", today="2026-11-20", count=1) == ["2026-11-27"]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("第十二期硬科技早期项目同步路演", "第十三期硬科技早期项目同步路演"),
        ("第九届创新创业大赛", "第十届创新创业大赛"),
        ("第99期", "第100期"),
        ("Hard technology, early stage: roadshow 12", "Hard technology, early stage: roadshow 13"),
        ("2026 angel day 3", "2026 angel day 4"),
        ("2026 春季路演", "2026 春季路演"),
        ("天使路演", "天使路演"),
    ],
)
def test_the_next_title_counts_on(title, expected):
    assert next_title(title) == expected


def test_chinese_numerals_come_back_as_they_went():
    assert [to_chinese(from_chinese(to_chinese(number))) for number in range(1, 1000)] == [
        to_chinese(number) for number in range(1, 1000)
    ]
    assert [from_chinese(to_chinese(number)) for number in range(1, 1000)] == list(range(1, 1000))
    assert [to_chinese(number) for number in (10, 11, 20, 101, 110, 999)] == [
        "十",
        "十一",
        "二十",
        "一百零一",
        "一百一十",
        "九百九十九",
    ]

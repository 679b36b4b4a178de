"""From hours of the week to times that can be booked."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from app.core.errors import Conflict, Forbidden, Invalid
from app.extensions import db
from app.mentorships.coaching.models import Availability, AvailabilityException, WeeklyHours
from app.mentorships.coaching.queries.slots import availability_of
from app.mentorships.coaching.services import availability as services
from app.mentorships.coaching.slots import free_slots, read_hours, write_hours
from tests.mentorships.coaching.factories import EVERY_DAY, open_hours, running

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = dt.date(2027, 3, 1)
LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("", []),
        ("9-12", [(540, 720)]),
        ("14:00–17:30，9：00-12", [(540, 720), (840, 1050)]),
        ("9:00至12:00；14~24", [(540, 720), (840, 1440)]),
    ],
)
def test_hours_are_read_as_people_write_them(text, spans):
    assert read_hours(text) == spans
    assert read_hours(write_hours(spans)) == spans


@pytest.mark.parametrize(
    "text", ["9", "12-9", "9-12, 11-13", "9:75-10", "25-26", "上午", "9-12-14", "1-2,3-4,5-6,7-8,9-10"]
)
def test_what_is_no_hours_is_refused(text):
    with pytest.raises(ValueError, match=r".*"):
        read_hours(text)


def plan(hours, exceptions=(), slot_minutes=60):
    return Availability(
        slot_minutes=slot_minutes,
        hours=[WeeklyHours(weekday=day, begins=begins, ends=ends) for day, begins, ends in hours],
        exceptions=[
            AvailabilityException(first_day=first, last_day=last, begins=begins, ends=ends, is_available=there)
            for first, last, begins, ends, there in exceptions
        ],
    )


def clocks(availability, taken=(), days=(MONDAY,), earliest=LONG_AGO):
    found = free_slots(availability, taken, days, ZONE, earliest)
    return [f"{moment.astimezone(ZONE):%a %H:%M}" for moment in found]


def test_slots_lie_in_the_hours_of_the_weekday():
    tuesday = MONDAY + dt.timedelta(days=1)
    assert clocks(plan([(0, 540, 690)]), days=(MONDAY, tuesday)) == ["Mon 09:00", "Mon 10:00"]
    assert clocks(plan([(0, 540, 690)], slot_minutes=45)) == ["Mon 09:00", "Mon 09:45", "Mon 10:30"]


def test_exceptions_take_away_and_add():
    away = (MONDAY, MONDAY, 600, 720, False)
    more = (MONDAY - dt.timedelta(days=3), MONDAY, 1140, 1260, True)
    assert clocks(plan([(0, 540, 780)], [away])) == ["Mon 09:00", "Mon 12:00"]
    assert clocks(plan([(0, 540, 600)], [more])) == ["Mon 09:00", "Mon 19:00", "Mon 20:00"]
    assert clocks(plan([(0, 540, 600)], [(MONDAY, MONDAY, 0, 1440, False), more])) == []


def test_what_is_taken_or_too_soon_is_left_out():
    nine = dt.datetime(2027, 3, 1, 9, tzinfo=ZONE)
    half = dt.timedelta(minutes=30)
    hours = plan([(0, 540, 780)])
    assert clocks(hours, [(nine + half, nine + 2 * half)]) == ["Mon 10:00", "Mon 11:00", "Mon 12:00"]
    assert clocks(hours, [(nine - half, nine)], earliest=nine + 3 * half) == ["Mon 11:00", "Mon 12:00"]


def test_only_the_mentor_says_when_and_a_second_time_changes_the_first(app):
    found = running()
    open_hours(found)
    open_hours(found, hours={0: [(540, 600)], 1: [(480, 500)]}, slot_minutes=30)
    known = availability_of(found.mentor.id)
    assert [(row.weekday, row.begins, row.ends) for row in known.hours] == [(0, 540, 600), (1, 480, 500)]
    assert known.slot_minutes == 30
    with pytest.raises(Forbidden):
        services.set_availability(
            actor=found.owner, mentor=found.mentor, hours=EVERY_DAY, slot_minutes=60, notice_hours=0
        )


def test_exceptions_are_days_in_order(app):
    found = running()
    add = {"actor": found.coach, "mentor": found.mentor, "first_day": MONDAY}
    with pytest.raises(Invalid):
        services.add_exception(**add, last_day=MONDAY - dt.timedelta(days=1))
    with pytest.raises(Invalid):
        services.add_exception(**add, last_day=MONDAY, is_available=True)
    (made,) = services.add_exception(**add, last_day=MONDAY)
    assert (made.begins, made.ends) == (0, 1440)
    services.remove_exception(actor=found.coach, mentor=found.mentor, exception=made)
    db.session.expire_all()
    assert availability_of(found.mentor.id).exceptions == []
    for number in range(services.MOST_EXCEPTIONS):
        day = MONDAY + dt.timedelta(days=number)
        services.add_exception(actor=found.coach, mentor=found.mentor, first_day=day, last_day=day)
    with pytest.raises(Conflict):
        services.add_exception(**add, last_day=MONDAY)

"""Seats, waiting lists, attendance and certificates."""

import datetime as dt

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Role
from app.accounts.services import close_account, personal_data
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.model import utc_now
from app.core.today import all_due
from app.events.models import Event, EventKind, EventState, SeatState
from app.events.numbers import new_number, read_number
from app.events.privacy import GONE
from app.events.queries import certificate as by_number
from app.events.queries import registrations_of
from app.events.services import certificates, seats, setup
from app.events.tasks import remind_of_events
from app.extensions import db
from app.notifications.models import Notification
from tests import factories
from tests.events.factories import begun, event, held, opened

DAY = dt.timedelta(days=1)


@pytest.fixture
def organiser(app):
    return factories.actor(Role.ORGANISER)


def told(person):
    statement = select(Notification).where(Notification.account_id == person.account_id)
    rows = db.session.scalars(statement.order_by(Notification.id))
    return [row.kind for row in rows.all()]


def states(made):
    return {row.account_id: row.state.value for row in registrations_of(made.id)}


def test_seats_go_in_the_order_of_asking_and_whoever_waits_longest_moves_up(organiser):
    made = opened(organiser)
    people = [factories.actor() for _ in range(4)]
    rows = [seats.register(actor=person, event=made) for person in people]
    assert [row.state.value for row in rows] == ["confirmed", "confirmed", "waiting", "waiting"]
    assert made.seats_taken == 2
    with pytest.raises(Conflict):
        seats.register(actor=people[0], event=made)
    seats.give_up(actor=people[1], registration=rows[1])
    assert [row.state.value for row in rows] == ["confirmed", "cancelled", "confirmed", "waiting"]
    assert "event.registered" in told(people[2])
    assert seats.register(actor=people[1], event=made).state is SeatState.WAITING
    setup.update(actor=organiser, event=made, seats=3)
    assert (made.seats_taken, rows[3].state, rows[1].state) == (3, SeatState.CONFIRMED, SeatState.WAITING)
    with pytest.raises(Invalid):
        setup.update(actor=organiser, event=made, seats=2)
    db.session.expire(made)
    with pytest.raises(Forbidden):
        seats.give_up(actor=people[2], registration=rows[0])
    seats.release(actor=organiser, registration=rows[0])
    assert "event.released" in told(people[0])
    assert states(made)[people[1].account_id] == "confirmed"


def test_the_database_itself_refuses_one_seat_too_many(organiser):
    made = opened(organiser)
    with pytest.raises(IntegrityError):
        db.session.execute(update(Event).where(Event.id == made.id).values(seats_taken=3))
    db.session.rollback()


def test_registration_is_open_only_in_its_time(organiser):
    made = event(organiser)
    person = factories.actor()
    with pytest.raises(Conflict):
        seats.register(actor=person, event=made)
    setup.move(actor=organiser, event=made, to=EventState.OPEN)
    row = seats.register(actor=person, event=made)
    with pytest.raises(Conflict):
        setup.move(actor=organiser, event=made, to=EventState.DRAFT)
    with pytest.raises(Invalid):
        setup.move(actor=organiser, event=made, to=EventState.HELD)
    begun(made)
    with pytest.raises(Conflict):
        seats.register(actor=factories.actor(), event=made)
    with pytest.raises(Conflict):
        seats.give_up(actor=person, registration=row)


def test_an_event_opens_only_when_it_says_what_where_and_how(organiser):
    for values in ({"summary": ""}, {"venue": ""}, {"mode": "online"}, {"mode": "both"}):
        with pytest.raises(Invalid):
            opened(organiser, **values)
    for values in ({"title": ""}, {"ends_at": utc_now()}, {"register_until": utc_now() + 9 * DAY}):
        with pytest.raises(Invalid):
            event(organiser, **values)
        db.session.rollback()
    with pytest.raises(Forbidden):
        event(factories.actor(Role.INVESTOR))


def test_people_are_told_when_time_or_place_change_and_when_it_is_cancelled(organiser):
    made = opened(organiser)
    person = factories.actor()
    seats.register(actor=person, event=made)
    setup.update(actor=organiser, event=made, speakers="两位老师")
    assert "event.changed" not in told(person)
    setup.update(actor=organiser, event=made, venue="南湖书院")
    assert "event.changed" in told(person)
    with pytest.raises(Invalid):
        setup.cancel(actor=organiser, event=made, reason="")
    setup.cancel(actor=organiser, event=made, reason="讲师临时出差")
    assert "event.cancelled" in told(person)
    for act in (
        lambda: setup.cancel(actor=organiser, event=made, reason="再来"),
        lambda: setup.move(actor=organiser, event=made, to=EventState.OPEN),
        lambda: seats.register(actor=factories.actor(), event=made),
    ):
        with pytest.raises(Conflict):
            act()
    with pytest.raises(Forbidden):
        setup.update(actor=organiser, event=made, venue="别处")


def course(organiser, people=2):
    made = opened(organiser, kind=EventKind.TRAINING_CLASS, gives_certificates=True, hours=6, seats=5)
    members = [factories.actor() for _ in range(people)]
    return made, members, [seats.register(actor=person, event=made) for person in members]


def test_those_who_came_get_a_certificate_with_a_number_that_can_be_checked(organiser):
    made, people, rows = course(organiser)
    shown = {row.id for row in rows}
    with pytest.raises(Conflict):
        seats.note_attendance(actor=organiser, event=made, shown=shown, present=shown)
    begun(made)
    assert seats.note_attendance(actor=organiser, event=made, shown=shown, present={rows[0].id}) == (1, 0)
    with pytest.raises(Conflict):
        certificates.issue(actor=organiser, event=made)
    held(organiser, made)
    assert certificates.issue(actor=organiser, event=made) == 1
    assert certificates.issue(actor=organiser, event=made) == 0
    assert "event.certificate" in told(people[0])
    assert "event.certificate" not in told(people[1])
    issued = rows[0].certificate
    assert by_number(people[1], issued.number.replace("-", " ")) is issued
    with pytest.raises(Conflict):
        seats.note_attendance(actor=organiser, event=made, shown=shown, present=set())
    with pytest.raises(Conflict):
        setup.move(actor=organiser, event=made, to=EventState.OPEN)
    with pytest.raises(Invalid):
        certificates.revoke(actor=organiser, certificate=issued, reason="")
    certificates.revoke(actor=organiser, certificate=issued, reason="误发")
    assert not issued.is_valid
    with pytest.raises(Conflict):
        certificates.revoke(actor=organiser, certificate=issued, reason="再撤")
    assert certificates.issue(actor=organiser, event=made) == 0
    with pytest.raises(Forbidden):
        certificates.issue(actor=factories.actor(Role.ORGANISER), event=made)


def test_numbers_have_a_check_digit():
    number = new_number(2026)
    assert read_number(number) == number
    assert read_number(f"No. {number}") == number
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert [read_number(text) for text in (wrong, number[:-1], "", "一二三", "x" * 500)] == [None] * 5
    assert len({new_number(2026) for _ in range(1000)}) == 1000


def test_people_are_reminded_once_a_day_before(app, organiser):
    made = opened(organiser)
    person, waiting = factories.actor(), [factories.actor() for _ in range(2)]
    for someone in (person, *waiting):
        seats.register(actor=someone, event=made)
    remind_of_events()
    assert "event.reminder" not in told(person)
    for name in setup.MOMENTS:
        setattr(made, name, getattr(made, name) - 2 * DAY - DAY / 4)
    remind_of_events()
    remind_of_events()
    assert told(person).count("event.reminder") == 1
    assert "event.reminder" not in told(waiting[1])
    with app.test_request_context("/?lang=en"):
        assert made.label in [entry.title for entry in all_due(person)]
        begun(made)
        made.ends_at = utc_now() - DAY / 24 / 2
        assert [entry for entry in all_due(organiser) if made.label in entry.title]


def test_who_leaves_the_platform_gives_the_seat_back_and_the_name(organiser):
    made, people, rows = course(organiser, people=2)
    begun(made)
    seats.note_attendance(actor=organiser, event=made, shown={rows[0].id}, present={rows[0].id})
    held(organiser, made)
    certificates.issue(actor=organiser, event=made)
    coming = opened(organiser, seats=1)
    first = seats.register(actor=people[0], event=coming)
    second = seats.register(actor=people[1], event=coming)
    kept = personal_data(people[0].account)["events"]
    assert [entry["event"] for entry in kept] == [made.title, coming.title]
    assert kept[0]["certificate"]["number"] == rows[0].certificate.number
    close_account(actor=people[0])
    assert (first.state, second.state) == (SeatState.CANCELLED, SeatState.CONFIRMED)
    assert rows[0].certificate.name == GONE

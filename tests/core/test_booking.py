import datetime as dt

import pytest

from app.core.booking import Busy, book, busy, release
from app.core.errors import Invalid
from app.core.model import new_id
from app.extensions import db
from tests import factories

pytestmark = pytest.mark.usefixtures("app")
NINE = dt.datetime(2027, 3, 1, 9, tzinfo=dt.UTC)


def at(minutes: int) -> dt.datetime:
    return NINE + dt.timedelta(minutes=minutes)


def test_one_appointment_may_follow_another_but_not_overlap_it():
    one, two = factories.account().id, factories.account().id
    first, second = new_id(), new_id()
    book(holder=first, account_ids=[one, two], starts_at=at(0), ends_at=at(25))
    book(holder=second, account_ids=[one], starts_at=at(25), ends_at=at(50))
    with pytest.raises(Busy) as refused:
        book(holder=new_id(), account_ids=[one, two], starts_at=at(24), ends_at=at(26))
    assert refused.value.account_ids == {one, two}
    assert busy([one, two], at(-60), at(60)) == {one: [(at(0), at(50))], two: [(at(0), at(25))]}


def test_booking_again_moves_and_a_refused_move_changes_nothing():
    person = factories.account().id
    moving, standing = new_id(), new_id()
    book(holder=moving, account_ids=[person], starts_at=at(0), ends_at=at(30))
    book(holder=moving, account_ids=[person], starts_at=at(15), ends_at=at(45))
    book(holder=standing, account_ids=[person], starts_at=at(60), ends_at=at(90))
    with pytest.raises(Busy):
        book(holder=moving, account_ids=[person], starts_at=at(50), ends_at=at(70))
    assert busy([person], at(0), at(120)) == {person: [(at(15), at(45)), (at(60), at(90))]}
    release(holder=moving)
    assert busy([person], at(0), at(120)) == {person: [(at(60), at(90))]}


@pytest.mark.parametrize("minutes", [0, -10, 12 * 60 + 5])
def test_an_appointment_has_a_sensible_length(minutes):
    with pytest.raises(Invalid):
        book(holder=new_id(), account_ids=[factories.account().id], starts_at=at(0), ends_at=at(minutes))
    assert db.session.is_active

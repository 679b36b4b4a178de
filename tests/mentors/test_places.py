import datetime as dt

import pytest

from app.accounts.models import Role
from app.core.errors import Conflict, Forbidden, Invalid
from app.extensions import db
from app.mentors import queries
from app.mentors.models import CapacityChange, Mentor
from app.mentors.register import today
from app.mentors.services import give_back_place, take_place, update
from app.mentors.services.places import drop_change, pause, plan_change, resume
from app.mentors.tasks import follow_places
from tests import factories
from tests.factories import sign_in
from tests.mentors.factories import published

pytestmark = pytest.mark.usefixtures("app")
DAY = dt.timedelta(days=1)


def changed(made: Mentor, *, days: int, capacity: int) -> CapacityChange:
    """A change as it stands on its day, or after."""
    return factories.save(CapacityChange(mentor_id=made.id, starts_on=today() + days * DAY, capacity=capacity))


def left(made: Mentor) -> int:
    return db.session.query(CapacityChange).filter_by(mentor_id=made.id).count()


def test_a_change_counts_from_its_day_on_even_before_a_job_has_noticed():
    more, fewer, later = published(capacity=1), published(capacity=3), published(capacity=1)
    for made, days, capacity in ((more, 0, 2), (fewer, -1, 1), (later, 1, 2)):
        take_place(mentor_id=made.id)
        changed(made, days=days, capacity=capacity)
    take_place(mentor_id=more.id)
    assert (more.capacity, more.mentee_count, left(more)) == (2, 2, 0)
    for made in (more, fewer, later):
        with pytest.raises(Conflict):
            take_place(mentor_id=made.id)
    assert (later.capacity, left(later)) == (1, 1)


def test_of_several_changes_the_newest_day_counts():
    made = published(capacity=1)
    for days, capacity in ((-9, 5), (-1, 3), (4, 7)):
        changed(made, days=days, capacity=capacity)
    follow_places()
    assert (made.capacity, left(made)) == (3, 1)


def test_the_places_go_down_as_mentorships_end_and_nobody_loses_a_mentor():
    made = published(capacity=3)
    for _ in range(3):
        take_place(mentor_id=made.id)
    changed(made, days=0, capacity=1)
    follow_places()
    assert (made.capacity, made.free_places, left(made)) == (3, 0, 1)
    give_back_place(mentor_id=made.id)
    assert (made.capacity, made.free_places) == (2, 0)
    with pytest.raises(Conflict):
        take_place(mentor_id=made.id)
    for _ in range(2):
        give_back_place(mentor_id=made.id)
    assert (made.capacity, made.free_places, left(made)) == (1, 1, 0)


def test_what_is_written_into_the_profile_counts_from_today_and_leaves_what_is_planned():
    owner = factories.actor(Role.MENTOR)
    made = published(owner, capacity=2)
    take_place(mentor_id=made.id)
    take_place(mentor_id=made.id)
    changed(made, days=0, capacity=1)
    plan_change(actor=owner, mentor=made, starts_on=today() + 30 * DAY, capacity=4)
    follow_places()
    db.session.refresh(made)
    update(actor=owner, mentor=made, capacity=5)
    follow_places()
    assert (made.capacity, left(made)) == (5, 1)


def test_only_the_mentor_plans_and_only_for_days_to_come():
    owner = factories.actor(Role.MENTOR)
    made = published(owner)
    for day, capacity, field in (
        (today(), 2, "starts_on"),
        (today() + 2000 * DAY, 2, "starts_on"),
        (None, 51, "capacity"),
    ):
        with pytest.raises(Invalid) as refusal:
            plan_change(actor=owner, mentor=made, starts_on=day or today() + DAY, capacity=capacity)
        assert refusal.value.field == field
    for person in (factories.actor(Role.MENTOR), factories.actor(Role.ORGANISER, of=made.organisation)):
        with pytest.raises(Forbidden):
            plan_change(actor=person, mentor=made, starts_on=today() + DAY, capacity=2)
    change = plan_change(actor=owner, mentor=made, starts_on=today() + DAY, capacity=2)
    assert plan_change(actor=owner, mentor=made, starts_on=today() + DAY, capacity=4) is change
    assert (change.capacity, left(made)) == (4, 1)
    with pytest.raises(Conflict):
        drop_change(actor=owner, change=changed(made, days=0, capacity=0))


def test_a_pause_ends_on_its_day_or_when_the_mentor_says_so():
    owner = factories.actor(Role.MENTOR)
    made = published(owner)
    with pytest.raises(Conflict):
        resume(actor=owner, mentor=made)
    with pytest.raises(Invalid):
        pause(actor=owner, mentor=made, until=today())
    pause(actor=owner, mentor=made, until=today() + 5 * DAY)
    follow_places()
    assert (made.paused, made.free_places) == (True, 0)
    assert made not in db.session.scalars(queries.directory(free=True)).unique().all()
    with pytest.raises(Conflict):
        take_place(mentor_id=made.id)
    made.paused_until = today()
    take_place(mentor_id=made.id)
    assert (made.paused, made.paused_until) == (False, None)
    pause(actor=owner, mentor=made)
    follow_places()
    assert made.paused
    resume(actor=owner, mentor=made)
    assert made.free_places == 1


def test_the_page_plans_removes_brings_back_and_pauses(client):
    owner = factories.actor(Role.MENTOR)
    made = published(owner)
    path, day = f"/mentors/{made.id}/places", (today() + 40 * DAY).isoformat()
    assert sign_in(client, factories.actor(Role.MENTOR)).get(path).status_code == 403
    sign_in(client, owner)
    assert 'id="starts_on-error"' in client.post(path, data={"starts_on": "2001-01-01", "capacity": "4"}).text
    assert client.post(path, data={"starts_on": day, "capacity": "4"}).location == path
    change = db.session.query(CapacityChange).one()
    dropped = client.post(f"/mentors/places/{change.id}/drop")
    assert dropped.location == path
    page = client.get(path).text
    assert f'name="starts_on" value="{day}"' in page
    assert client.post(path, data={"starts_on": day, "capacity": "4"}).status_code == 303
    assert 'id="until-error"' in client.post(f"/mentors/{made.id}/pause", data={"until": "2001-01-01"}).text
    assert client.post(f"/mentors/{made.id}/pause", data={"until": day}).location == path
    assert "/resume" in client.get(path).text
    assert client.post(f"/mentors/{made.id}/resume").status_code == 303
    assert client.post(f"/mentors/{made.id}/resume").status_code == 409
    change = db.session.query(CapacityChange).one()
    stranger = sign_in(client, factories.actor(Role.MENTOR))
    assert stranger.post(f"/mentors/places/{change.id}/drop").status_code == 404

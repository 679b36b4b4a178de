"""What happens to a line-up after everybody knows it."""

import pytest
from sqlalchemy import select

from app.accounts.models import Role
from app.core.errors import Conflict, Forbidden, Invalid
from app.extensions import db
from app.notifications.models import Notification
from app.projects.services import archive
from app.roadshows.models import LineupChange, LineupChangeKind, Outcome, RoadshowState
from app.roadshows.queries.events import lineup_changes
from app.roadshows.services import applications, changes, lineup, moves, registrations
from tests import factories
from tests.factories import sign_in
from tests.projects.factories import published as published_project
from tests.roadshows.factories import application, opened


@pytest.fixture
def organiser(app):
    return factories.actor(Role.ORGANISER)


@pytest.fixture
def scene(organiser):
    """Two on the published line-up, two waiting, one not chosen; a fund manager comes."""
    return build(organiser)


def build(organiser, **values):
    made = opened(organiser, **values)
    owners = [factories.actor() for _ in range(5)]
    named = [published_project(owner, name=f"第{number}个项目") for number, owner in enumerate(owners)]
    sent = [application(made, owner, project) for owner, project in zip(owners, named, strict=True)]
    lineup.add(actor=organiser, roadshow=made, application_ids=[row.id for row in sent[:2]])
    lineup.add(actor=organiser, roadshow=made, application_ids=[row.id for row in sent[2:4]], waiting=True)
    for state in (RoadshowState.LINEUP_FIXED, RoadshowState.PUBLISHED):
        moves.move(actor=organiser, roadshow=made, to=state)
    guest = factories.actor(Role.INVESTOR)
    registrations.register(actor=guest, roadshow=made, people=1)
    return made, owners, sent, guest


def order(made, *, waiting=False):
    return [row.application_id for row in lineup.places(made.id) if row.is_waiting is waiting]


def told(person):
    rows = db.session.scalars(select(Notification).where(Notification.account_id == person.account_id))
    return {row.kind for row in rows}


def test_the_first_who_waits_takes_the_place_of_who_withdraws(scene, organiser):
    made, owners, sent, guest = scene
    applications.withdraw(actor=owners[0], application=sent[0])
    assert order(made) == [sent[2].id, sent[1].id]
    assert order(made, waiting=True) == [sent[3].id]
    assert made.lineup_count == 2
    assert sent[2].outcome is Outcome.SELECTED
    assert "roadshow.moved_up" in told(owners[2])
    assert "roadshow.dropped_out_replaced" in told(organiser)
    assert "roadshow.lineup_replaced" in told(guest)
    assert told(owners[1]).isdisjoint({"roadshow.moved_up", "roadshow.taken_off"})
    change = lineup_changes(made.id)[0]
    assert (change.kind, change.project_id, change.successor_id) == (
        LineupChangeKind.WITHDREW,
        sent[0].project_id,
        sent[2].project_id,
    )
    assert change.is_public


def test_or_the_organiser_decides_who_moves_up(organiser):
    made, owners, sent, guest = build(organiser, moves_up=False)
    applications.withdraw(actor=owners[1], application=sent[1])
    assert order(made) == [sent[0].id]
    assert {"roadshow.dropped_out"} <= told(organiser)
    assert "roadshow.lineup_left" in told(guest)
    place = lineup.places(made.id)[-1]
    changes.move_up(actor=organiser, roadshow=made, place_id=place.id)
    assert order(made) == [sent[0].id, sent[3].id]
    with pytest.raises(Conflict):
        changes.move_up(actor=organiser, roadshow=made, place_id=place.id)
    with pytest.raises(Invalid):
        changes.join(actor=organiser, roadshow=made, application_id=sent[4].id)


def test_who_only_waited_leaves_without_a_word_to_the_guests(scene):
    made, owners, sent, guest = scene
    applications.withdraw(actor=owners[2], application=sent[2])
    assert order(made, waiting=True) == [sent[3].id]
    assert lineup_changes(made.id) == []
    assert "roadshow.lineup_left" not in told(guest)


def test_a_project_is_replaced_at_its_place_and_reads_why(client, scene, organiser):
    made, owners, sent, guest = scene
    place = lineup.places(made.id)[0]
    sign_in(client, organiser)
    path = f"/roadshows/{made.id}/lineup"
    page = client.get(path).text
    assert f'value="{sent[4].id}"' in page
    data = {"successor_id": str(sent[4].id), "reason": "材料与事实不符"}
    assert client.post(f"{path}/{place.id}/take-off", data=data).status_code == 303
    assert order(made) == [sent[4].id, sent[1].id]
    assert (sent[0].outcome, sent[4].outcome) == (Outcome.NOT_SELECTED, Outcome.SELECTED)
    assert "roadshow.taken_off" in told(owners[0])
    assert "roadshow.moved_up" in told(owners[4])
    assert "材料与事实不符" in client.get(path).text
    assert "材料与事实不符" in sign_in(client, owners[0]).get(f"/applications/{sent[0].id}").text
    public = sign_in(client, guest).get(f"/roadshows/{made.id}").text
    assert "材料与事实不符" not in public
    assert sent[0].project.name in public
    archive(actor=owners[0], project=sent[0].project)
    db.session.commit()
    assert sent[0].project.name not in client.get(f"/roadshows/{made.id}").text


def test_another_order_is_told_to_those_who_pitch_at_another_time(client, scene, organiser):
    made, owners, sent, _guest = scene
    first, second = lineup.places(made.id)[:2]
    sign_in(client, organiser)
    path = f"/roadshows/{made.id}/lineup/order"
    assert client.post(path, data={f"number_{first.id}": "1", f"number_{second.id}": "2"}).status_code == 303
    assert db.session.scalar(select(LineupChange.id)) is None
    assert client.post(path, data={f"number_{first.id}": "2", f"number_{second.id}": "1"}).status_code == 303
    assert order(made) == [sent[1].id, sent[0].id]
    assert all("roadshow.reordered" in told(owner) for owner in owners[:2])
    assert "roadshow.reordered" not in told(owners[2])
    with pytest.raises(Conflict):
        changes.reorder(actor=organiser, roadshow=made, order=[first.id])


def test_late_changes_end_with_the_day_and_are_the_organiser_s(scene, organiser):
    made, owners, sent, _guest = scene
    place = lineup.places(made.id)[0]
    with pytest.raises(Forbidden):
        changes.take_off(actor=owners[0], roadshow=made, place_id=place.id)
    moves.move(actor=organiser, roadshow=made, to=RoadshowState.HELD)
    for act in (
        lambda: changes.take_off(actor=organiser, roadshow=made, place_id=place.id),
        lambda: changes.join(actor=organiser, roadshow=made, application_id=sent[4].id),
        lambda: changes.reorder(actor=organiser, roadshow=made, order=[]),
        lambda: applications.withdraw(actor=owners[0], application=sent[0]),
    ):
        with pytest.raises(Conflict):
            act()
    assert order(made) == [sent[0].id, sent[1].id]

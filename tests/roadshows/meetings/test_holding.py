"""What people do with a meeting, and what ends it."""

import datetime as dt

import pytest
from sqlalchemy import func, select

from app.accounts.services import personal_data
from app.core.agenda import entries
from app.core.booking import Booking, book
from app.core.days import city_day
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.model import new_id, utc_now
from app.core.today import all_due
from app.extensions import db
from app.recommendations import outcomes
from app.roadshows.meetings import privacy
from app.roadshows.meetings.models import FollowUp, Held, Meeting, MeetingNote, Side
from app.roadshows.meetings.queries import meetings as queries
from app.roadshows.meetings.services import adjusting, holding, publishing
from app.roadshows.models import RoadshowState
from app.roadshows.services import applications, changes, lineup, moves, registrations
from tests import factories
from tests.roadshows.meetings.factories import scene
from tests.roadshows.test_attendance import kinds


@pytest.fixture
def made(app):
    """Two people who know when they meet."""
    made = scene()
    made.agree()
    made.set_up(slots=2)
    made.publish()
    return made


@pytest.fixture
def meeting(made):
    return db.session.scalars(select(Meeting)).unique().one()


def shift(meeting, days):
    meeting.slot.starts_at += dt.timedelta(days=days)
    meeting.slot.ends_at += dt.timedelta(days=days)
    db.session.flush()


def due(app, person):
    with app.test_request_context():
        return [entry.title for entry in all_due(person)]


def test_a_colleague_comes_instead_if_they_are_free(made, meeting):
    colleague = factories.actor(factories.Role.INVESTOR, of=made.investor.membership.organisation)
    slot = meeting.slot
    mine = new_id()
    book(holder=mine, account_ids=[colleague.account_id], starts_at=slot.starts_at, ends_at=slot.ends_at)
    with pytest.raises(Conflict, match=colleague.account.name):
        holding.send(actor=made.investor, meeting=meeting, account_id=colleague.account_id)
    db.session.execute(Booking.__table__.delete().where(Booking.holder_id == mine))
    holding.send(actor=made.investor, meeting=meeting, account_id=colleague.account_id)
    held = select(Booking.account_id).where(Booking.holder_id == meeting.id).distinct()
    assert set(db.session.scalars(held)) == {made.owner.account_id, colleague.account_id}
    assert (meeting.sequence, kinds(colleague)[-1]) == (2, "roadshow.meeting_person")
    for stranger in (factories.actor(factories.Role.INVESTOR), made.owner):
        with pytest.raises(Invalid):
            holding.send(actor=made.investor, meeting=meeting, account_id=stranger.account_id)
    with pytest.raises(Forbidden):
        holding.send(actor=made.organiser, meeting=meeting, account_id=colleague.account_id)


def test_notes_are_ones_own_until_they_are_shared(made, meeting):
    own = holding.write_note(actor=made.owner, meeting=meeting, text="只给自己", is_shared=False)
    shared = holding.write_note(actor=made.investor, meeting=meeting, text="给双方", is_shared=True)
    teammate = factories.actor(of=made.owner.membership.organisation)
    assert list(queries.notes_of(made.owner, meeting.id)) == [own, shared]
    for person in (teammate, made.investor):
        assert list(queries.notes_of(person, meeting.id)) == [shared]
    with pytest.raises(Forbidden):
        holding.remove_note(actor=teammate, note=own)
    holding.remove_note(actor=made.owner, note=own)
    holding.restore_note(actor=made.owner, note=own)
    with pytest.raises(Conflict):
        holding.restore_note(actor=made.owner, note=own)
    assert personal_data(made.owner.account)["meetings"]["notes"][0]["text"] == "只给自己"
    privacy.erase(made.owner.account)
    assert db.session.scalars(select(MeetingNote.text)).all() == ["给双方"]
    assert meeting.is_cancelled
    assert kinds(made.investor)[-1] == "roadshow.meeting_cancelled"


def test_both_say_what_came_of_it(app, made, meeting):
    told = {"meeting": meeting, "held": Held.MET, "follow_up": FollowUp.YES}
    with pytest.raises(Conflict):
        holding.tell(actor=made.owner, **told)
    shift(meeting, -10)
    assert f"{made.project.name} 与 {made.fund.name} 一对一面谈" in due(app, made.owner)
    shift(meeting, -20)
    assert f"填写与 {made.fund.name} 面谈的结果" in due(app, made.owner)
    with pytest.raises(Invalid):
        holding.tell(actor=made.owner, meeting=meeting, held=Held.MET)
    holding.tell(actor=made.owner, **told)
    holding.tell(actor=made.investor, meeting=meeting, held=Held.MISSED, follow_up=FollowUp.YES)
    found = queries.outcomes_of([meeting.id])
    assert (found[meeting.id, Side.FUND].follow_up, found[meeting.id, Side.PROJECT].follow_up) == (None, FollowUp.YES)
    assert made.fund.id in outcomes.met()[made.project.id]
    holding.tell(actor=made.owner, meeting=meeting, held=Held.NOT_HELD)
    assert made.project.id not in outcomes.met()
    with pytest.raises(Conflict):
        holding.cancel(actor=made.owner, meeting=meeting, reason="晚了")
    with pytest.raises(Forbidden):
        holding.tell(actor=made.organiser, **told)


def test_actions_belong_to_both(app, made, meeting):
    action = holding.agree_action(actor=made.owner, meeting=meeting, text="发送数据", side=Side.FUND, due_on=city_day())
    assert "发送数据" in due(app, made.investor)
    holding.tick(actor=made.owner, action=action, done=True)
    with pytest.raises(Conflict):
        holding.tick(actor=made.investor, action=action, done=True)
    assert "发送数据" not in due(app, made.investor)
    with pytest.raises(Forbidden):
        holding.tick(actor=made.organiser, action=action, done=False)


def test_a_meeting_stands_in_the_calendar_until_it_is_cancelled(made, meeting):
    period = (utc_now(), utc_now() + dt.timedelta(days=60))
    (entry,) = (entry for entry in entries(made.owner, *period) if entry.kind == "meeting")
    assert (entry.starts_at, entry.sequence) == (meeting.slot.starts_at, 1)
    draft = adjusting.begin(actor=made.organiser, roadshow=made.roadshow)
    holding.cancel(actor=made.investor, meeting=meeting, reason="出差")
    assert not any(entry.kind == "meeting" for entry in entries(made.owner, *period))
    assert publishing.publish(actor=made.organiser, timetable=draft) == 0
    with pytest.raises(Conflict):
        holding.cancel(actor=made.owner, meeting=meeting, reason="再次")
    # Having called it off, they may agree anew.
    assert made.agree().id != meeting.id


def test_who_drops_out_meets_nobody(app):
    made = scene(projects=2, funds=2)
    kept, lost, gone = made.agree(0, 0), made.agree(1, 0), made.agree(0, 1)
    waiting = made.ask(1, 1)
    made.set_up(slots=3, tables=2)
    made.publish()
    place = next(row for row in lineup.places(made.roadshow.id) if row.project_id == made.projects[1].id)
    changes.take_off(actor=made.organiser, roadshow=made.roadshow, place_id=place.id, reason="换项目")
    assert gone.is_cancelled
    assert not waiting.is_open
    registration = registrations.of_organisation(made.roadshow.id, made.investors[1].organisation_id)
    registrations.cancel(actor=made.investors[1], registration=registration)
    assert lost.is_cancelled
    assert not kept.is_cancelled
    (last,) = lineup.places(made.roadshow.id)
    applications.withdraw(actor=made.owner, application=last.application)
    assert kept.is_cancelled
    assert db.session.scalar(select(func.count()).select_from(Booking)) == 0
    moves.move(actor=made.organiser, roadshow=made.roadshow, to=RoadshowState.HELD)

"""Booking, proposing, moving, cancelling and reporting, without HTTP."""

import pytest
from sqlalchemy import select

from app.accounts.models import Role
from app.core.agenda import entries
from app.core.booking import busy
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.mail import OutboxMessage
from app.core.model import utc_now
from app.extensions import db
from app.mentorships import services as mentorships
from app.mentorships.coaching import ics
from app.mentorships.coaching.models import SessionNote, SessionState, Side, Turnout
from app.mentorships.coaching.queries import pages
from app.mentorships.coaching.queries.slots import slots_for
from app.mentorships.coaching.services import reports, sessions
from app.mentorships.coaching.tasks import drop_removed_notes, remind_of_sessions
from app.notifications.models import Notification
from tests import factories
from tests.mentorships.coaching.factories import DAY, HOUR, at, open_hours, running, session

pytestmark = pytest.mark.usefixtures("app")


def kinds(person):
    told = select(Notification.kind).where(
        Notification.account_id == person.account_id, Notification.kind.startswith("coaching.")
    )
    return list(db.session.scalars(told.order_by(Notification.id)))


def held(made):
    people = [made.mentorship.mentor.account_id, made.attendee_id]
    return len(busy([one for one in people if one], made.starts_at, made.ends_at))


def test_a_free_time_is_booked_at_once_and_holds_both_people():
    found = running()
    with pytest.raises(Conflict):
        sessions.book(actor=found.owner, mentorship=found.mentorship, starts_at=at(10))
    open_hours(found, video_url="https://meet.example.cn/coach")
    made = sessions.book(actor=found.owner, mentorship=found.mentorship, starts_at=at(10), topic="定价")
    assert (made.state, made.minutes, made.video_url) == (SessionState.BOOKED, 60, "https://meet.example.cn/coach")
    assert held(made) == 2
    assert kinds(found.coach) == ["coaching.booked"]
    assert kinds(found.owner) == []
    assert at(10) not in slots_for(found.mentorship, found.owner.account_id)
    with pytest.raises(Conflict):
        sessions.book(actor=found.owner, mentorship=found.mentorship, starts_at=at(10))
    with pytest.raises(Forbidden):
        sessions.book(actor=found.coach, mentorship=found.mentorship, starts_at=at(11))
    mail = db.session.scalars(select(OutboxMessage).where(OutboxMessage.recipient == found.coach.account.email))
    assert "session.ics" in [item["name"] for item in list(mail)[-1].attachments]


def test_a_proposal_is_answered_by_the_other_side_alone():
    found = running()
    when = at(20)
    made = sessions.propose(actor=found.coach, mentorship=found.mentorship, starts_at=when, minutes=45)
    assert (made.state, made.attendee_id, held(made)) == (SessionState.PROPOSED, None, 0)
    with pytest.raises(Conflict):
        sessions.accept(actor=found.coach, session=made)
    teammate = factories.actor(of=found.owner.membership.organisation, is_manager=False)
    sessions.accept(actor=teammate, session=made)
    assert (made.state, made.attendee_id, held(made)) == (SessionState.BOOKED, teammate.account_id, 2)
    with pytest.raises(Conflict):
        sessions.accept(actor=teammate, session=made)
    assert kinds(found.owner) == ["coaching.proposed", "coaching.booked"]
    assert kinds(found.coach) == ["coaching.booked"]
    titles = [entry.uid for entry in entries(teammate, when - HOUR, when + HOUR)]
    assert titles == [ics.uid(made)]
    assert not entries(found.owner, when - HOUR, when + HOUR)


def test_nobody_is_booked_twice_by_whatever_mentorship():
    one, other = running(), running()
    open_hours(one)
    sessions.book(actor=one.owner, mentorship=one.mentorship, starts_at=at(10))
    # The same founder, coached by somebody else.
    project = one.project
    second = mentorships.accept(
        actor=other.coach,
        request=mentorships.ask(actor=one.owner, project=project, mentor_id=other.mentor.id, message="请教"),
    )
    made = sessions.propose(actor=other.coach, mentorship=second, starts_at=at(10), minutes=30)
    with pytest.raises(Conflict) as refused:
        sessions.accept(actor=one.owner, session=made)
    assert one.owner.account.name in str(refused.value)
    db.session.refresh(made)
    assert made.state is SessionState.PROPOSED
    with pytest.raises(Invalid):
        sessions.propose(actor=one.owner, mentorship=second, starts_at=at(10), minutes=30)


def test_moving_frees_the_old_time_and_a_counter_proposal_waits_again():
    found = running()
    open_hours(found)
    made = sessions.book(actor=found.owner, mentorship=found.mentorship, starts_at=at(10))
    sessions.move_to_slot(actor=found.owner, session=made, starts_at=at(14))
    assert (made.starts_at, made.state, held(made)) == (at(14), SessionState.BOOKED, 2)
    assert at(10) in slots_for(found.mentorship, found.owner.account_id)
    sessions.propose_other(actor=found.coach, session=made, starts_at=at(20), minutes=30)
    assert (made.state, made.proposed_by, held(made)) == (SessionState.PROPOSED, Side.MENTOR, 0)
    sessions.propose_other(actor=found.owner, session=made, starts_at=at(19), minutes=30)
    sessions.accept(actor=found.coach, session=made)
    assert (made.starts_at, made.state) == (at(19), SessionState.BOOKED)
    assert kinds(found.owner) == ["coaching.proposed", "coaching.booked"]
    assert kinds(found.coach) == ["coaching.booked", "coaching.moved", "coaching.proposed"]


def test_cancelling_needs_a_reason_that_the_other_side_reads():
    found = running()
    open_hours(found)
    made = sessions.book(actor=found.owner, mentorship=found.mentorship, starts_at=at(10))
    with pytest.raises(Invalid):
        sessions.cancel(actor=found.coach, session=made, reason="")
    sessions.cancel(actor=found.coach, session=made, reason="出差")
    assert (made.state, made.cancelled_by, made.cancel_reason) == (SessionState.CANCELLED, Side.MENTOR, "出差")
    assert held(made) == 0
    assert kinds(found.owner) == ["coaching.cancelled"]
    for change in (
        lambda: sessions.cancel(actor=found.owner, session=made, reason="晚了"),
        lambda: sessions.accept(actor=found.owner, session=made),
        lambda: sessions.move_to_slot(actor=found.owner, session=made, starts_at=at(11)),
        lambda: sessions.propose_other(actor=found.coach, session=made, starts_at=at(11), minutes=30),
        lambda: reports.report(actor=found.owner, session=made, turnout=Turnout.BOTH),
        lambda: sessions.edit(actor=found.owner, session=made, topic="", place="", video_url=""),
    ):
        with pytest.raises(Conflict):
            change()
    own = sessions.propose(actor=found.coach, mentorship=found.mentorship, starts_at=at(9), minutes=30)
    sessions.cancel(actor=found.coach, session=own, reason="")
    assert own.state is SessionState.CANCELLED


def test_only_the_two_sides_write_and_only_while_it_runs():
    found = running()
    made = session(found)
    for person in (factories.actor(), factories.actor(Role.MENTOR), factories.actor(Role.ORGANISER)):
        for change in (
            lambda by=person: sessions.propose(actor=by, mentorship=found.mentorship, starts_at=at(9), minutes=30),
            lambda by=person: sessions.accept(actor=by, session=made),
            lambda by=person: sessions.cancel(actor=by, session=made, reason="不"),
            lambda by=person: reports.report(actor=by, session=made, turnout=Turnout.BOTH),
            lambda by=person: reports.write_note(actor=by, session=made, text="看看", is_shared=False),
        ):
            with pytest.raises(Forbidden):
                change()
    past = session(found, days=-1, state=SessionState.BOOKED)
    mentorships.end(actor=found.owner, mentorship=found.mentorship)
    assert (made.state, made.cancelled_by) == (SessionState.CANCELLED, None)
    with pytest.raises(Conflict):
        sessions.propose(actor=found.owner, mentorship=found.mentorship, starts_at=at(9), minutes=30)
    # What took place before can still be told.
    reports.report(actor=found.owner, session=past, turnout=Turnout.BOTH)
    assert past.state is SessionState.HELD


def test_three_sessions_lie_ahead_at_most():
    found = running()
    for hour in range(sessions.MOST_AHEAD):
        sessions.propose(actor=found.owner, mentorship=found.mentorship, starts_at=at(9 + hour), minutes=30)
    with pytest.raises(Conflict):
        sessions.propose(actor=found.coach, mentorship=found.mentorship, starts_at=at(20), minutes=30)


@pytest.mark.parametrize(
    ("when", "minutes"), [(-HOUR, 60), (200 * DAY, 60), (DAY, 10), (DAY, 300)], ids=["past", "far", "short", "long"]
)
def test_a_proposal_is_a_time_that_can_be_kept(when, minutes):
    found = running()
    with pytest.raises(Invalid):
        sessions.propose(actor=found.owner, mentorship=found.mentorship, starts_at=utc_now() + when, minutes=minutes)


def test_each_side_says_who_came_and_differing_words_count_for_nothing():
    found = running()
    ahead, past = session(found), session(found, days=-1, state=SessionState.BOOKED)
    with pytest.raises(Conflict):
        reports.report(actor=found.owner, session=ahead, turnout=Turnout.BOTH)
    reports.report(actor=found.coach, session=past, turnout=Turnout.BOTH)
    assert (past.state, kinds(found.owner)) == (SessionState.HELD, [])
    reports.report(actor=found.owner, session=past, turnout=Turnout.NO_MENTOR)
    assert (past.state, past.turnout, kinds(found.coach)) == (SessionState.DISPUTED, None, ["coaching.reported"])
    reports.report(actor=found.coach, session=past, turnout=Turnout.NO_MENTOR)
    assert (past.state, past.turnout) == (SessionState.MISSED, Turnout.NO_MENTOR)
    old = session(found, days=-30, state=SessionState.BOOKED)
    with pytest.raises(Conflict):
        reports.report(actor=found.owner, session=old, turnout=Turnout.BOTH)


def test_a_begun_session_is_reported_and_neither_moved_nor_cancelled():
    found = running()
    begun = session(found, days=-0.01, state=SessionState.BOOKED)
    with pytest.raises(Conflict):
        sessions.cancel(actor=found.owner, session=begun, reason="忘了")
    with pytest.raises(Conflict):
        sessions.propose_other(actor=found.owner, session=begun, starts_at=at(9), minutes=30)


def test_somebody_else_of_the_project_can_come():
    found = running()
    open_hours(found)
    made = sessions.book(actor=found.owner, mentorship=found.mentorship, starts_at=at(10))
    teammate = factories.actor(of=found.owner.membership.organisation, is_manager=False)
    plain = {"session": made, "topic": "定价", "place": "三楼", "video_url": ""}
    with pytest.raises(Invalid):
        sessions.edit(actor=found.owner, attendee_id=factories.actor().account_id, **plain)
    sessions.edit(actor=found.owner, attendee_id=teammate.account_id, **plain)
    assert busy([found.owner.account_id], at(9), at(12)) == {}
    assert busy([teammate.account_id], at(9), at(12)) == {teammate.account_id: [(at(10), at(11))]}


def test_private_notes_are_their_writers_alone():
    found = running()
    made = session(found)
    teammate = factories.actor(of=found.owner.membership.organisation, is_manager=False)
    secret = reports.write_note(actor=found.coach, session=made, text="创始人犹豫", is_shared=False)
    common = reports.write_note(actor=found.owner, session=made, text="下周给报价", is_shared=True)
    assert pages.notes(found.coach, made) == [secret, common]
    assert pages.notes(found.owner, made) == pages.notes(teammate, made) == [common]
    assert pages.notes(factories.actor(Role.ORGANISER), made) == []
    assert kinds(found.coach) == ["coaching.shared"]
    with pytest.raises(Forbidden):
        reports.edit_note(actor=found.owner, note=secret, text="改", is_shared=True)
    with pytest.raises(Invalid):
        reports.edit_note(actor=found.owner, note=common, text="下周", is_shared=False)
    reports.remove_note(actor=found.coach, note=secret)
    assert pages.notes(found.coach, made) == [common]
    reports.put_note_back(actor=found.coach, note=secret)
    reports.remove_note(actor=found.coach, note=secret)
    secret.removed_at -= 2 * DAY
    db.session.flush()
    drop_removed_notes()
    assert db.session.scalars(select(SessionNote)).unique().all() == [common]


def test_both_are_reminded_once_a_day_before():
    found = running()
    near, far = session(found, days=0.5), session(found, days=3)
    teammate = factories.actor(of=found.owner.membership.organisation, is_manager=False)
    remind_of_sessions()
    remind_of_sessions()
    assert kinds(found.coach) == kinds(found.owner) == ["coaching.reminder"]
    assert kinds(teammate) == []
    assert near.reminded_at
    assert far.reminded_at is None


def test_the_calendar_file_follows_the_session():
    found = running()
    open_hours(found)
    made = sessions.book(actor=found.owner, mentorship=found.mentorship, starts_at=at(10), place="三楼")
    text = ics.calendar(made).decode()
    assert f"UID:{made.id}@fuqiao" in text
    assert f"DTSTART:{at(10):%Y%m%dT%H%M%SZ}" in text
    assert "STATUS:CONFIRMED" in text
    sessions.cancel(actor=found.owner, session=made, reason="生病")
    assert "STATUS:CANCELLED" in ics.calendar(made).decode()


def test_closing_an_account_calls_sessions_off_and_takes_what_was_written():
    from app.accounts.services import close_account, personal_data

    found = running()
    open_hours(found)
    made = sessions.book(actor=found.owner, mentorship=found.mentorship, starts_at=at(10))
    reports.write_note(actor=found.coach, session=made, text="canary-note", is_shared=True)
    assert "canary-note" in str(personal_data(found.coach.account)["coaching"])
    close_account(actor=found.coach)
    assert made.state is SessionState.CANCELLED
    assert kinds(found.owner)[-1] == "coaching.cancelled"
    assert db.session.scalars(select(SessionNote)).unique().all() == []
    assert slots_for(found.mentorship, found.owner.account_id) == []

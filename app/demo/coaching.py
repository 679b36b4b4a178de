"""Mentorships of the sample city in every state: busy, silent, disputed, ended and rated; one mentor also invests."""

import datetime as dt
import io
import uuid
from collections.abc import Iterable
from typing import Any

from pypdf import PdfWriter
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from app.accounts import services as accounts
from app.accounts.actor import Actor
from app.accounts.models import Role
from app.core import booking
from app.core.model import utc_now
from app.demo import content_coaching as words
from app.demo.roadshows import act_as
from app.demo.seeding import City
from app.extensions import db
from app.mentors import services as mentors
from app.mentors.models import Mentor
from app.mentorships import services as mentorships
from app.mentorships.coaching.models import CoachingSession, Side, StepState, Turnout
from app.mentorships.coaching.queries import things
from app.mentorships.coaching.queries.slots import city_zone, slots_for
from app.mentorships.coaching.services import availability, files, ratings, reports, sessions, steps
from app.mentorships.models import Mentorship
from app.projects.models import Project
from app.roadshows.meetings.queries.asking import is_on_lineup
from app.roadshows.models import InterestLevel, Roadshow, RoadshowState
from app.roadshows.services import interests

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
OFFICE = [(9 * 60, 12 * 60), (14 * 60, 17 * 60)]


def build(city: City) -> None:
    _availability(city)
    db.session.commit()
    rows = select(Mentorship).order_by(Mentorship.started_at, Mentorship.id)
    for number, mentorship in enumerate(db.session.scalars(rows).unique().all()):
        _RUNNING[number % len(_RUNNING)](city, mentorship)
        db.session.commit()
    _stakes(city)
    _past(city)
    db.session.commit()


def _sides(city: City, mentorship: Mentorship) -> tuple[Actor, Actor]:
    """(the project's person, the mentor's)."""
    owner = next(actor for actor, project in city.projects if project.id == mentorship.project_id)
    coach = next(actor for actor, mentor in city.mentors if mentor.id == mentorship.mentor_id)
    return owner, coach


def _availability(city: City) -> None:
    """Two mentors of three say when they have time; some are away for a week."""
    today = utc_now().date()
    for number, (actor, mentor) in enumerate(city.mentors):
        if number % 3 == 2:
            continue
        act_as(actor)
        days = ((0, 2, 4), (1, 3), (0, 1, 2, 3, 4))[number % 3]
        availability.set_availability(
            actor=actor,
            mentor=mentor,
            hours=dict.fromkeys(days, OFFICE),
            slot_minutes=(60, 45)[number % 2],
            notice_hours=24,
            place="禾城科创中心二楼导师室" if number % 2 else "",
            video_url=f"https://meet.example.cn/mentor-{number}",
        )
        if number % 5 == 0:
            first = today + (9 + number % 7) * DAY
            availability.add_exception(actor=actor, mentor=mentor, first_day=first, last_day=first + 6 * DAY)
            more = today + 20 * DAY
            availability.add_exception(
                actor=actor, mentor=mentor, first_day=more, last_day=more, spans=[(1140, 1260)], is_available=True
            )


def _begin(mentorship: Mentorship, days: int) -> None:
    """It began so long ago."""
    mentorship.started_at = utc_now() - days * DAY
    db.session.flush()


def _busy(city: City, mentorship: Mentorship) -> None:
    """Meets regularly: goals, notes, actions, a file, a session ahead, and one that was cancelled."""
    owner, coach = _sides(city, mentorship)
    _begin(mentorship, 75)
    act_as(owner)
    for text, days, state in words.GOALS:
        goal = steps.add_goal(
            actor=owner, mentorship=mentorship, text=text, due_on=utc_now().date() + dt.timedelta(days=days)
        )
        if state is not StepState.OPEN:
            steps.settle(actor=owner, step=goal, state=state)
    for number, days in enumerate((60, 45, 30, 12)):
        session = _held(city, mentorship, days, words.TOPICS[number])
        if number > 1:
            _notes(owner, coach, session, number)
    _ahead(city, mentorship)
    act_as(coach)
    upload = FileStorage(io.BytesIO(_page()), filename="定价模型与报价单.pdf")
    files.share(actor=coach, mentorship=mentorship, upload=upload)
    act_as(owner)
    lost = sessions.propose(
        actor=owner, mentorship=mentorship, starts_at=_soon(6, 10), minutes=60, topic="融资计划书点评"
    )
    act_as(coach)
    sessions.cancel(actor=coach, session=lost, reason="临时出差，下周再约。")


def _notes(owner: Actor, coach: Actor, session: CoachingSession, number: int) -> None:
    act_as(coach)
    reports.write_note(actor=coach, session=session, text=words.SHARED_NOTE, is_shared=True)
    reports.write_note(actor=coach, session=session, text=words.PRIVATE_NOTE, is_shared=False)
    due = session.starts_at.date() + dt.timedelta(days=21)
    for text, side in words.ACTIONS[number % 2 :: 2]:
        action = steps.add_action(
            actor=coach, mentorship=session.mentorship, session=session, text=text, owner=side, due_on=due
        )
        if due < utc_now().date() and side is Side.MENTOR:
            act_as(coach)
            steps.settle(actor=coach, step=action, state=StepState.DONE)


def _silent(city: City, mentorship: Mentorship) -> None:
    """Nothing has happened for two months."""
    _begin(mentorship, 62)


def _troubled(city: City, mentorship: Mentorship) -> None:
    """The mentor did not come once, and about another time the two differ."""
    _begin(mentorship, 50)
    _held(city, mentorship, 40, words.TOPICS[0])
    _held(city, mentorship, 9, words.TOPICS[1], said=(Turnout.NO_MENTOR, Turnout.NO_MENTOR))
    _held(city, mentorship, 5, words.TOPICS[2], said=(Turnout.BOTH, Turnout.NO_PROJECT))


def _asking(city: City, mentorship: Mentorship) -> None:
    """A session waits for a word on who came, another for an answer."""
    owner, coach = _sides(city, mentorship)
    _begin(mentorship, 20)
    _held(city, mentorship, 1, words.TOPICS[3], said=(None, None))
    act_as(coach)
    sessions.propose(
        actor=coach, mentorship=mentorship, starts_at=_soon(4, 15), minutes=45, topic=words.TOPICS[1], place="线上"
    )
    act_as(owner)
    steps.add_goal(actor=owner, mentorship=mentorship, text=words.GOALS[0][0])


_RUNNING = (_busy, _asking, _troubled, _silent)


def _ahead(city: City, mentorship: Mentorship) -> None:
    """The next free time of the mentor, or one that the two agree on."""
    owner, coach = _sides(city, mentorship)
    act_as(owner)
    if free := slots_for(mentorship, owner.account_id):
        sessions.book(actor=owner, mentorship=mentorship, starts_at=free[0], topic=words.TOPICS[-1])
        return
    session = sessions.propose(
        actor=owner, mentorship=mentorship, starts_at=_soon(2, 16), minutes=60, topic=words.TOPICS[-1]
    )
    act_as(coach)
    sessions.accept(actor=coach, session=session)


def _held(
    city: City,
    mentorship: Mentorship,
    days: int,
    topic: str,
    said: tuple[Turnout | None, Turnout | None] = (Turnout.BOTH, Turnout.BOTH),
) -> CoachingSession:
    """Agreed on ahead, as everything is; then its day passes, and both say who came."""
    owner, coach = _sides(city, mentorship)
    act_as(owner)
    session = sessions.propose(actor=owner, mentorship=mentorship, starts_at=_soon(30, 19), minutes=60, topic=topic)
    act_as(coach)
    sessions.accept(actor=coach, session=session)
    booking.release(holder=session.id)
    session.starts_at, session.ends_at = utc_now() - HOUR, utc_now()
    db.session.flush()
    for person, turnout in zip((coach, owner), said, strict=True):
        if turnout is not None:
            act_as(person)
            reports.report(actor=person, session=session, turnout=turnout)
    session.starts_at = _soon(-days, 10)
    session.ends_at = session.starts_at + HOUR
    session.created_at = session.starts_at - 7 * DAY
    db.session.flush()
    return session


def _soon(days: int, hour: int) -> dt.datetime:
    """An hour of the city, so many days from now."""
    day = (utc_now().astimezone(city_zone()) + days * DAY).date()
    return dt.datetime.combine(day, dt.time(hour), city_zone()).astimezone(dt.UTC)


def _stakes(city: City) -> None:
    """One mentor declared an interest; another also works for a fund manager that is interested in the project."""
    running = select(Mentorship).where(Mentorship.ended_at.is_(None)).order_by(Mentorship.started_at, Mentorship.id)
    live = db.session.scalars(select(Roadshow).where(Roadshow.state == RoadshowState.PUBLISHED)).unique().one()
    sample = city.mentors[0][1]
    rows = [one for one in db.session.scalars(running).unique() if one.mentor_id != sample.id]
    also = next((one for one in rows if is_on_lineup(live.id, one.project_id)), None)
    declared = next(one for one in rows if one is not also)
    coach = _sides(city, declared)[1]
    act_as(coach)
    mentors.declare_conflict(
        actor=coach, mentor=declared.mentor, name=declared.project.name, relation="investment", note=words.STAKE
    )
    if also is not None:
        investor, fund = city.funds[-1]
        act_as(investor)
        wish = InterestLevel.WANTS_CONTACT
        interests.mark(actor=investor, roadshow=live, fund=fund, project=also.project, level=wish, message=words.WISH)
        account = _sides(city, also)[1].account
        assert account
        accounts.add_membership(account=account, organisation=fund.organisation, role=Role.INVESTOR, is_manager=False)


def _past(city: City) -> None:
    """Ended mentorships, so that the honour list has names and means; some rated by one side, some by nobody."""
    projects = [(actor, project) for actor, project in city.projects if project.is_published][60:]
    number = 0
    for times, (coach, mentor) in zip((1, 4, 3, 3, 2, 2, 1, 1), city.mentors, strict=False):
        for _ in range(times):
            owner, project = projects[number % len(projects)]
            if mentor.free_places <= 0:
                act_as(coach)
                mentors.update(actor=coach, mentor=mentor, capacity=mentor.capacity + 1)
            _one_past(city, (owner, project), (coach, mentor), number, sessions_held=(4, 3, 2)[times % 3])
            number += 1


def _one_past(
    city: City, asked: tuple[Actor, Project], giving: tuple[Actor, Mentor], number: int, *, sessions_held: int
) -> None:
    (owner, project), (coach, mentor) = asked, giving
    act_as(owner)
    request = mentorships.ask(actor=owner, project=project, mentor_id=mentor.id, message=words.REQUEST)
    act_as(coach)
    mentorship = mentorships.accept(actor=coach, request=request)
    ended = 20 + 6 * number % 90
    for step in range(sessions_held):
        _held(city, mentorship, ended + 7 + 10 * step, words.TOPICS[step % len(words.TOPICS)])
    act_as(owner)
    mentorships.end(actor=owner, mentorship=mentorship, reason=words.END)
    _rate(owner, coach, mentorship, number)
    mentorship.ended_at = utc_now() - (ended if number % 7 else 3) * DAY
    for rating in things.ratings_of(mentorship).values():
        rating.created_at = mentorship.ended_at + DAY
    _begin(mentorship, ended + 60)
    _agree(coach, mentorship)
    db.session.commit()


def _rate(owner: Actor, coach: Actor, mentorship: Mentorship, number: int) -> None:
    """Number 0 waits for the mentor's word."""
    if number % 6 != 5:
        act_as(owner)
        ratings.rate(
            actor=owner,
            mentorship=mentorship,
            stars=(5, 4, 5, 5, 3)[number % 5],
            testimonial=words.TESTIMONIALS[number % len(words.TESTIMONIALS)],
            is_public=number % 3 != 0,
        )
    if number % 4:
        act_as(coach)
        ratings.rate(actor=coach, mentorship=mentorship, stars=(4, 5)[number % 2], testimonial=words.BACK)


def _agree(coach: Actor, mentorship: Mentorship) -> None:
    """The mentor shows what the project made public."""
    act_as(coach)
    for rating in _public(mentorship.id):
        ratings.agree(actor=coach, rating=rating, shown=True)


def _public(mentorship_id: uuid.UUID) -> Iterable[Any]:
    mentorship = db.session.get_one(Mentorship, mentorship_id)
    known = things.ratings_of(mentorship)
    rating = known.get(Side.PROJECT)
    return [rating] if rating is not None and rating.is_public and things.is_revealed(mentorship) else []


def _page() -> bytes:
    writer, target = PdfWriter(), io.BytesIO()
    writer.add_blank_page(595, 842)
    writer.write(target)
    return target.getvalue()

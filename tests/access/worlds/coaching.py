"""A running mentorship with one of everything, and one that has ended with both ratings."""

import datetime as dt

from app.core.days import city_day
from app.core.model import utc_now
from app.extensions import db
from app.mentors.models import Mentor
from app.mentorships import services as mentorships
from app.mentorships.coaching.models import CoachingSession, SessionState, Side
from app.mentorships.coaching.services import availability, files, ratings, reports, steps
from app.mentorships.models import Mentorship
from app.projects.models import Project
from tests import factories
from tests.access.world import City
from tests.files import samples
from tests.projects.factories import published

DAY = dt.timedelta(days=1)


def add(city: City) -> None:
    running = db.session.get_one(Mentorship, city.things["mentorship"]["mentorship_id"])
    _sessions(city, running)
    _steps(city, running)
    _end(city)


def _session(running: Mentorship, days: int, **values: object) -> CoachingSession:
    starts_at = utc_now() + days * DAY
    times = {"starts_at": starts_at, "ends_at": starts_at + dt.timedelta(hours=1), "minutes": 60}
    row = CoachingSession(mentorship_id=running.id, proposed_by=Side.PROJECT, **times, **values)
    row.mentorship = running
    return factories.save(row)


def _sessions(city: City, running: Mentorship) -> None:
    owner, coach = city.people["owner"], city.people["mentor"]
    comes = {"attendee_id": owner.account_id}
    booked = _session(running, 3, state=SessionState.BOOKED, **comes)
    city.things["coaching_session"] = {"session_id": booked.id}
    proposed = _session(running, 5, state=SessionState.PROPOSED, **comes)
    city.things["proposed_session"] = {"session_id": proposed.id}
    past = _session(running, -2, state=SessionState.BOOKED, **comes)
    city.things["past_session"] = {"session_id": past.id}
    cancelled = _session(running, 7, state=SessionState.CANCELLED, cancelled_by=Side.MENTOR, **comes)
    city.things["cancelled_session"] = {"session_id": cancelled.id}
    for thing, is_shared in (("private_note", False), ("shared_note", True)):
        note = reports.write_note(actor=coach, session=booked, text="说过的话", is_shared=is_shared)
        city.things[thing] = {"note_id": note.id}


def _steps(city: City, running: Mentorship) -> None:
    owner, coach = city.people["owner"], city.people["mentor"]
    goal = steps.add_goal(actor=owner, mentorship=running, text="三个客户")
    city.things["goal"] = {"goal_id": goal.id}
    action = steps.add_action(actor=owner, mentorship=running, text="写报价", owner=Side.PROJECT)
    city.things["action"] = {"action_id": action.id}
    shared = files.share(actor=coach, mentorship=running, upload=samples.upload(samples.pdf(), "讲义.pdf"))
    city.things["shared_file"] = {"shared_id": shared.id}
    city.things["coaching_file"] = {"file_id": shared.file_id}
    mentor = db.session.get_one(Mentor, running.mentor_id)
    today = city_day()
    (away,) = availability.add_exception(actor=coach, mentor=mentor, first_day=today, last_day=today)
    city.things["exception"] = {"exception_id": away.id}


def _end(city: City) -> None:
    """Two of the owner's projects: one open for rating, one with both ratings given."""
    owner, coach = city.people["owner"], city.people["mentor"]
    mentor_id = city.things["mentor_profile"]["mentor_id"]
    for thing, name in (("mentorship_ended", "刚结束"), ("mentorship_rated", "已评分")):
        project: Project = published(owner, name=name)
        asked = mentorships.ask(actor=owner, project=project, mentor_id=mentor_id, message="请教。")
        ended = mentorships.accept(actor=coach, request=asked)
        mentorships.end(actor=owner, mentorship=ended)
        city.things[thing] = {"mentorship_id": ended.id}
    words = {"testimonial": "有帮助", "is_public": True}
    given = ratings.rate(actor=owner, mentorship=ended, stars=5, **words)
    ratings.rate(actor=coach, mentorship=ended, stars=4, testimonial="守时")
    city.things["rating"] = {"rating_id": given.id}

"""Requests to mentors in the states that the roadshows leave out: colleagues suggested, silence, a number wanted."""

import datetime as dt

from app.accounts.actor import Actor
from app.core.model import utc_now
from app.demo import content
from app.demo.roadshows import act_as
from app.demo.seeding import City
from app.extensions import db
from app.mentors import services as mentors
from app.mentors.models import Mentor
from app.mentorships import services as mentorships
from app.mentorships.models import MentorRequest
from app.projects.models import Project

DAY = dt.timedelta(days=1)
Side = tuple[Actor, Project]


def build(city: City) -> None:
    projects = [(actor, project) for actor, project in city.projects if project.is_published]
    one, two, three, four = projects[40:44]
    _closed(city, one)
    _two_wanted(city, two)
    _silence(city, three)
    _waiting(city, four)
    _declined(city, projects[0])
    db.session.commit()


def _closed(city: City, asking: Side) -> None:
    """Three were asked for one place; the first yes closes the others."""
    first, *_others = [_ask(asking, giving) for giving in _free(city, 3)]
    coach = _coach(city, first)
    act_as(coach)
    mentorships.accept(actor=coach, request=first)


def _two_wanted(city: City, asking: Side) -> None:
    """One of two is found, the other was reminded."""
    first, second = (_ask(asking, giving, wanted=2) for giving in _free(city, 2))
    coach = _coach(city, first)
    act_as(coach)
    mentorships.accept(actor=coach, request=first)
    _age(second, days=4)
    mentorships.nudge(request=second)


def _silence(city: City, asking: Side) -> None:
    request = _ask(asking, _free(city, 1)[0])
    _age(request, days=8)
    mentorships.expire(request=request)


def _waiting(city: City, asking: Side) -> None:
    """Whoever looks around as the mentor has a request to answer."""
    coach, mentor = city.mentors[0]
    if mentor.free_places <= 0:
        act_as(coach)
        mentors.update(actor=coach, mentor=mentor, capacity=mentor.capacity + 1)
    _ask(asking, city.mentors[0])


def _declined(city: City, asking: Side) -> None:
    """Whoever looks around as the entrepreneur was told no, and whom to ask instead."""
    giving, colleague = _free(city, 2)
    request = _ask(asking, giving, wanted=3)
    act_as(giving[0])
    mentorships.decline(actor=giving[0], request=request, reason=content.DECLINE[1], colleague_id=colleague[1].id)


def _ask(asking: Side, giving: tuple[Actor, Mentor], wanted: int | None = None) -> MentorRequest:
    owner, project = asking
    act_as(owner)
    message = "我们在量产和首批客户上遇到瓶颈，希望得到您的指导。"
    return mentorships.ask(actor=owner, project=project, mentor_id=giving[1].id, message=message, wanted=wanted)


def _free(city: City, number: int) -> list[tuple[Actor, Mentor]]:
    """Mentors with places to give."""
    fitting = [(coach, mentor) for coach, mentor in city.mentors[1:] if mentor.free_places > 1]
    return city.rng.sample(fitting, number)


def _coach(city: City, request: MentorRequest) -> Actor:
    return next(coach for coach, mentor in city.mentors if mentor.id == request.mentor_id)


def _age(request: MentorRequest, *, days: int) -> None:
    for name in ("asked_at", "expires_at", "nudge_at"):
        moment = getattr(request, name)
        setattr(request, name, moment and moment - days * DAY)
    assert request.asked_at < utc_now()
    db.session.flush()

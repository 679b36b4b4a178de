"""Roadshows with everything around them, made through the services."""

import datetime as dt
from typing import Any

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.core.model import utc_now
from app.projects.models import Project
from app.roadshows.models import Application, Roadshow, RoadshowState
from app.roadshows.services import applications, lineup, moves, setup
from tests import factories
from tests.projects.factories import published as published_project


def roadshow(organiser: Actor | None = None, **values: Any) -> Roadshow:
    now = utc_now()
    return setup.create(
        actor=organiser or factories.actor(Role.ORGANISER),
        **{
            "title": "南湖天使路演",
            "title_en": "Nanhu angel roadshow",
            "summary": "面向机器人与新材料项目。",
            "venue": "南湖国际俱乐部",
            "sectors": ["robotics"],
            "region_code": "330402",
            "apply_from": now - dt.timedelta(days=1),
            "apply_until": now + dt.timedelta(days=7),
            "starts_at": now + dt.timedelta(days=14),
            "ends_at": now + dt.timedelta(days=14, hours=4),
            "capacity": 2,
            "seats": 5,
            "organisation_seats": 3,
            **values,
        },
    )


def opened(organiser: Actor, **values: Any) -> Roadshow:
    made = roadshow(organiser, **values)
    moves.move(actor=organiser, roadshow=made, to=RoadshowState.OPEN)
    return made


def application(
    target: Roadshow, owner: Actor | None = None, project: Project | None = None, **values: Any
) -> Application:
    """A sent application with a published project of its own."""
    owner = owner or factories.actor()
    project = project or published_project(owner)
    made = applications.start(actor=owner, roadshow=target, project=project, consent=True)
    pitch = {"wants": "见到懂硬件的天使投资人。", "presenter": "陈晓", **values}
    applications.save_pitch(actor=owner, application=made, **pitch)
    applications.send(actor=owner, application=made)
    return made


def published(organiser: Actor, owner: Actor | None = None, **values: Any) -> tuple[Roadshow, Application]:
    """A roadshow whose published line-up is one project."""
    made = opened(organiser, **values)
    sent = application(made, owner)
    lineup.add(actor=organiser, roadshow=made, application_ids=[sent.id])
    moves.move(actor=organiser, roadshow=made, to=RoadshowState.LINEUP_FIXED)
    moves.move(actor=organiser, roadshow=made, to=RoadshowState.PUBLISHED)
    return made, sent

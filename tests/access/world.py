"""A small city with one of everything: the people who try each door, and the things behind the doors."""

from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.core.jobs import Job
from app.core.model import utc_now
from app.extensions import db
from tests import factories
from tests.projects.factories import project, published

PEOPLE = (
    "visitor",
    "owner",
    "teammate",
    "stranger",
    "mentor",
    "other_mentor",
    "investor",
    "other_investor",
    "reviewer",
    "organiser",
    "other_organiser",
    "administrator",
    "carrier",
    "agency",
    "ended",
)


@dataclass
class City:
    app: Flask
    people: dict[str, Actor]
    things: dict[str, dict[str, Any]] = field(default_factory=dict)

    def arguments(self, thing: str) -> dict[str, Any]:
        return self.things[thing]

    def client(self, app: Flask, person: str) -> FlaskClient:
        client = app.test_client()
        if person != "visitor":
            factories.sign_in(client, self.people[person])
        return client


def build(app: Flask) -> City:
    people = _people()
    city = City(app, people)
    owner = people["owner"]
    city.things["project"] = {"project_id": published(owner).id}
    city.things["draft"] = {"project_id": project(owner, name="草稿").id}
    job = factories.save(Job(kind="test", account_id=owner.account_id, state="done"))
    city.things["job"] = {"job_id": job.id}
    db.session.commit()
    return city


def _people() -> dict[str, Actor]:
    owner = factories.actor(Role.ENTREPRENEUR)
    organiser = factories.actor(Role.ORGANISER)
    authority = organiser.membership.organisation
    ended = factories.actor(Role.ORGANISER, of=authority)
    ended.membership.ended_at = utc_now()
    db.session.flush()
    return {
        "owner": owner,
        "teammate": factories.actor(Role.ENTREPRENEUR, of=owner.membership.organisation, is_manager=False),
        "stranger": factories.actor(Role.ENTREPRENEUR),
        "mentor": factories.actor(Role.MENTOR, of=authority, is_manager=False),
        "other_mentor": factories.actor(Role.MENTOR, of=authority, is_manager=False),
        "investor": factories.actor(Role.INVESTOR),
        "other_investor": factories.actor(Role.INVESTOR),
        "reviewer": factories.actor(Role.REVIEWER, of=authority, is_manager=False),
        "organiser": organiser,
        "other_organiser": factories.actor(Role.ORGANISER),
        "administrator": factories.actor(Role.ADMINISTRATOR, of=authority),
        "carrier": factories.actor(Role.CARRIER_STAFF),
        "agency": factories.actor(Role.AGENCY_STAFF),
        "ended": ended,
    }

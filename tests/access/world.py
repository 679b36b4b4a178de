"""A small city with one of everything: the people who try each door, and the things behind the doors."""

from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from app.accounts.actor import Actor
from app.accounts.models import Role, SignIn, TokenPurpose
from app.accounts.services import tokens as account_tokens
from app.core.jobs import Job
from app.core.model import utc_now
from app.extensions import db
from app.mentors import services as mentor_services
from tests import factories
from tests.accounts import factories as account_factories
from tests.funds import factories as fund_factories
from tests.mentors import factories as mentor_factories
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
    _add_accounts(city)
    _add_mentors(city)
    _add_funds(city)
    job = factories.save(Job(kind="test", account_id=owner.account_id, state="done"))
    city.things["job"] = {"job_id": job.id}
    db.session.commit()
    return city


def _add_accounts(city: City) -> None:
    owner, teammate = city.people["owner"], city.people["teammate"]
    city.things["organisation"] = {"organisation_id": owner.organisation_id}
    city.things["member"] = {"membership_id": teammate.membership_id}
    city.things["session"] = {"sign_in_id": factories.save(SignIn(account_id=owner.account_id, token_hash="-")).id}
    city.things["invitation"] = account_factories.invitation(owner)
    city.things["sign_up_link"] = {"token": account_factories.sign_up_token()}
    for purpose, thing in [(TokenPurpose.RESET_PASSWORD, "reset_link"), (TokenPurpose.CHANGE_EMAIL, "address_link")]:
        token = account_tokens.issue(owner.account, purpose, email="moved@example.cn")
        city.things[thing] = {"token": token}


def _add_mentors(city: City) -> None:
    profile = mentor_factories.published(city.people["mentor"])
    city.things["mentor_profile"] = {"mentor_id": profile.id}
    city.things["mentor_draft"] = {"mentor_id": mentor_factories.mentor(city.people["other_mentor"]).id}
    # For a mentor who has not signed up, the authority keeps the profile.
    city.things["mentor_kept"] = {"mentor_id": mentor_factories.mentor(city.people["organiser"]).id}
    conflict = mentor_services.declare_conflict(
        actor=city.people["mentor"], mentor=profile, name="某某科技", relation="family"
    )
    city.things["mentor_conflict"] = {"conflict_id": conflict.id}


def _add_funds(city: City) -> None:
    investor = city.people["investor"]
    fund = fund_factories.published(investor)
    city.things["fund"] = {"fund_id": fund.id}
    city.things["fund_draft"] = {"fund_id": fund_factories.fund(investor).id}
    city.things["fund_investment"] = {"investment_id": fund_factories.investment(investor, fund).id}


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

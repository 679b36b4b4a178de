"""Two cities with what each publishes, made through the services."""

from dataclasses import dataclass
from typing import Any

from app.accounts.actor import Actor
from app.accounts.models import OrganisationKind, Role
from app.cities import services
from app.cities.models import CityAgreement
from app.funds.models import Fund
from app.mentors.models import Mentor
from app.projects.models import Project
from tests import factories
from tests.funds.factories import published as published_fund
from tests.mentors.factories import published as published_mentor
from tests.projects.factories import published as published_project


def actor(role: Role, region: str, **values: Any) -> Actor:
    kind = factories.KIND_OF_ROLE.get(role, OrganisationKind.AUTHORITY)
    return factories.actor(role, of=factories.organisation(kind, region_code=region), **values)


@dataclass
class Town:
    """A city with its organiser and one of each; every name ends in the town's own word."""

    organiser: Actor
    founder: Actor
    investor: Actor
    mentor_person: Actor
    project: Project
    mentor: Mentor
    fund: Fund


def town(code: str, word: str, *, district: str = "") -> Town:
    organiser = actor(Role.ORGANISER, code)
    founder, investor = actor(Role.ENTREPRENEUR, code), actor(Role.INVESTOR, code)
    person = factories.actor(Role.MENTOR, of=organiser.membership.organisation, is_manager=False)
    like = {"summary": "给机械手装上触觉的传感器。", "needs": ["financing"], "stage": "seed", "round": "angel"}
    return Town(
        organiser,
        founder,
        investor,
        person,
        published_project(founder, name=f"触觉{word}", region_code=district, **like),
        published_mentor(person, name=f"沈{word}", bio="做过机器人传感器。"),
        published_fund(investor, name=f"天使{word}", thesis="投机器人传感器的早期公司。", regions=[]),
    )


def agreed(one: Town, other: Town) -> CityAgreement:
    made = services.offer(actor=one.organiser, city=other.organiser.region_code)
    services.accept(actor=other.organiser, agreement=made)
    return made

"""A small city with one of everything: the people who try each door, and the things behind the doors."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from app.accounts.actor import Actor
from app.accounts.models import OrganisationKind, Role, SignIn
from app.core.model import utc_now
from app.extensions import db
from tests import factories

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
    "conflicted",
    "organiser",
    # Of another city.
    "other_organiser",
    # Of the province around the organiser's city.
    "province",
    "administrator",
    "carrier",
    "agency",
    "left",
    "ended",
)


@dataclass
class City:
    app: Flask
    people: dict[str, Actor]
    things: dict[str, dict[str, Any]] = field(default_factory=dict)
    # What a form names instead of the address.
    forms: dict[str, dict[str, Any]] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)

    def arguments(self, thing: str) -> dict[str, Any]:
        return self.things[thing]

    def client(self, app: Flask, person: str) -> FlaskClient:
        """A browser of this person; the cookie is made once, the session behind it stays what it is."""
        client = app.test_client()
        if person == "visitor":
            return client
        if person not in self.cookies:
            factories.sign_in(client, self.people[person])
            # A session's use is written down every few minutes. What the tests try is undone, so from then on every
            # POST would write it once more, and leave one more dead row for all that follow to read over.
            db.session.execute(update(SignIn).values(last_used_at=utc_now() + dt.timedelta(days=1)))
            cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
            assert cookie is not None
            self.cookies[person] = cookie.value
        client.set_cookie(app.config["SESSION_COOKIE_NAME"], self.cookies[person])
        return client


def build(app: Flask) -> City:
    from tests.access.worlds import (
        accounts,
        bulletins,
        carriers,
        cities,
        coaching,
        competitions,
        conversations,
        datarooms,
        day,
        deals,
        evaluations,
        events,
        files,
        filings,
        indicators,
        matching,
        meetings,
        offerings,
        profiles,
        roadshows,
        staff,
        stories,
        subsidies,
        vouchers,
    )

    city = City(app, _people())
    for part in (
        accounts,
        profiles,
        carriers,
        filings,
        events,
        roadshows,
        day,
        competitions,
        matching,
        coaching,
        meetings,
        files,
        deals,
        datarooms,
        conversations,
        staff,
        stories,
        indicators,
        bulletins,
        evaluations,
        offerings,
        vouchers,
        subsidies,
        cities,
    ):
        part.add(city)
    for person in PEOPLE:
        city.client(app, person)
    db.session.commit()
    return city


def _people() -> dict[str, Actor]:
    owner, organiser = factories.actor(Role.ENTREPRENEUR), factories.actor(Role.ORGANISER)
    startup, authority = owner.membership.organisation, organiser.membership.organisation

    def listed(role: Role) -> Actor:
        return factories.actor(role, of=authority, is_manager=False)

    def organiser_of(region_code: str) -> Actor:
        seat = factories.organisation(OrganisationKind.AUTHORITY, region_code=region_code)
        return factories.actor(Role.ORGANISER, of=seat)

    people = {
        "owner": owner,
        "teammate": factories.actor(Role.ENTREPRENEUR, of=startup, is_manager=False),
        "stranger": factories.actor(Role.ENTREPRENEUR),
        "mentor": listed(Role.MENTOR),
        "other_mentor": listed(Role.MENTOR),
        "investor": factories.actor(Role.INVESTOR),
        "other_investor": factories.actor(Role.INVESTOR),
        "reviewer": listed(Role.REVIEWER),
        # A reviewer who said that they are not free to judge the owner's application.
        "conflicted": listed(Role.REVIEWER),
        "organiser": organiser,
        "other_organiser": organiser_of("320500"),
        "province": organiser_of("330000"),
        "administrator": factories.actor(Role.ADMINISTRATOR, of=authority),
        "carrier": factories.actor(Role.CARRIER_STAFF),
        "agency": factories.actor(Role.AGENCY_STAFF),
        # Whose memberships in the owner's startup and in the organiser's authority are over.
        "left": factories.actor(Role.ENTREPRENEUR, of=startup),
        "ended": factories.actor(Role.ORGANISER, of=authority),
    }
    for name in ("left", "ended"):
        people[name].membership.ended_at = utc_now()
    db.session.flush()
    return people

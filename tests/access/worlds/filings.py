"""An application that is being written, one that was sent to the authority, and a planned change of places."""

import datetime as dt

from app.accounts.models import Role
from app.extensions import db
from app.mentors.models import Mentor
from app.mentors.register import today
from app.mentors.services.places import plan_change
from tests import factories
from tests.access.world import City
from tests.mentors import factories as mentors


def add(city: City) -> None:
    writer = city.people["other_mentor"]
    own = db.session.get_one(Mentor, city.things["mentor_draft"]["mentor_id"])
    city.things["filing_draft"] = {"filing_id": mentors.filing(writer, own, sent=False).id}
    applicant = factories.actor(Role.MENTOR, of=city.people["organiser"].membership.organisation, is_manager=False)
    sent = mentors.filing(applicant, mentors.mentor(applicant, name="申请人"))
    city.things["filing_sent"] = {"filing_id": sent.id}
    profile = db.session.get_one(Mentor, city.things["mentor_profile"]["mentor_id"])
    starts_on = today() + dt.timedelta(days=30)
    change = plan_change(actor=city.people["mentor"], mentor=profile, starts_on=starts_on, capacity=6)
    city.things["capacity_change"] = {"change_id": change.id}
    city.things["evidence"] = {"file_id": sent.evidence[0].file_id}

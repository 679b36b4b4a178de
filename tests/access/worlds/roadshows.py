from typing import Any

from app.accounts.actor import Actor
from app.extensions import db
from app.funds.models import Fund
from app.projects.models import Project
from app.projects.services import archive
from app.roadshows.models import Application, InterestLevel, Roadshow, RoadshowState
from app.roadshows.queries.events import lineup_places
from app.roadshows.services import applications, interests, invitations, lineup, moves, registrations, reviews, series
from tests.access.world import City
from tests.projects.factories import published as published_project
from tests.roadshows import factories


def add(city: City) -> None:
    organiser = city.people["organiser"]
    season = series.create(actor=organiser, name="南湖季")
    city.things["series"] = {"series_id": season.id}
    _published(city, organiser)
    _open(city, organiser)
    city.things["roadshow_draft"] = {"roadshow_id": factories.roadshow(organiser).id}
    city.things["roadshow_carrier"] = {"roadshow_id": factories.opened(city.people["carrier"]).id}
    closed, _ = factories.published(organiser, title="往届路演")
    for state in (RoadshowState.HELD, RoadshowState.CLOSED):
        moves.move(actor=organiser, roadshow=closed, to=state)
    city.things["roadshow_closed"] = {"roadshow_id": closed.id}


def _published(city: City, organiser: Actor) -> None:
    """The owner's project stands on the line-up, and one archived since; the investor wants to meet the first."""
    project = db.session.get_one(Project, city.things["project"]["project_id"])
    shown = factories.opened(organiser, title="已公布的路演")
    selected = factories.application(shown, city.people["owner"], project)
    hidden = published_project(city.people["owner"], name="撤下的项目")
    other = factories.application(shown, city.people["owner"], hidden)
    lineup.add(actor=organiser, roadshow=shown, application_ids=[selected.id, other.id])
    for state in (RoadshowState.LINEUP_FIXED, RoadshowState.PUBLISHED):
        moves.move(actor=organiser, roadshow=shown, to=state)
    archive(actor=city.people["owner"], project=hidden)
    city.things["archived_after"] = {"project_id": hidden.id}
    here = city.things["roadshow"] = {"roadshow_id": shown.id}
    city.things["application_selected"] = {**here, "application_id": selected.id}
    investor = city.people["investor"]
    fund = db.session.get_one(Fund, city.things["fund"]["fund_id"])
    registration = registrations.register(actor=investor, roadshow=shown, people=1)
    city.things["registration"] = {**here, "registration_id": registration.id}
    asked = invitations.invite_fund(actor=organiser, roadshow=shown, fund_id=fund.id, project_ids=[project.id])
    city.things["fund_invitation"] = {**here, "invitation_id": asked.id}
    meet = interests.mark(
        actor=investor,
        roadshow=shown,
        fund=fund,
        project=project,
        level=InterestLevel.WANTS_CONTACT,
        message="想见面。",
    )
    city.things["interest"] = {**here, "interest_id": meet.id}


def _open(city: City, organiser: Actor) -> None:
    """Two sent applications and a draft; one reviewer reads the owner's, another may not."""
    called = factories.opened(organiser, title="征集中的路演", capacity=5)
    here = city.things["roadshow_open"] = {"roadshow_id": called.id}
    owner, teammate, stranger = (city.people[name] for name in ("owner", "teammate", "stranger"))
    sent = factories.application(called, owner, db.session.get_one(Project, city.things["project"]["project_id"]))
    city.things["application"] = {**here, "application_id": sent.id}
    theirs = db.session.get_one(Project, city.things["strangers_project"]["project_id"])
    other = factories.application(called, stranger, theirs)
    city.things["application_stranger"] = {**here, "application_id": other.id}
    begun = applications.start(
        actor=teammate, roadshow=called, project=published_project(teammate, name="第二个"), consent=True
    )
    city.things["application_draft"] = {**here, "application_id": begun.id}
    _reviews(city, organiser, called, sent, other)
    lineup.add(actor=organiser, roadshow=called, application_ids=[other.id])
    city.things["place"] = {**here, "place_id": lineup_places(called.id)[0].id}


def _reviews(city: City, organiser: Actor, called: Roadshow, sent: Application, other: Application) -> None:
    task: dict[str, Any] = {"actor": organiser, "roadshow": called}
    for name, thing in (("reviewer", "review"), ("conflicted", "review_conflict")):
        person = city.people[name]
        asked = reviews.add_reviewer(**task, membership_id=person.membership_id)
        review = reviews.assign(**task, application_id=sent.id, reviewer_id=asked.id)
        city.things[thing] = {"roadshow_id": called.id, "review_id": review.id, "reviewer_id": asked.id}
        if name == "conflicted":
            reviews.declare_conflict(actor=person, review=review, comment="亲属")
            free = reviews.assign(**task, application_id=other.id, reviewer_id=asked.id)
            city.things["review_free"] = {"roadshow_id": called.id, "review_id": free.id, "reviewer_id": asked.id}

"""Who may do what with a roadshow, its applications and its reviews."""

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.core.model import utc_now
from app.projects.policies import owns
from app.roadshows.models import (
    Application,
    ApplicationState,
    FundInvitation,
    Interest,
    Registration,
    Roadshow,
    RoadshowState,
)
from app.taxonomy.regions import looks_into

ORGANISING = (Role.ORGANISER, Role.CARRIER_STAFF)
REVIEWING = (Role.REVIEWER, Role.ORGANISER)
COMING = frozenset({RoadshowState.OPEN, RoadshowState.LINEUP_FIXED, RoadshowState.PUBLISHED})


def manages(actor: Actor, roadshow: Roadshow) -> bool:
    """The roadshow is run by the organisation the person acts for."""
    return actor.is_(*ORGANISING) and actor.acts_for(roadshow.organisation_id)


def can_see(actor: Actor, roadshow: Roadshow) -> bool:
    """The authority of a larger region also sees what one inside it prepares."""
    return roadshow.is_public or manages(actor, roadshow) or looks_into(actor, roadshow.organisation)


def sees_lineup(actor: Actor, roadshow: Roadshow) -> bool:
    return roadshow.shows_lineup or manages(actor, roadshow)


def can_edit(actor: Actor, roadshow: Roadshow) -> bool:
    return manages(actor, roadshow) and roadshow.state is not RoadshowState.CLOSED


def takes_applications(roadshow: Roadshow) -> bool:
    if not roadshow.by_application:
        return False
    return roadshow.state is RoadshowState.OPEN and roadshow.apply_from <= utc_now() < roadshow.apply_until


def takes_registrations(roadshow: Roadshow) -> bool:
    return roadshow.state in COMING and roadshow.ends_at > utc_now()


def takes_interest(roadshow: Roadshow) -> bool:
    """From the day the line-up is public until the roadshow is closed."""
    return roadshow.state in {RoadshowState.PUBLISHED, RoadshowState.HELD}


def changes_late(roadshow: Roadshow) -> bool:
    """The line-up is known to applicants, and the pitches are still to come."""
    return roadshow.state in {RoadshowState.LINEUP_FIXED, RoadshowState.PUBLISHED}


def takes_reviews(roadshow: Roadshow) -> bool:
    """Reviewers give points, and are chosen, until the line-up is fixed."""
    return roadshow.state is RoadshowState.OPEN


def can_edit_application(actor: Actor, application: Application) -> bool:
    return owns(actor, application.project) and application.state is ApplicationState.DRAFT


def answers_for_fund(actor: Actor, question: FundInvitation | Interest) -> bool:
    return actor.is_(Role.INVESTOR) and actor.acts_for(question.fund.organisation_id)


def sent_invitation(actor: Actor, invitation: FundInvitation) -> bool:
    return manages(actor, invitation.roadshow)


def registered_by(actor: Actor, registration: Registration) -> bool:
    return actor.is_(Role.INVESTOR) and actor.acts_for(registration.organisation_id)

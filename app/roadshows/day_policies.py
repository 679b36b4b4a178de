"""Who may do what on the day: name people, stand at the desk, steer the stage, judge, read results."""

import datetime as dt

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.core.model import utc_now
from app.projects.policies import owns
from app.roadshows.models import (
    Application,
    Attendee,
    EventMode,
    LiveStage,
    Registration,
    Roadshow,
    RoadshowState,
)
from app.roadshows.policies import manages, registered_by

# Who can be asked to judge: the city's reviewers, organisers and mentors, and investors who come.
JUDGING = (Role.REVIEWER, Role.ORGANISER, Role.MENTOR, Role.INVESTOR)
# Coming in online counts as being there, so it begins shortly before the roadshow and ends with its evening.
DOORS_OPEN = dt.timedelta(minutes=30)
DOORS_CLOSE = dt.timedelta(hours=3)
REMINDED_BEFORE = dt.timedelta(days=1)


def names_people(actor: Actor, thing: Registration | Application | Attendee) -> bool:
    """A party's own people keep its list, and so does whoever runs the roadshow."""
    if manages(actor, thing.roadshow):
        return True
    if isinstance(thing, Registration):
        return registered_by(actor, thing)
    if isinstance(thing, Application):
        return owns(actor, thing.project)
    party = thing.registration or thing.application
    return party is not None and names_people(actor, party)


def on_lineup_team(application: Application) -> bool:
    """The line-up is fixed, and the project stands on it."""
    place = application.place
    return application.roadshow.lineup_is_fixed and place is not None and not place.is_waiting


def is_on(roadshow: Roadshow) -> bool:
    """There is a day: the line-up is public and the roadshow is not closed."""
    return roadshow.state in {RoadshowState.PUBLISHED, RoadshowState.HELD}


def takes_joiners(roadshow: Roadshow) -> bool:
    """The online room is open."""
    begins, ends = roadshow.starts_at - DOORS_OPEN, roadshow.ends_at + DOORS_CLOSE
    return is_on(roadshow) and roadshow.mode is not EventMode.ON_SITE and begins <= utc_now() <= ends


def shows_live(actor: Actor, roadshow: Roadshow) -> bool:
    """The live page is as public as the line-up."""
    return roadshow.shows_lineup or manages(actor, roadshow)


def is_released(stage: LiveStage) -> bool:
    return stage.results_released_at is not None


def sees_results(actor: Actor, roadshow: Roadshow, stage: LiveStage) -> bool:
    """Before the release the organisers alone."""
    return manages(actor, roadshow) or (roadshow.shows_lineup and is_released(stage))

"""Who asks, answers, meets, and runs the timetable."""

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.funds.models import Fund
from app.funds.policies import owns as owns_fund
from app.projects.models import Project
from app.projects.policies import owns as owns_project
from app.roadshows.meetings.models import Meeting, MeetingRequest, Side, Timetable
from app.roadshows.models import Roadshow, RoadshowState
from app.roadshows.policies import manages, takes_interest


def side_of(actor: Actor, project: Project, fund: Fund) -> Side | None:
    """The side for which the person acts; none for everybody else."""
    if owns_project(actor, project):
        return Side.PROJECT
    return Side.FUND if owns_fund(actor, fund) else None


def own_side(actor: Actor, thing: Meeting | MeetingRequest) -> Side | None:
    return side_of(actor, thing.project, thing.fund)


def answers(actor: Actor, request: MeetingRequest) -> bool:
    return own_side(actor, request) is request.asked_by.other


def asked(actor: Actor, request: MeetingRequest) -> bool:
    return own_side(actor, request) is request.asked_by


def takes_part(actor: Actor, meeting: Meeting) -> bool:
    return own_side(actor, meeting) is not None


def takes_requests(roadshow: Roadshow) -> bool:
    """Meetings are asked for while interest can be marked."""
    return takes_interest(roadshow)


def can_set_up(actor: Actor, roadshow: Roadshow) -> bool:
    """Rooms and slots; a closed roadshow holds no more meetings."""
    return manages(actor, roadshow) and roadshow.state is not RoadshowState.CLOSED


def can_change(actor: Actor, timetable: Timetable) -> bool:
    return manages(actor, timetable.roadshow)


def meets_here(actor: Actor, roadshow: Roadshow) -> bool:
    """Investors and entrepreneurs, once it is public who pitches."""
    return actor.is_(Role.ENTREPRENEUR, Role.INVESTOR) and roadshow.shows_lineup

"""The words for what happens around a roadshow, those that all events share among them."""

from flask_babel import lazy_gettext as _l

from app.events.labels import ATTENDANCE as ATTENDANCE
from app.events.labels import MODES as MODES
from app.roadshows.models import (
    ApplicationState,
    AttendeeKind,
    CheckInMethod,
    InterestLevel,
    LineupChangeKind,
    Outcome,
    Phase,
    QuestionState,
    RegistrationState,
    ReviewState,
    RoadshowState,
)

STATES = {
    RoadshowState.DRAFT: _l("Draft"),
    RoadshowState.OPEN: _l("Open for applications"),
    RoadshowState.LINEUP_FIXED: _l("Line-up fixed"),
    RoadshowState.PUBLISHED: _l("Line-up published"),
    RoadshowState.HELD: _l("Held"),
    RoadshowState.CLOSED: _l("Closed"),
}
APPLICATION_STATES = {
    ApplicationState.DRAFT: _l("Draft"),
    ApplicationState.SENT: _l("Sent"),
    ApplicationState.WITHDRAWN: _l("Withdrawn"),
}
OUTCOMES = {
    Outcome.SELECTED: _l("On the line-up"),
    Outcome.WAITING: _l("On the waiting list"),
    Outcome.NOT_SELECTED: _l("Not selected"),
}
LINEUP_CHANGES = {
    LineupChangeKind.WITHDREW: _l("Withdrew"),
    LineupChangeKind.TAKEN_OFF: _l("Taken off"),
    LineupChangeKind.ADDED: _l("Added"),
    LineupChangeKind.MOVED_UP: _l("Moved up from the waiting list"),
    LineupChangeKind.REPLACED: _l("Replaced"),
    LineupChangeKind.REORDERED: _l("Another running order"),
}
REVIEW_STATES = {
    ReviewState.ASSIGNED: _l("To review"),
    ReviewState.SCORED: _l("Scored"),
    ReviewState.ABSTAINED: _l("Abstained"),
    ReviewState.CONFLICT: _l("Conflict of interest"),
}
REGISTRATION_STATES = {
    RegistrationState.CONFIRMED: _l("Confirmed"),
    RegistrationState.WAITING: _l("On the waiting list"),
    RegistrationState.CANCELLED: _l("Cancelled"),
}
INTEREST_LEVELS = {
    InterestLevel.OBSERVING: _l("Observing"),
    InterestLevel.INTERESTED: _l("Interested"),
    InterestLevel.WANTS_CONTACT: _l("Wants to meet"),
}
# What the button that leads to a state says, going forward and going back.
FORWARD = {
    RoadshowState.OPEN: _l("Open for applications"),
    RoadshowState.LINEUP_FIXED: _l("Fix the line-up and inform applicants"),
    RoadshowState.PUBLISHED: _l("Publish the line-up"),
    RoadshowState.HELD: _l("Mark as held"),
    RoadshowState.CLOSED: _l("Close"),
}
BACK = {
    RoadshowState.DRAFT: _l("Back to draft"),
    RoadshowState.OPEN: _l("Reopen the line-up"),
    RoadshowState.LINEUP_FIXED: _l("Take the line-up offline"),
    RoadshowState.PUBLISHED: _l("Not held yet"),
    RoadshowState.HELD: _l("Reopen"),
}
ATTENDEE_KINDS = {
    AttendeeKind.INVESTOR: _l("Investor"),
    AttendeeKind.PRESENTER: _l("Presenter"),
    AttendeeKind.JUDGE: _l("Judge"),
    AttendeeKind.GUEST: _l("Guest"),
}
CHECK_IN_METHODS = {
    CheckInMethod.SCAN: _l("Ticket scanned"),
    CheckInMethod.CODE: _l("Code typed"),
    CheckInMethod.NAME: _l("Found by name"),
    CheckInMethod.ONLINE: _l("Online room"),
}
PHASES = {
    Phase.BEFORE: _l("Not begun"),
    Phase.PITCH: _l("Pitching"),
    Phase.QUESTIONS: _l("Questions"),
    Phase.PAUSE: _l("Break"),
    Phase.OVER: _l("Over"),
}
QUESTION_STATES = {
    QuestionState.WAITING: _l("To be let through"),
    QuestionState.SHOWN: _l("Shown"),
    QuestionState.ANSWERED: _l("Answer given"),
    QuestionState.HIDDEN: _l("Hidden"),
}

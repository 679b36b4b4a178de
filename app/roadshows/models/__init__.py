"""Roadshows, from the call for applications to who wants to meet whom."""

from app.events.core import Attendance, EventMode
from app.roadshows.models.applications import (
    Application,
    ApplicationState,
    LineupChange,
    LineupChangeKind,
    LineupPlace,
    Outcome,
)
from app.roadshows.models.attendance import (
    FundInvitation,
    Interest,
    InterestLevel,
    Registration,
    RegistrationState,
    SuggestedProject,
)
from app.roadshows.models.events import Roadshow, RoadshowFacet, RoadshowSeries, RoadshowState
from app.roadshows.models.people import Attendee, AttendeeKind, CheckIn, CheckInMethod
from app.roadshows.models.reviews import Review, ReviewCriterion, Reviewer, ReviewScore, ReviewState
from app.roadshows.models.stage import (
    AudienceQuestion,
    AudienceVote,
    Judge,
    Judgement,
    JudgementPoints,
    JudgementState,
    LiveStage,
    Phase,
    QuestionState,
    QuestionVote,
)

__all__ = [
    "Application",
    "ApplicationState",
    "Attendance",
    "Attendee",
    "AttendeeKind",
    "AudienceQuestion",
    "AudienceVote",
    "CheckIn",
    "CheckInMethod",
    "EventMode",
    "FundInvitation",
    "Interest",
    "InterestLevel",
    "Judge",
    "Judgement",
    "JudgementPoints",
    "JudgementState",
    "LineupChange",
    "LineupChangeKind",
    "LineupPlace",
    "LiveStage",
    "Outcome",
    "Phase",
    "QuestionState",
    "QuestionVote",
    "Registration",
    "RegistrationState",
    "Review",
    "ReviewCriterion",
    "ReviewScore",
    "ReviewState",
    "Reviewer",
    "Roadshow",
    "RoadshowFacet",
    "RoadshowSeries",
    "RoadshowState",
    "SuggestedProject",
]

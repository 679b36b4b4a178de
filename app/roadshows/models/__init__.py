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
from app.roadshows.models.reviews import Review, ReviewCriterion, Reviewer, ReviewScore, ReviewState

__all__ = [
    "Application",
    "ApplicationState",
    "Attendance",
    "EventMode",
    "FundInvitation",
    "Interest",
    "InterestLevel",
    "LineupChange",
    "LineupChangeKind",
    "LineupPlace",
    "Outcome",
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

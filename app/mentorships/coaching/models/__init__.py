"""Goals and actions, sessions, when a mentor has time, files and ratings."""

from app.mentorships.coaching.models.availability import Availability, AvailabilityException, WeeklyHours
from app.mentorships.coaching.models.results import (
    RATING_DAYS,
    MentorshipFile,
    MentorshipRating,
    deadline_for_rating,
)
from app.mentorships.coaching.models.sessions import (
    OPEN_SESSION,
    REPORT_DAYS,
    CoachingSession,
    SessionNote,
    SessionState,
    Turnout,
)
from app.mentorships.coaching.models.steps import ActionItem, Goal, Side, StepState

__all__ = [
    "OPEN_SESSION",
    "RATING_DAYS",
    "REPORT_DAYS",
    "ActionItem",
    "Availability",
    "AvailabilityException",
    "CoachingSession",
    "Goal",
    "MentorshipFile",
    "MentorshipRating",
    "SessionNote",
    "SessionState",
    "Side",
    "StepState",
    "Turnout",
    "WeeklyHours",
    "deadline_for_rating",
]

"""Schemes, runs with their results, and what follows from a result."""

from app.evaluations.models.outcomes import (
    OPEN_STANDING,
    Appeal,
    AppealDocument,
    AppealState,
    Standing,
    StandingState,
)
from app.evaluations.models.runs import Judgement, Point, Result, Run, RunReviewer
from app.evaluations.models.schemes import Scheme

__all__ = [
    "OPEN_STANDING",
    "Appeal",
    "AppealDocument",
    "AppealState",
    "Judgement",
    "Point",
    "Result",
    "Run",
    "RunReviewer",
    "Scheme",
    "Standing",
    "StandingState",
]

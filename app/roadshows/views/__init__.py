"""Pages of roadshows: public ones, applying, reviewing, running one, attending one."""

from flask import Blueprint

bp = Blueprint("roadshows", __name__)

from app.roadshows.views import (
    answers,
    applications,
    changes,
    control,
    desk,
    entering,
    events,
    investors,
    judging,
    lineup,
    live,
    manage,
    people,
    registrations,
    reviewers,
    reviews,
    series,
    setup,
)

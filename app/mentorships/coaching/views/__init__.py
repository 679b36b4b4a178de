"""Pages of a running or past mentorship, of its sessions, of availability, and of measured service."""

from flask import Blueprint

bp = Blueprint("coaching", __name__)

from app.mentorships.coaching.views import (
    availability,
    honours,
    mentorship,
    notes,
    overview,
    ratings,
    sessions,
)

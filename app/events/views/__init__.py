"""Pages of salons, forums and training classes."""

from flask import Blueprint

bp = Blueprint("events", __name__)

from app.events.views import (  # noqa: E402, F401 - they add their routes to the blueprint
    certificates,
    manage,
    participants,
    public,
    seats,
)

"""Pages of salons, forums and training classes."""

from flask import Blueprint

bp = Blueprint("events", __name__)

from app.events.views import (
    certificates,
    manage,
    participants,
    public,
    seats,
)

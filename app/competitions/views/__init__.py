"""Pages of competitions."""

from flask import Blueprint

bp = Blueprint("competitions", __name__)

from app.competitions.views import manage, prizes, public, rounds  # noqa: E402, F401 - they add their routes to it

"""Pages of mentors, one module a theme."""

from flask import Blueprint

bp = Blueprint("mentors", __name__)

# Each module adds its routes to `bp`.
from app.mentors.views import filing, places, profile, register  # noqa: E402, F401

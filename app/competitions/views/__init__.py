"""Pages of competitions."""

from flask import Blueprint

bp = Blueprint("competitions", __name__)

from app.competitions.views import manage, prizes, public, rounds

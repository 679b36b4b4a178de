"""Pages of mentors, one module a theme."""

from flask import Blueprint

bp = Blueprint("mentors", __name__)

from app.mentors.views import filing, places, profile, register

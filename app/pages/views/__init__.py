"""Pages that belong to no slice, and those that gather from all."""

from flask import Blueprint

bp = Blueprint("pages", __name__)

from app.pages.views import calendar, overseen, site

"""Pages of the matching: one's own matches, a ranked line-up, a whole roadshow, measured quality."""

from flask import Blueprint

bp = Blueprint("recommendations", __name__)

from app.recommendations.views import finance, lineups, matches, plans, quality

"""Pages of figures, returns and targets, one module a theme."""

from flask import Blueprint

bp = Blueprint("indicators", __name__)

from app.indicators.views import carriers, catalogue, collections, figures, returns, targets

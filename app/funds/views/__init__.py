"""Pages of funds, one module a theme."""

from flask import Blueprint

bp = Blueprint("funds", __name__)

from app.funds.views import portfolio, profile

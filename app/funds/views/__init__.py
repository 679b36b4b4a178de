"""Pages of funds, one module a theme."""

from flask import Blueprint

bp = Blueprint("funds", __name__)

# Each module adds its routes to `bp`.
from app.funds.views import portfolio, profile  # noqa: E402, F401

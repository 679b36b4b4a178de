"""Pages of subsidies, one module a theme."""

from flask import Blueprint

bp = Blueprint("subsidies", __name__)

# Each module adds its routes to `bp`.
from app.subsidies.views import deciding, grants, statements, years

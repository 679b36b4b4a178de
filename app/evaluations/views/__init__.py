"""Pages of schemes, runs, results and what follows from them, one module a theme."""

from flask import Blueprint

bp = Blueprint("evaluations", __name__)

# Each module adds its routes to `bp`.
from app.evaluations.views import (
    appeals,
    published,
    rectifying,
    results,
    runs,
    schemes,
    simulating,
)

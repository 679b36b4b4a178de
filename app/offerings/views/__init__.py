"""Pages of offerings, one module a theme."""

from flask import Blueprint

bp = Blueprint("offerings", __name__)

# Each module adds its routes to `bp`.
from app.offerings.views import answering, profile, redemptions, requests, vouchers  # noqa: E402, F401

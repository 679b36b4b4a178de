"""Pages of bulletins: what everybody reads, and the organisers' desk."""

from flask import Blueprint

bp = Blueprint("bulletins", __name__)

# Each module adds its routes to `bp`.
from app.bulletins.views import desk, public

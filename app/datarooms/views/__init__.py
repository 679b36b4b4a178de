"""Pages of data rooms."""

from flask import Blueprint

bp = Blueprint("datarooms", __name__)

from app.datarooms.views import access, documents, rooms, terms  # noqa: E402, F401 - each adds its routes to `bp`

"""Pages of data rooms."""

from flask import Blueprint

bp = Blueprint("datarooms", __name__)

from app.datarooms.views import access, documents, rooms, terms

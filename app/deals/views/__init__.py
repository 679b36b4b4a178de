"""Pages of deals, rounds and the ledger, one module a theme."""

from flask import Blueprint

bp = Blueprint("deals", __name__)

from app.deals.views import board, deal, investing, ledger, opening, rounds, told, work

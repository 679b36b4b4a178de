"""Pages of offerings, one module a theme."""

from flask import Blueprint

bp = Blueprint("offerings", __name__)

from app.offerings.views import answering, overview, profile, redemptions, requests, vouchers

"""Pages of carriers, one module a theme."""

from flask import Blueprint

bp = Blueprint("carriers", __name__)

from app.carriers.views import accreditations, admissions, coverage, graduates, profile, report, resources, tenants

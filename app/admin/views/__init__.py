"""Pages of organisers and administrators: imports, audit log, jobs, accounts, sectors."""

from flask import Blueprint

bp = Blueprint("admin", __name__, url_prefix="/admin")

from app.admin.views import accounts, audit, imports, jobs, sectors

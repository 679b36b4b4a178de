"""The region picker's next level."""

from typing import Any

from flask import Blueprint, render_template, request

from app.core.access import PUBLIC, allow
from app.core.text import clean
from app.taxonomy import catalogue, picker

bp = Blueprint("taxonomy", __name__)


@bp.get("/regions/picker")
@allow(PUBLIC)
def region_picker() -> Any:
    """The picker again, with the levels below what was chosen."""
    name = clean(request.args.get("field", "region_code"))[:40]
    given = [value for value in request.args.getlist(name) if not value or catalogue.region(value)]
    label = clean(request.args.get("label", ""))[:80]
    return render_template("taxonomy/picker.html", name=name, label=label, code=picker.deepest(given))

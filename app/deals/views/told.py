"""What funds told a project: all that it learns of deals."""

from typing import Any

from flask import render_template
from flask_babel import lazy_gettext as _l

from app.accounts.models import Role
from app.core.access import actor, allow
from app.core.listing import Column, export, paginate, wants_export
from app.deals import labels
from app.deals.queries.pipeline import told_to
from app.deals.views import bp
from app.extensions import db

COLUMNS = (
    Column(_l("Fund"), lambda d: d.fund.name),
    Column(_l("Project"), lambda d: d.project.name),
    Column(_l("Stage"), lambda d: str(labels.STAGES[d.told_stage])),
    Column(_l("Message"), lambda d: d.told_note),
    Column(_l("Told on"), lambda d: d.told_at),
)


@bp.get("/deals/told")
@allow(Role.ENTREPRENEUR)
def told() -> Any:
    statement = told_to(actor())
    if wants_export():
        return export("funds", COLUMNS, db.session.scalars(statement).unique())
    return render_template("deals/told.html", page=paginate(statement, per_page=20), labels=labels)

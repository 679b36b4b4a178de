"""Who viewed my deck: what the openings add to a person's privacy page."""

from typing import Any

from flask import render_template

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.core.panels import panel
from app.extensions import db
from app.files import queries

NEWEST = 5


@panel("privacy")
def openings_of_own_files(actor: Any, _thing: Any) -> str:
    if not isinstance(actor, Actor) or not actor.is_(Role.ENTREPRENEUR):
        return ""
    newest = db.session.scalars(queries.openings(actor.organisation_id).limit(NEWEST)).all()
    return render_template("files/_privacy_panel.html", openings=newest)

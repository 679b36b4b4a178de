"""What stands beside an authority: the regions inside its own, and the cities it shares with."""

from typing import Any

from flask import render_template

from app.accounts.actor import Actor
from app.accounts.models import Organisation, Role
from app.cities.known import cities
from app.core.panels import panel
from app.extensions import db
from app.taxonomy.regions import looked_into


@panel("organisation", order=50)
def around(actor: Any, organisation: Organisation) -> str:
    """For its organisers and administrators; nothing where there is one city without authorities of districts."""
    if not isinstance(actor, Actor) or not actor.acts_for(organisation.id):
        return ""
    looks = actor.is_(Role.ORGANISER) and db.session.scalar(looked_into(actor).limit(1)) is not None
    shares = actor.is_(Role.ORGANISER, Role.ADMINISTRATOR) and len(cities()) > 1
    return render_template("pages/_around_panel.html", looks=looks, shares=shares) if looks or shares else ""

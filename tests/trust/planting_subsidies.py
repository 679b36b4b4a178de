"""What a carrier and its authority keep between themselves about subsidies, planted in the small city."""

from typing import Any

from app.extensions import db
from app.subsidies.models import SeedGrant, Statement
from tests.access.world import City


def plant(planter: Any, city: City) -> None:
    grant = db.session.get_one(SeedGrant, city.things["grant_reported"]["grant_id"])
    planter.text(grant, "purpose", "reason")
    grant.evidence.name = planter.token("a receipt's name") + ".pdf"
    planter.text(db.session.get_one(Statement, city.things["statement_approved"]["statement_id"]), "reference")

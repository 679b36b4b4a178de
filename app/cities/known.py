"""The cities of the installation: those in which an authority sits, its own or one of a district."""

import time
from typing import Any

from flask import current_app
from sqlalchemy import select

from app.accounts.models import Organisation, OrganisationKind
from app.extensions import db
from app.taxonomy import catalogue

# Cities join once in a year, and every list asks; other processes notice a new one after this time.
KEPT_SECONDS = 60


def cities(*, fresh: bool = False) -> tuple[str, ...]:
    """Their codes; the one that the installation is set up for first, then in the order they joined."""
    if fresh or current_app.testing:  # the transactions of tests are undone
        return _read()
    kept: dict[str, Any] = current_app.extensions.setdefault("fuqiao_cities", {})
    if kept.get("until", 0.0) < time.monotonic():
        kept.update(codes=_read(), until=time.monotonic() + KEPT_SECONDS)
    codes: tuple[str, ...] = kept["codes"]
    return codes


def forget(*_change: Any) -> None:
    """An organisation is new or was changed."""
    if current_app:
        current_app.extensions.pop("fuqiao_cities", None)


def city_of(region: str) -> str:
    """The city of the installation that a region lies in, or "": a province, another city or none is no city's own."""
    found = catalogue.city_of(region)
    return found if found in cities() else ""


def _read() -> tuple[str, ...]:
    statement = select(Organisation.region_code).where(Organisation.kind == OrganisationKind.AUTHORITY)
    seats = db.session.scalars(statement.order_by(Organisation.created_at, Organisation.id))
    found = dict.fromkeys(city for code in seats if (city := catalogue.city_of(code)))
    own = catalogue.city_of(current_app.config["REGION"])
    return tuple(sorted(found, key=lambda city: city != own))

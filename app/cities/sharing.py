"""Whose published projects, mentors and funds stand together in one list.

A person meets those of their own city, of cities that agreed with it, and those that belong to no city of the
installation. With a single city nothing is asked of the database and no list is narrowed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, not_, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from app.accounts.actor import Actor
from app.accounts.models import Organisation, Role
from app.cities.known import cities, city_of
from app.cities.models import CityAgreement
from app.extensions import db
from app.taxonomy.labels import region_name, region_prefix
from app.taxonomy.regions import oversees


@dataclass(frozen=True)
class Reach:
    """What one reader meets: `open` are the cities to choose from, `hidden` those left out of the lists."""

    open: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    chosen: str = ""
    home: str = ""

    @property
    def options(self) -> list[tuple[str, str]]:
        """For a filter's select; nothing where there is nothing to choose."""
        return [(code, region_name(code)) for code in self.open] if len(self.open) > 1 else []

    @property
    def together(self) -> str:
        """What the list holds when no city is chosen."""
        if not self.home:
            return _("All cities")
        return _("%(city)s and its partners", city=region_name(self.home))


EVERYTHING = Reach()


def reach(actor: Actor, wanted: str = "") -> Reach:
    """A member reads their own city's lists and its partners', an administrator all; visitors, and members from
    elsewhere, choose a city as one chooses a newspaper. `wanted` narrows to one city."""
    known = cities()
    if len(known) < 2:
        return EVERYTHING
    home = city_of(actor.region_code)
    if actor.is_(Role.ADMINISTRATOR):
        home, shown = "", set(known)
    elif home:
        shown = {home} | partners(home)
    elif inside := {city for city in known if oversees(actor, city)}:
        shown = inside
    else:
        home = known[0]
        shown = {home} | partners(home)
    free = not city_of(actor.region_code) and bool(home)
    to_choose = known if free else tuple(city for city in known if city in shown)
    chosen = wanted if wanted in to_choose else ""
    shown = {chosen} if chosen else shown
    return Reach(to_choose, tuple(city for city in known if city not in shown), chosen, home)


def partners(city: str) -> set[str]:
    """The cities that an agreement binds to this one now."""
    statement = select(CityAgreement.first_code, CityAgreement.second_code).where(
        or_(CityAgreement.first_code == city, CityAgreement.second_code == city), *HOLDS
    )
    return {second if first == city else first for first, second in db.session.execute(statement)}


HOLDS = (CityAgreement.accepted_at.is_not(None), CityAgreement.ended_at.is_(None))


def hidden_from(region: str) -> tuple[str, ...]:
    """The cities whose things are not put before somebody of this region."""
    known = cities()
    home = city_of(region) if len(known) > 1 else ""
    if not home:
        return ()
    shown = {home} | partners(home)
    return tuple(city for city in known if city not in shown)


def put_before(region: str, in_cities: Callable[[Sequence[str]], ColumnElement[bool]]) -> ColumnElement[bool]:
    """Rows that may be put before somebody of this region; `in_cities` is the slice's own."""
    hidden = hidden_from(region)
    return not_(in_cities(hidden)) if hidden else true()


def are_apart(one: str, other: str) -> bool:
    """Whether two regions lie in two cities without an agreement."""
    return city_of(other) in hidden_from(one)


def standing_in(
    codes: Sequence[str], organisation: InstrumentedAttribute[object], own: InstrumentedAttribute[str] | None = None
) -> ColumnElement[bool]:
    """Rows of these cities: by their own region where they have one, otherwise by their organisation's."""
    of_organisation = organisation.in_(select(Organisation.id).where(_inside(Organisation.region_code, codes)))
    if own is None:
        return of_organisation
    return or_(_inside(own, codes), and_(own == "", of_organisation))


def _inside(region: InstrumentedAttribute[str], codes: Sequence[str]) -> ColumnElement[bool]:
    return or_(*(region.startswith(region_prefix(code), autoescape=True) for code in codes))

"""Who may use the staff's pages."""

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.admin.models import Import


def can_import(actor: Actor) -> bool:
    return actor.is_(Role.ORGANISER, Role.ADMINISTRATOR) and not actor.needs_second_factor


def can_see_import(actor: Actor, run: Import) -> bool:
    """Colleagues of one authority see each other's imports."""
    return can_import(actor) and actor.acts_for(run.organisation_id)


def can_administer(actor: Actor) -> bool:
    return actor.is_(Role.ADMINISTRATOR) and not actor.needs_second_factor

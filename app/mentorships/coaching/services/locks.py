"""One lock for all that belongs to a mentorship, so that ending it and adding to it never cross."""

from flask_babel import gettext as _

from app.accounts.actor import Actor
from app.core.errors import Conflict, Forbidden
from app.extensions import db
from app.mentorships.coaching.models import Side
from app.mentorships.coaching.policies import side_of
from app.mentorships.models import Mentorship


def acting_side(actor: Actor, mentorship: Mentorship) -> Side:
    """The side the person acts on; nobody else writes."""
    side = side_of(actor, mentorship)
    if side is None:
        raise Forbidden
    return side


def lock(mentorship: Mentorship) -> None:
    """The row as it is now, held until the transaction ends."""
    db.session.refresh(mentorship, with_for_update={"of": Mentorship, "key_share": True})


def lock_running(mentorship: Mentorship) -> None:
    lock(mentorship)
    if mentorship.ended_at is not None:
        raise Conflict(_("The mentorship has ended already."))

"""Who may do what with a mentor's profile, and how far into it a reader reaches."""

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.core.profiles import readable
from app.core.visibility import Visibility
from app.mentors.fields import FIELDS
from app.mentors.models import Mentor, MentorConflict
from app.messages.queries import agreed_others


def keeps_register(actor: Actor, mentor: Mentor) -> bool:
    """The person works for the authority that registers this mentor."""
    return actor.is_(Role.ORGANISER) and actor.acts_for(mentor.organisation_id)


def owns(actor: Actor, mentor: Mentor) -> bool:
    """The mentor themselves; until they have signed up, the authority that registered them."""
    if mentor.account_id is None:
        return keeps_register(actor, mentor)
    return actor.is_(Role.MENTOR) and actor.account_id == mentor.account_id and actor.acts_for(mentor.organisation_id)


def can_see(actor: Actor, mentor: Mentor) -> bool:
    """Published mentors stand in the public register; everything else is the owner's alone."""
    return mentor.is_published or owns(actor, mentor)


def can_edit(actor: Actor, mentor: Mentor) -> bool:
    return owns(actor, mentor) and not mentor.is_archived


def can_publish(actor: Actor, mentor: Mentor) -> bool:
    return owns(actor, mentor)


def can_see_conflict(actor: Actor, conflict: MentorConflict) -> bool:
    """The mentor, the authority, and the company that it is about."""
    about_them = actor.is_(Role.ENTREPRENEUR) and actor.acts_for(conflict.organisation_id)
    return about_them or owns(actor, conflict.mentor) or keeps_register(actor, conflict.mentor)


def can_edit_conflict(actor: Actor, conflict: MentorConflict) -> bool:
    return can_edit(actor, conflict.mentor)


def reach(actor: Actor, mentor: Mentor, *, agreed: bool | None = None) -> Visibility:
    """The most private visibility this reader sees of the mentor. `agreed` spares the query when it is known."""
    if owns(actor, mentor):
        return Visibility.AGREED
    if agreed is None:
        agreed = bool(agreed_others(actor, [mentor.id]))
    if agreed:
        return Visibility.AGREED
    return Visibility.SIGNED_IN if actor.is_signed_in else Visibility.PUBLIC


def readable_fields(mentor: Mentor, within: Visibility) -> frozenset[str]:
    """The names of the fields a reader of this reach may read; every page, list, export and search asks here."""
    return readable(FIELDS, mentor, within)

"""Who may do what with a mentor's profile, and how far into it a reader reaches."""

from sqlalchemy import select

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.core.profiles import readable
from app.core.visibility import Visibility
from app.extensions import db
from app.files.models import File
from app.mentors.fields import FIELDS
from app.mentors.models import Filing, FilingEvidence, FilingState, Mentor, MentorConflict, Standing
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
    """Everybody sees published mentors; the authority also those who applied to it, the rest is the owner's alone."""
    if mentor.is_published or owns(actor, mentor):
        return True
    return keeps_register(actor, mentor) and not mentor.is_archived and _has_applied(mentor)


def _has_applied(mentor: Mentor) -> bool:
    sent = select(Filing.id).where(Filing.mentor_id == mentor.id, Filing.state != FilingState.DRAFT)
    return mentor.standing is not Standing.UNFILED or db.session.scalar(sent.limit(1)) is not None


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


def can_apply(actor: Actor, mentor: Mentor) -> bool:
    """The mentor themselves; whom the authority keeps it files without an application."""
    return mentor.account_id is not None and owns(actor, mentor)


def can_change_filing(actor: Actor, filing: Filing) -> bool:
    return can_apply(actor, filing.mentor)


def can_decide(actor: Actor, filing: Filing) -> bool:
    """Nobody decides about themselves."""
    return keeps_register(actor, filing.mentor) and actor.account_id != filing.mentor.account_id


def reads_evidence(actor: Actor, file: File) -> bool:
    """The mentor, and the authority once the application was sent to it."""
    statement = select(Filing).join(Filing.evidence).where(FilingEvidence.file_id == file.id)
    filing = db.session.scalar(statement)
    if filing is None:
        return False
    sent = filing.state is not FilingState.DRAFT and keeps_register(actor, filing.mentor)
    return sent or owns(actor, filing.mentor)


def can_print_certificate(actor: Actor, mentor: Mentor) -> bool:
    return owns(actor, mentor) or keeps_register(actor, mentor)


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

"""Comments that the team reads, and notes that their author alone reads."""

from flask_babel import gettext as _

from app.accounts.actor import Actor
from app.core.errors import Conflict, Invalid, require
from app.core.model import utc_now
from app.deals import notices
from app.deals.models import Deal, DealNote
from app.deals.policies import works_on, wrote
from app.extensions import db


def add(*, actor: Actor, deal: Deal, text: str, is_private: bool = False) -> DealNote:
    require(works_on(actor, deal))
    if not text:
        raise Invalid(_("Write something first."), "text")
    note = DealNote(deal=deal, account=actor.account, text=text, is_private=is_private)
    db.session.add(note)
    db.session.flush()
    if not is_private:
        notices.commented(note)
    return note


def remove(*, actor: Actor, note: DealNote) -> None:
    require(wrote(actor, note))
    if note.removed_at is not None:
        raise Conflict(_("This was removed already."))
    note.removed_at = utc_now()
    db.session.flush()


def put_back(*, actor: Actor, note: DealNote) -> None:
    require(wrote(actor, note))
    if note.removed_at is None:
        raise Conflict(_("This was not removed."))
    note.removed_at = None
    db.session.flush()

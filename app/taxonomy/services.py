"""Writing the city's own words for sectors."""

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.core.errors import Forbidden, Invalid
from app.extensions import db
from app.taxonomy import catalogue, labels
from app.taxonomy.models import SectorSynonym


def can_edit_synonyms(actor: Actor) -> bool:
    return actor.is_(Role.ADMINISTRATOR)


def add_synonym(*, actor: Actor, sector_code: str, text: str) -> SectorSynonym:
    """Teach a word for a sector. A word means one sector: what is known already is refused with what it means."""
    if not can_edit_synonyms(actor):
        raise Forbidden
    folded = catalogue.key(text)
    if catalogue.sector_group_of(sector_code) is None:
        raise Invalid(_("This sector is not known."), "sector_code")
    if not folded:
        raise Invalid(_("Write the word with letters or digits."), "text")
    own = db.session.scalar(select(SectorSynonym).where(SectorSynonym.key == folded))
    known = own.sector_code if own else catalogue.resolve_sector(text)
    if known is not None:
        raise Invalid(
            _("“%(word)s” means %(sector)s already.", word=text, sector=labels.label("sector", known)), "text"
        )
    synonym = SectorSynonym(sector_code=sector_code, text=text, key=folded[:120], created_by_id=actor.account_id)
    db.session.add(synonym)
    db.session.flush()
    return synonym


def remove_synonym(*, actor: Actor, synonym: SectorSynonym) -> None:
    """Forget a word. What was coded with it stays coded."""
    if not can_edit_synonyms(actor):
        raise Forbidden
    db.session.delete(synonym)
    db.session.flush()

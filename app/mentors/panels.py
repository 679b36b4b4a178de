"""What filings add to the list of what is due, and to the first steps of a mentor."""

from collections.abc import Iterable
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.core.today import Due, Step, due, steps
from app.mentors.models import FilingState, Standing
from app.mentors.queries import filings, own_mentor
from app.mentors.register import is_renewable


@due
def applications_to_decide(actor: Any) -> Iterable[Due]:
    if not isinstance(actor, Actor) or not actor.is_(Role.ORGANISER):
        return
    if waiting := filings.waiting(actor):
        title = ngettext("%(num)s mentor asks to be filed", "%(num)s mentors ask to be filed", waiting)
        yield Due(title, url_for("mentors.filings"), "certificate", urgent=True)
    if ending := filings.ending(actor):
        title = ngettext("%(num)s filing ends within 90 days", "%(num)s filings end within 90 days", ending)
        yield Due(title, url_for("mentors.register", standing="ending", sort="until"), "calendar-time")


@due
def filing_to_renew(actor: Any) -> Iterable[Due]:
    """For a mentor: an application to send or to change, or a period that ends."""
    mentor = own_mentor(actor) if isinstance(actor, Actor) and actor.is_(Role.MENTOR) else None
    if mentor is None or mentor.is_archived:
        return
    waiting = filings.open_filing(mentor.id)
    if waiting is not None and waiting.state is FilingState.RETURNED:
        yield Due(
            _("Your application to be filed came back"),
            url_for("mentors.edit_filing", filing_id=waiting.id),
            "edit",
            _("Change what the authority asks for and send it again."),
            urgent=True,
        )
    elif waiting is not None and waiting.state is FilingState.DRAFT:
        yield Due(
            _("Send your application to be filed"),
            url_for("mentors.edit_filing", filing_id=waiting.id),
            "certificate",
            _("It is written in part; the authority has not seen it."),
        )
    elif waiting is None and mentor.standing in {Standing.FILED, Standing.EXPIRED} and is_renewable(mentor):
        over = mentor.standing is Standing.EXPIRED
        yield Due(
            _("Your filing has ended") if over else _("Your filing ends soon"),
            url_for("mentors.filing", mentor_id=mentor.id),
            "calendar-time",
            _("Renew it, so that the register shows you."),
            urgent=over,
        )


@steps
def first_steps(actor: Any) -> Iterable[Step]:
    """The way into the register: a profile, then the filing."""
    if not isinstance(actor, Actor) or not actor.is_(Role.MENTOR):
        return
    mentor = own_mentor(actor)
    yield Step(_("Write your mentor profile"), url_for("mentors.mine"), mentor is not None)
    if mentor is None:
        yield Step(_("Apply to be filed"), url_for("mentors.mine"), False)
        return
    newest = filings.newest_filing(mentor.id)
    applied = mentor.filing_number is not None or (newest is not None and newest.state is not FilingState.DRAFT)
    yield Step(_("Apply to be filed"), url_for("mentors.filing", mentor_id=mentor.id), applied)

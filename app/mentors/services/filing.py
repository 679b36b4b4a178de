"""Filing mentors: the application, the authority's decision, and what becomes of it over the years.

Whoever changes how a mentor stands locks the mentor's row first, then the application.
"""

import datetime as dt
import uuid
from collections.abc import Collection, Container
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.actor import Actor
from app.core.errors import Conflict, Invalid, require
from app.core.forms import CONSTRAINT_MESSAGES
from app.core.model import utc_now
from app.extensions import db
from app.files import services as files
from app.files.models import FileKind
from app.mentors import notices, register
from app.mentors.labels import FILING_STATES, STANDINGS
from app.mentors.models import (
    EvidenceKind,
    Filing,
    FilingEvent,
    FilingEvidence,
    FilingKind,
    FilingState,
    FilingStep,
    Mentor,
    Standing,
)
from app.mentors.policies import can_apply, can_change_filing, can_decide, keeps_register
from app.mentors.queries.filings import open_filing
from app.mentors.services import profile
from app.mentors.services.places import locked

CONSTRAINT_MESSAGES["uq_mentor_filing_mentor_id"] = ("", _l("There is an application already."))


# What the mentor does


def start(*, actor: Actor, mentor: Mentor) -> Filing:
    """Begin an application; it is a renewal when the mentor has a number already."""
    require(can_apply(actor, mentor))
    mentor = locked(mentor.id)
    if open_filing(mentor.id) is not None:
        raise Conflict(_("There is an application already."))
    _check_due(mentor)
    kind = FilingKind.RENEWAL if mentor.filing_number else FilingKind.FIRST
    filing = Filing(mentor_id=mentor.id, kind=kind, state=FilingState.DRAFT, consents={})
    db.session.add(filing)
    db.session.flush()
    return filing


def save(*, actor: Actor, filing: Filing, statement: str) -> None:
    """Keep what is written so far."""
    _check_open(actor, filing)
    filing.statement = statement
    db.session.flush()


def attach(*, actor: Actor, filing: Filing, kind: EvidenceKind, upload: Any) -> FilingEvidence:
    """Add a file that proves what the statement says."""
    _check_open(actor, filing)
    if len(filing.evidence) >= register.MOST_EVIDENCE:
        raise Invalid(_("At most %(most)s files.", most=register.MOST_EVIDENCE), "file")
    owner = filing.mentor.account_id
    file = files.store(actor=actor, upload=upload, kind=FileKind.ATTACHMENT, account_id=owner, field="file")
    evidence = FilingEvidence(file_id=file.id, kind=kind, created_at=utc_now())
    evidence.file = file
    filing.evidence.append(evidence)
    db.session.flush()
    return evidence


def detach(*, actor: Actor, filing: Filing, evidence_id: uuid.UUID) -> None:
    """Take a file out again."""
    _check_open(actor, filing)
    for evidence in [row for row in filing.evidence if row.id == evidence_id]:
        filing.evidence.remove(evidence)
        files.discard(file_id=evidence.file_id)
    db.session.flush()


def submit(*, actor: Actor, filing: Filing, consents: Collection[str]) -> None:
    """Send the application to the authority, with everything that it needs to decide."""
    _check_open(actor, filing)
    mentor = locked(filing.mentor_id)
    _check_due(mentor)
    for name, value in profile.needed(mentor).items():
        if not value:
            raise Invalid(_("First complete the profile: one-line description, expertise and a sector."), name)
    if not filing.statement:
        raise Invalid(_("Say what you offer and why the evidence proves it."), "statement")
    if not filing.evidence and filing.kind is FilingKind.FIRST:
        raise Invalid(_("Add at least one file as evidence."), "file")
    for purpose in register.CONSENTS:
        if purpose not in consents:
            raise Invalid(_("The authority needs this agreement to file you."), f"consent_{purpose}")
    _move(filing, FilingState.SUBMITTED)
    filing.consents, filing.submitted_at = dict(register.CONSENTS), utc_now()
    filing.decided_at, filing.decided_by_id, filing.reason = None, None, ""
    _note(mentor, FilingStep.SUBMITTED, actor, filing)
    notices.submitted(filing)


def take_back(*, actor: Actor, filing: Filing) -> None:
    """Back to a draft, as long as nobody has decided."""
    require(can_change_filing(actor, filing))
    _move(filing, FilingState.DRAFT)
    _note(filing.mentor, FilingStep.TAKEN_BACK, actor, filing)


# What the authority does


def decide(
    *, actor: Actor, filing: Filing, verdict: FilingState, reason: str = "", until: dt.date | None = None
) -> None:
    """Approve, return for changes or reject; whoever is told no is told why."""
    require(can_decide(actor, filing))
    if verdict is not FilingState.APPROVED and not reason:
        raise Invalid(_("Give the reason; the mentor reads it."), "reason")
    mentor = locked(filing.mentor_id)
    _move(filing, verdict)
    filing.decided_at, filing.decided_by_id, filing.reason = utc_now(), actor.account_id, reason
    if verdict is FilingState.APPROVED:
        _file(mentor, until or register.proposed_end(mentor.filed_until))
        if not mentor.is_published:
            profile.show(mentor)
    shown = mentor.filed_until if verdict is FilingState.APPROVED else None
    _note(mentor, FilingStep(verdict.value), actor, filing, reason, shown)
    notices.decided(filing)


def enter(*, actor: Actor, mentor: Mentor, reason: str, until: dt.date | None = None) -> None:
    """Put a mentor into the register without an application: the authority decided on paper, and says where."""
    require(keeps_register(actor, mentor))
    if not reason:
        raise Invalid(_("Name the document that decides it."), "reason")
    mentor = locked(mentor.id)
    waiting = open_filing(mentor.id)
    if mentor.is_filed or (waiting is not None and waiting.state is FilingState.SUBMITTED):
        raise Conflict(_("The mentor is filed already, or an application waits for a decision."))
    if not mentor.is_published and mentor.account_id is not None:
        raise Conflict(_("The mentor has not published the profile, so it cannot be shown in the register."))
    _file(mentor, until or register.proposed_end())
    if not mentor.is_published:
        profile.show(mentor)
    _note(mentor, FilingStep.ENTERED, actor, None, reason, mentor.filed_until)
    notices.entered(mentor)


def suspend(*, actor: Actor, mentor: Mentor, reason: str) -> None:
    """Take a filed mentor out of the register for now."""
    _change(actor, mentor, reason, Standing.SUSPENDED, FilingStep.SUSPENDED)


def reinstate(*, actor: Actor, mentor: Mentor, reason: str) -> None:
    """Put a suspended mentor back; when the period ended meanwhile, it has to be renewed."""
    is_over = mentor.filed_until is not None and mentor.filed_until < register.today()
    _change(actor, mentor, reason, Standing.EXPIRED if is_over else Standing.FILED, FilingStep.REINSTATED)


def expire(*, mentor_id: uuid.UUID) -> bool:
    """For the job: the last day has passed. Says whether anything changed."""
    mentor = locked(mentor_id)
    if not mentor.is_filed or mentor.filed_until is None or mentor.filed_until >= register.today():
        return False
    mentor.standing = Standing.EXPIRED
    _note(mentor, FilingStep.EXPIRED)
    notices.expired(mentor)
    return True


def entered(region_code: str, *, taken: Container[str | None] = ()) -> dict[str, Any]:
    """The columns of a mentor whom an authority files by its own list; for imports, which write in bulk."""
    day = register.today()
    return {
        "standing": Standing.FILED,
        "filing_number": register.new_number(region_code, day.year, taken),
        "filed_on": day,
        "filed_until": register.proposed_end(),
    }


def _check_open(actor: Actor, filing: Filing) -> None:
    require(can_change_filing(actor, filing))
    if not filing.can_be_changed:
        raise _moved_on(filing)


def _check_due(mentor: Mentor) -> None:
    """Whether there is anything to apply for."""
    if mentor.is_archived:
        raise Conflict(_("Restore the profile before you apply."))
    if mentor.standing is Standing.SUSPENDED:
        raise Conflict(_("The filing is suspended. Ask the authority to lift the suspension first."))
    if mentor.is_filed and not register.is_renewable(mentor):
        raise Conflict(
            _("The filing holds. It can be renewed in its last %(days)s days.", days=register.RENEWABLE.days)
        )


def _move(filing: Filing, to: FilingState) -> None:
    """Lock the application and look at it again: of two decisions only the first counts."""
    db.session.refresh(filing, with_for_update={"of": Filing, "key_share": True})
    if to not in register.MOVES[filing.state]:
        raise _moved_on(filing)
    filing.state = to


def _moved_on(filing: Filing) -> Conflict:
    return Conflict(_("This application has moved on: %(state)s.", state=FILING_STATES[filing.state]))


def _file(mentor: Mentor, until: dt.date) -> None:
    day = register.today()
    if mentor.is_archived:
        raise Conflict(_("The profile is archived, so it cannot be shown in the register."))
    if mentor.standing is Standing.SUSPENDED:
        raise Conflict(_("The filing is suspended. Lift the suspension first."))
    if not day <= until <= register.years_after(day, register.MOST_YEARS):
        raise Invalid(_("Choose a day within the next %(years)s years.", years=register.MOST_YEARS), "until")
    if mentor.filing_number is None:
        mentor.filing_number = register.new_number(mentor.organisation.region_code, day.year)
    if not mentor.is_filed or mentor.filed_on is None:
        mentor.filed_on = day
    mentor.standing, mentor.filed_until = Standing.FILED, until


def _change(actor: Actor, mentor: Mentor, reason: str, to: Standing, step: FilingStep) -> None:
    require(keeps_register(actor, mentor))
    if not reason:
        raise Invalid(_("Give the reason; the mentor reads it."), "reason")
    mentor = locked(mentor.id)
    wanted = Standing.FILED if step is FilingStep.SUSPENDED else Standing.SUSPENDED
    if mentor.standing is not wanted:
        raise Conflict(_("The filing has moved on: %(state)s.", state=STANDINGS[mentor.standing]))
    mentor.standing = to
    _note(mentor, step, actor, None, reason)
    notices.changed(mentor, step)


def _note(
    mentor: Mentor,
    step: FilingStep,
    actor: Actor | None = None,
    filing: Filing | None = None,
    reason: str = "",
    until: dt.date | None = None,
) -> None:
    """Write the step into the history, and let the search follow it."""
    db.session.add(
        FilingEvent(
            mentor_id=mentor.id,
            filing_id=filing.id if filing else None,
            step=step,
            by_id=actor.account_id if actor else None,
            reason=reason,
            until=until,
        )
    )
    profile.index(mentor)
    db.session.flush()

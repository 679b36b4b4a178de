"""Appeals: within the days that the publication gave, with documents, decided by the authority with a reason."""

from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.actor import Actor
from app.core.days import city_day
from app.core.errors import Conflict, Invalid, require
from app.core.forms import CONSTRAINT_MESSAGES
from app.core.model import utc_now
from app.evaluations import notices
from app.evaluations.models import OPEN_STANDING, Appeal, AppealDocument, AppealState, Result, Standing, StandingState
from app.evaluations.policies import answers, decides_appeal, sends_appeal
from app.evaluations.services.rectifying import locked
from app.extensions import db
from app.files import services as files
from app.files.models import FileKind

MOST_DOCUMENTS = 10
CONSTRAINT_MESSAGES["uq_evaluation_appeal_result_id"] = ("text", _l("There is an appeal against this result already."))


def can_send(result: Result) -> bool:
    """The days for appeals are not over."""
    until = result.run.appeal_until
    return result.run.is_published and until is not None and city_day() <= until


def send(*, actor: Actor, result: Result, text: str, uploads: Any = ()) -> Appeal:
    require(answers(actor, result))
    locked(result)
    if not can_send(result):
        raise Conflict(_("The days for an appeal are over."))
    if not text:
        raise Invalid(_("Say what is wrong, and why."), "text")
    appeal = db.session.scalar(select(Appeal).where(Appeal.result_id == result.id))
    if appeal is not None and appeal.state is not AppealState.WITHDRAWN:
        raise Conflict(_("There is an appeal against this result already."))
    if appeal is None:
        appeal = Appeal(result_id=result.id)
        appeal.result = result
        db.session.add(appeal)
    appeal.state, appeal.text = AppealState.OPEN, text
    appeal.sent_at, appeal.sent_by_id = utc_now(), actor.account_id
    db.session.flush()
    for upload in uploads:
        add_document(actor=actor, appeal=appeal, upload=upload)
    notices.appealed(appeal)
    return appeal


def add_document(*, actor: Actor, appeal: Appeal, upload: Any) -> AppealDocument:
    """While nobody has decided."""
    require(sends_appeal(actor, appeal))
    _open(appeal)
    if len(appeal.documents) >= MOST_DOCUMENTS:
        raise Conflict(_("An appeal holds at most %(most)s documents.", most=MOST_DOCUMENTS))
    owner = appeal.result.carrier.organisation_id
    file = files.store(actor=actor, upload=upload, kind=FileKind.ATTACHMENT, organisation_id=owner)
    document = AppealDocument(appeal_id=appeal.id, file_id=file.id)
    document.file = file
    appeal.documents.append(document)
    db.session.flush()
    return document


def remove_document(*, actor: Actor, appeal: Appeal, document: AppealDocument) -> None:
    require(sends_appeal(actor, appeal))
    _open(appeal)
    files.discard(file_id=document.file_id)
    appeal.documents.remove(document)
    db.session.flush()


def withdraw(*, actor: Actor, appeal: Appeal) -> None:
    """As long as the days last it may be sent again."""
    require(sends_appeal(actor, appeal))
    _open(appeal)
    appeal.state = AppealState.WITHDRAWN
    db.session.flush()


def reject(*, actor: Actor, appeal: Appeal, reason: str) -> None:
    _deciding(actor, appeal, reason)
    _decide(actor, appeal, AppealState.REJECTED, reason)


def uphold(*, actor: Actor, appeal: Appeal, reason: str, grade: str, total: Decimal | None = None) -> None:
    """A decision beside the published result, which stays as it was: a better grade, or more points, or both."""
    standing = _deciding(actor, appeal, reason)
    result, rules = appeal.result, appeal.result.run.scheme.rules
    codes = [each.code for each in rules.grades]
    if grade not in codes or codes.index(grade) > codes.index(result.grade):
        raise Invalid(_("Choose a grade that is not worse."), "grade")
    if total is not None and not result.total <= total <= rules.total:
        raise Invalid(_("Write from %(least)s to %(most)s points.", least=result.total, most=rules.total), "total")
    if grade == result.grade and total in (None, result.total):
        raise Invalid(_("The decision changes neither the grade nor the points."), "grade")
    appeal.grade, appeal.total = grade, total
    _decide(actor, appeal, AppealState.UPHELD, reason)
    _stand(standing, StandingState(rules.grade(grade).outcome), appeal)


def _stand(standing: Standing, state: StandingState, appeal: Appeal) -> None:
    """As the corrected grade says; what is already put right stays so."""
    if state in OPEN_STANDING and standing.state is not StandingState.DELISTED:
        return
    standing.state = state
    standing.due_on = appeal.result.run.rectify_until if state in OPEN_STANDING else None
    db.session.flush()


def _deciding(actor: Actor, appeal: Appeal, reason: str) -> Standing:
    require(decides_appeal(actor, appeal))
    standing = _open(appeal)
    if not reason:
        raise Invalid(_("Give a reason; the carrier reads it."), "reason")
    return standing


def _open(appeal: Appeal) -> Standing:
    standing = locked(appeal.result)
    db.session.refresh(appeal)
    if appeal.state is not AppealState.OPEN:
        raise Conflict(_("This appeal is decided or withdrawn."))
    return standing


def _decide(actor: Actor, appeal: Appeal, state: AppealState, reason: str) -> None:
    appeal.state, appeal.reason = state, reason
    appeal.decided_at, appeal.decided_by_id = utc_now(), actor.account_id
    db.session.flush()
    notices.appeal_decided(appeal)

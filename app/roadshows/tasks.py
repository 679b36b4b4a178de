"""What nobody answered in time."""

from app.core import jobs
from app.core.answering import AnswerState, overdue, settle
from app.core.errors import Conflict
from app.extensions import db
from app.roadshows import notices
from app.roadshows.models import FundInvitation
from app.roadshows.services import reminders


@jobs.periodic("*/15")
def expire_answers() -> None:
    """One transaction each, so that an answer arriving meanwhile stops only its own."""
    for invitation in db.session.scalars(overdue(FundInvitation)).unique().all():
        try:
            settle(invitation, AnswerState.EXPIRED)
            notices.invitation_answered(invitation)
            db.session.commit()
        except Conflict:
            db.session.rollback()


@jobs.periodic("*/15")
def remind_of_roadshows() -> None:
    """One transaction a roadshow; one that fails is tried again in a quarter of an hour."""
    for roadshow_id in reminders.due():
        reminders.remind(roadshow_id)
        db.session.commit()

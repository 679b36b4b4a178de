"""What nobody answered in time."""

from app.core import jobs
from app.core.answering import AnswerState, overdue, settle
from app.core.errors import Conflict
from app.extensions import db
from app.roadshows import notices
from app.roadshows.models import FundInvitation, Interest


@jobs.periodic("*/15")
def expire_answers() -> None:
    """One transaction each, so that an answer arriving meanwhile stops only its own."""
    for model, tell in ((FundInvitation, notices.invitation_answered), (Interest, notices.contact_answered)):
        for question in db.session.scalars(overdue(model)).unique().all():
            try:
                settle(question, AnswerState.EXPIRED)
                tell(question)
                db.session.commit()
            except Conflict:
                db.session.rollback()

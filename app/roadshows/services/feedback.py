"""What applicants learn of their reviews: the organiser's words, the reviewers' advice without names, and the means."""

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.actor import Actor
from app.core.errors import Conflict, Invalid
from app.core.model import utc_now
from app.extensions import db
from app.roadshows import conflicts, notices
from app.roadshows.models import Application, ApplicationState, Roadshow
from app.roadshows.policies import manages
from app.roadshows.queries.reviews import remarks
from app.roadshows.services.places import require


def release(*, actor: Actor, application: Application, feedback: str, shows_points: bool = False) -> None:
    """Let the applicant read it, or read a corrected one; the reviewers' comments and names stay inside."""
    require(manages(actor, application.roadshow))
    _check_time(application.roadshow)
    if not feedback:
        raise Invalid(_("Write the feedback first."), "feedback")
    _release(application, feedback, shows_points)


def release_all(*, actor: Actor, roadshow: Roadshow, shows_points: bool = False) -> tuple[int, int]:
    """Hand the reviewers' advice to every applicant who has no feedback yet; returns (released, without any advice).

    Applications that the organiser must not judge are left to a colleague.
    """
    require(manages(actor, roadshow))
    _check_time(roadshow)
    open_ones = select(Application).where(
        Application.roadshow_id == roadshow.id,
        Application.state == ApplicationState.SENT,
        Application.feedback_released_at.is_(None),
    )
    found = db.session.scalars(open_ones.order_by(Application.id)).unique().all()
    barred = conflicts.blocked(actor, found)
    applications = [application for application in found if application.id not in barred]
    advice = remarks([application.id for application in applications])
    for application in applications:
        if application.id in advice:
            _release(application, as_list(advice[application.id]), shows_points)
    return len(advice), len(applications) - len(advice)


def as_list(texts: list[str]) -> str:
    """Several reviewers' advice as one text; nothing tells how many they were who wrote nothing."""
    if len(texts) == 1:
        return texts[0]
    return "\n".join("- " + text.replace("\n", "\n  ") for text in texts)


def _release(application: Application, feedback: str, shows_points: bool) -> None:
    is_new = application.feedback_released_at is None
    application.feedback, application.shows_points = feedback, shows_points
    application.feedback_released_at = utc_now()
    db.session.flush()
    if is_new:
        notices.feedback(application)


def _check_time(roadshow: Roadshow) -> None:
    if not roadshow.lineup_is_fixed:
        raise Conflict(_("Feedback is released once the line-up is fixed."))

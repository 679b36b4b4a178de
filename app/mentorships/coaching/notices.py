"""What the two sides are told. Neither notes nor ratings stand in any notice; the pages show those to who may read."""

import uuid
from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.core.mail import path_to
from app.mentorships.coaching import ics
from app.mentorships.coaching.labels import moment
from app.mentorships.coaching.models import CoachingSession, MentorshipRating, Side
from app.mentorships.coaching.policies import side_of
from app.mentorships.models import Mentorship
from app.notifications.kinds import register
from app.notifications.models import MailChoice
from app.notifications.services import notify, notify_organisation

_BOTH = (Role.ENTREPRENEUR, Role.MENTOR)
_TIMES: dict[str, Any] = {"label": _l("Mentoring sessions: proposed, booked, moved, cancelled"), "roles": _BOTH}


def _timed(pattern: Any) -> Any:
    """A sentence in which `at` is a moment."""
    return lambda params: str(pattern) % {**params, "at": moment(params["at"])}


register(
    "coaching.proposed",
    _timed(_l("%(who)s proposes a mentoring session for “%(project)s” on %(at)s. Please answer.")),
    "calendar-plus",
    **_TIMES,
)
register(
    "coaching.booked", _timed(_l("Mentoring session for “%(project)s” booked: %(at)s.")), "calendar-check", **_TIMES
)
register(
    "coaching.moved",
    _timed(_l("The mentoring session for “%(project)s” has changed; it is on %(at)s.")),
    "calendar-time",
    **_TIMES,
)
register(
    "coaching.cancelled",
    _timed(_l("%(who)s cancels the mentoring session for “%(project)s” on %(at)s.")),
    "calendar-x",
    **_TIMES,
)
register(
    "coaching.reminder",
    _timed(_l("Your mentoring session for “%(project)s” is on %(at)s.")),
    "alarm",
    label=_l("A mentoring session is near"),
    roles=_BOTH,
)
register(
    "coaching.reported",
    _timed(_l("%(who)s says that not everybody came to the session for “%(project)s” on %(at)s.")),
    "user-question",
    label=_l("Who came to a mentoring session"),
    roles=_BOTH,
)
register(
    "coaching.shared",
    _l("%(who)s shared something in the mentorship of “%(project)s”."),
    "paperclip",
    label=_l("Notes and files shared in a mentorship"),
    mail=MailChoice.DIGEST,
    roles=_BOTH,
)
_RATING: dict[str, Any] = {"label": _l("Ratings of mentorships"), "roles": _BOTH}
register(
    "coaching.rated",
    _l("%(who)s has rated the mentorship of “%(project)s”. You read it when you have rated too."),
    "star",
    **_RATING,
)
register("coaching.revealed", _l("Both sides have rated the mentorship of “%(project)s”."), "star", **_RATING)
register(
    "coaching.testimonial",
    _l("“%(project)s” lets you show its testimonial on your profile."),
    "award",
    label=_l("A testimonial may be shown"),
    roles=(Role.MENTOR,),
)


def proposed(session: CoachingSession, *, by: Actor) -> None:
    _about(session, "coaching.proposed", by)


def booked(session: CoachingSession, *, by: Actor) -> None:
    _about(session, "coaching.booked", by, attach=True)


def moved(session: CoachingSession, *, by: Actor) -> None:
    _about(session, "coaching.moved", by, attach=True)


def cancelled(session: CoachingSession, *, by: Actor) -> None:
    _about(session, "coaching.cancelled", by)


def called_off(session: CoachingSession, side: Side) -> None:
    """Somebody of this side closed their account."""
    values = {"who": _name(session.mentorship, side), "at": session.starts_at.isoformat()}
    _tell(session.mentorship, side.other, "coaching.cancelled", None, more={"url": _page(session)}, **values)


def reported(session: CoachingSession, *, by: Actor) -> None:
    _about(session, "coaching.reported", by)


def reminded(session: CoachingSession) -> None:
    """To the two who come, and to nobody else."""
    notify(
        account_ids=[session.mentorship.mentor.account_id, session.attendee_id],
        kind="coaching.reminder",
        params=_params(session.mentorship, at=session.starts_at.isoformat()),
        url=_page(session),
        dedupe=f"coaching.reminder:{session.id}:{session.starts_at.isoformat()}",
        attachments=[ics.attachment(session)],
    )


def shared(mentorship: Mentorship, side: Side, *, by: Actor) -> None:
    _tell(mentorship, side.other, "coaching.shared", by.account_id, who=_name(mentorship, side))


def rated(mentorship: Mentorship, side: Side) -> None:
    _tell(mentorship, side.other, "coaching.rated", None, who=_name(mentorship, side))


def revealed(mentorship: Mentorship, ratings: Mapping[Side, MentorshipRating]) -> None:
    for side in Side:
        _tell(mentorship, side, "coaching.revealed", None)
    if Side.PROJECT in ratings and ratings[Side.PROJECT].is_public:
        testimonial_offered(ratings[Side.PROJECT])


def testimonial_offered(rating: MentorshipRating) -> None:
    _tell(rating.mentorship, Side.MENTOR, "coaching.testimonial", None)


def _about(session: CoachingSession, kind: str, by: Actor, *, attach: bool = False) -> None:
    """To the other side, and to whoever else comes for one's own; with the calendar file for what is booked."""
    mentorship = session.mentorship
    side = side_of(by, mentorship)
    assert side is not None
    more: dict[str, Any] = {"url": _page(session)}
    if attach:
        more["attachments"] = [ics.attachment(session)]
    values = {"who": _name(mentorship, side), "at": session.starts_at.isoformat()}
    for told in Side:
        _tell(mentorship, told, kind, by.account_id, more=more, **values)


def _tell(
    mentorship: Mentorship,
    side: Side,
    kind: str,
    but: uuid.UUID | None,
    *,
    more: Mapping[str, Any] | None = None,
    **values: str,
) -> None:
    notice: dict[str, Any] = {
        "kind": kind,
        "params": _params(mentorship, **values),
        "url": path_to("coaching.show", mentorship_id=mentorship.id),
        **(more or {}),
    }
    if side is Side.PROJECT:
        notify_organisation(
            organisation_id=mentorship.project.organisation_id, roles=(Role.ENTREPRENEUR,), but=but, **notice
        )
    elif mentorship.mentor.account_id != but:
        notify(account_ids=[mentorship.mentor.account_id], **notice)


def _params(mentorship: Mentorship, **values: str) -> dict[str, str]:
    return {"project": mentorship.project.name, "mentor": mentorship.mentor.name, **values}


def _name(mentorship: Mentorship, side: Side) -> str:
    return mentorship.mentor.name if side is Side.MENTOR else f"“{mentorship.project.name}”"


def _page(session: CoachingSession) -> str:
    return path_to("coaching.session", session_id=session.id)

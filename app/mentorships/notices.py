"""What people are told about requests and mentorships. No contact is in any of them; pages show those after a yes."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.models import Role
from app.core.answering import AnswerState
from app.core.i18n import locale
from app.core.templating import local
from app.mentorships import offers
from app.mentorships.models import MentorRequest, Mentorship, RequestOrigin
from app.notifications.kinds import register
from app.notifications.services import notify, notify_organisation
from app.roadshows.notices import ORGANISERS, path

_ASKERS = (Role.ENTREPRENEUR, *ORGANISERS)
_ANSWER = {"label": _l("A mentor answers a request"), "roles": _ASKERS}
register(
    "mentorship.requested",
    _l("“%(project)s” asks you to be its mentor."),
    "user-heart",
    label=_l("A project asks you to be its mentor"),
    roles=(Role.MENTOR,),
)
register(
    "mentorship.proposed",
    _l("An organiser asks you to coach “%(project)s” for “%(roadshow)s”."),
    "user-heart",
    label=_l("An organiser asks you to be a mentor"),
    roles=(Role.MENTOR,),
)
register("mentorship.accepted", _l("%(mentor)s is now the mentor of “%(project)s”."), "circle-check", **_ANSWER)
_DECLINED = _l("%(mentor)s declines to be the mentor of “%(project)s”.")
_EXPIRED = _l("%(mentor)s did not answer the request of “%(project)s” in time.")
_SUGGESTED = _l("They suggest %(colleague)s.")
_NEXT = _l("The next best is %(next)s.")


def _in_vain(said: Any) -> Callable[[Mapping[str, str]], str]:
    """What happened, whom the mentor suggests, and who fits best of those not asked."""

    def sentence(params: Mapping[str, str]) -> str:
        parts = [said, _SUGGESTED if params.get("colleague") else "", _NEXT if params.get("next") else ""]
        return ("" if locale() == "zh" else " ").join(str(part) % defaultdict(str, params) for part in parts if part)

    return sentence


register("mentorship.declined", _in_vain(_DECLINED), "ban", **_ANSWER)
register("mentorship.expired", _in_vain(_EXPIRED), "clock", **_ANSWER)
register(
    "mentorship.waiting",
    _l("“%(project)s” still waits for your answer, until %(until)s at the latest."),
    "clock",
    label=_l("A request waits for your answer"),
    roles=(Role.MENTOR,),
)
register(
    "mentorship.closed",
    _l("“%(project)s” has found its mentor, so its request to you is closed."),
    "circle-minus",
    label=_l("A request to you is closed"),
    roles=(Role.MENTOR,),
)
register(
    "mentorship.coached",
    _l("%(mentor)s coaches “%(project)s” for “%(roadshow)s”. You now see each other's contacts."),
    "circle-check",
    label=_l("A mentor is found for your project"),
    roles=(Role.ENTREPRENEUR,),
)
register(
    "mentorship.ended",
    _l("The mentorship of %(mentor)s for “%(project)s” has ended."),
    "calendar-off",
    label=_l("A mentorship ends"),
    roles=(Role.ENTREPRENEUR, Role.MENTOR),
)


def asked(request: MentorRequest) -> None:
    kind = "mentorship.requested" if request.origin is RequestOrigin.PROJECT else "mentorship.proposed"
    notify(account_ids=[request.mentor.account_id], kind=kind, params=_params(request), url=path("mentorships.inbox"))


def answered(request: MentorRequest) -> None:
    """To whoever asked: a no to the request, a yes to where the contacts now stand."""
    by_project = request.origin is RequestOrigin.PROJECT
    offer = offers.after(None, [request]).get(request.id)
    has_contacts = by_project and request.state is AnswerState.ACCEPTED
    notify_organisation(
        organisation_id=request.organisation_id,
        roles=(Role.ENTREPRENEUR,) if by_project else ORGANISERS,
        kind=f"mentorship.{request.state.value}",
        params={**_params(request), "next": offer.name if offer else ""},
        url=path("mentorships.index" if has_contacts else "mentorships.inbox"),
    )


def nudged(request: MentorRequest) -> None:
    params = {**_params(request), "until": local(request.expires_at).strftime("%Y-%m-%d %H:%M")}
    notify(account_ids=[request.mentor.account_id], kind="mentorship.waiting", params=params, url=_inbox())


def closed(request: MentorRequest) -> None:
    notify(account_ids=[request.mentor.account_id], kind="mentorship.closed", params=_params(request), url=_inbox())


def coached(request: MentorRequest) -> None:
    notify_organisation(
        organisation_id=request.project.organisation_id,
        roles=(Role.ENTREPRENEUR,),
        kind="mentorship.coached",
        params=_params(request),
        url=path("mentorships.index"),
    )


def ended(mentorship: Mentorship, *, by: uuid.UUID | None) -> None:
    params = {"mentor": mentorship.mentor.name, "project": mentorship.project.name}
    url = path("coaching.show", mentorship_id=mentorship.id)
    if mentorship.mentor.account_id != by:
        notify(account_ids=[mentorship.mentor.account_id], kind="mentorship.ended", params=params, url=url)
    notify_organisation(
        organisation_id=mentorship.project.organisation_id,
        roles=(Role.ENTREPRENEUR,),
        but=by,
        kind="mentorship.ended",
        params=params,
        url=url,
    )


def _params(request: MentorRequest) -> dict[str, str]:
    return {
        "mentor": request.mentor.name,
        "project": request.project.name,
        "roadshow": request.roadshow.title if request.roadshow else "",
        "colleague": request.suggested.name if request.suggested else "",
    }


def _inbox() -> str:
    return path("mentorships.inbox")

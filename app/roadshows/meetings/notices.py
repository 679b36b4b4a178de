"""What people are told about 1:1 meetings. No contact and no reason is in any of it; pages show those."""

import uuid
from collections.abc import Collection
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.models import Account, Role
from app.core.mail import Attachment
from app.notifications.kinds import register
from app.notifications.services import notify, notify_organisation
from app.roadshows import ics
from app.roadshows.meetings.models import Meeting, MeetingRequest, Side
from app.roadshows.models import Roadshow
from app.roadshows.notices import ORGANISERS, path

_ROLES = {Side.PROJECT: Role.ENTREPRENEUR, Side.FUND: Role.INVESTOR}
_BOTH = tuple(_ROLES.values())
register(
    "roadshow.contact_wanted",
    _l("%(fund)s wants to meet “%(project)s” after seeing it on “%(roadshow)s”."),
    "heart-handshake",
    label=_l("A fund wants to meet a project"),
    roles=(Role.ENTREPRENEUR,),
)
_CONTACT = {"label": _l("A project answers a fund that wants to meet it"), "roles": (Role.INVESTOR,)}
register(
    "roadshow.contact_accepted",
    _l("“%(project)s” wants to talk with %(fund)s. You now see each other's contacts."),
    "circle-check",
    **_CONTACT,
)
register("roadshow.contact_declined", _l("“%(project)s” declines a contact with %(fund)s."), "ban", **_CONTACT)
register("roadshow.contact_expired", _l("“%(project)s” did not answer %(fund)s in time."), "clock", **_CONTACT)
register(
    "roadshow.fund_wanted",
    _l("“%(project)s” wants to meet %(fund)s at “%(roadshow)s”."),
    "heart-handshake",
    label=_l("A project wants to meet a fund"),
    roles=(Role.INVESTOR,),
)
_ANSWERED = {"label": _l("A fund answers a project that wants to meet it"), "roles": (Role.ENTREPRENEUR,)}
register(
    "roadshow.fund_accepted",
    _l("%(fund)s wants to talk with “%(project)s”. You now see each other's contacts."),
    "circle-check",
    **_ANSWERED,
)
register("roadshow.fund_declined", _l("%(fund)s declines to meet “%(project)s”."), "ban", **_ANSWERED)
register("roadshow.fund_expired", _l("%(fund)s did not answer “%(project)s” in time."), "clock", **_ANSWERED)
_TIMETABLE = {"label": _l("Your 1:1 meetings are set or change"), "roles": _BOTH}
register(
    "roadshow.timetable",
    _l("Your 1:1 meetings at “%(roadshow)s” are set: %(count)s."),
    "calendar-event",
    **_TIMETABLE,
)
register(
    "roadshow.timetable_changed",
    _l("Your 1:1 meetings at “%(roadshow)s” have changed."),
    "calendar-time",
    **_TIMETABLE,
)
register(
    "roadshow.not_placed",
    _l("The timetable of “%(roadshow)s” has no place for %(count)s of your meetings; see why."),
    "calendar-x",
    **_TIMETABLE,
)
_CANCELLED = _l("The meeting of “%(project)s” and %(fund)s at “%(roadshow)s” is cancelled.")
register("roadshow.meeting_cancelled", _CANCELLED, "calendar-off", label=_l("A 1:1 meeting is cancelled"), roles=_BOTH)
register(
    "roadshow.meeting_lost",
    _CANCELLED,
    "calendar-off",
    label=_l("A 1:1 meeting of your roadshow is cancelled"),
    roles=ORGANISERS,
)
register(
    "roadshow.meeting_person",
    _l("%(person)s now comes to the meeting of “%(project)s” and %(fund)s."),
    "user-check",
    label=_l("Somebody else comes to a 1:1 meeting"),
    roles=_BOTH,
)

register(
    "roadshow.cannot_come",
    _l("%(person)s of the 1:1 meetings of “%(roadshow)s” cannot at a time that was set."),
    "calendar-x",
    label=_l("Somebody cannot come to a 1:1 meeting"),
    roles=ORGANISERS,
)

_ASKED = {Side.FUND: "roadshow.contact", Side.PROJECT: "roadshow.fund"}


def asked(request: MeetingRequest) -> None:
    _tell(
        request,
        request.asked_by.other,
        f"{_ASKED[request.asked_by]}_wanted",
        path("meetings.requests"),
        attachments=ics.ahead(request.roadshow),
    )


def answered(request: MeetingRequest) -> None:
    kind = f"{_ASKED[request.asked_by]}_{request.state.value}"
    url = path("meetings.requests", box="sent")
    _tell(request, request.asked_by, kind, url, attachments=ics.ahead(request.roadshow))


def placed(
    roadshow: Roadshow, account_id: uuid.UUID, kind: str, count: int, attachments: Collection[Attachment]
) -> None:
    """To one person, about all of their meetings at once."""
    notify(
        account_ids=[account_id],
        kind=f"roadshow.{kind}",
        params={"roadshow": roadshow.title, "count": count},
        url=path("meetings.index"),
        attachments=attachments,
    )


def cancelled(meeting: Meeting, *, by: uuid.UUID | None, was_placed: bool) -> None:
    """To everybody on both sides but who did it, and to the organiser when a place became free."""
    for side in Side:
        _tell(meeting, side, "roadshow.meeting_cancelled", path("meetings.show", meeting_id=meeting.id), but=by)
    if was_placed:
        notify_organisation(
            organisation_id=meeting.roadshow.organisation_id,
            roles=ORGANISERS,
            kind="roadshow.meeting_lost",
            params=_params(meeting),
            url=path("meetings.timetable", roadshow_id=meeting.roadshow_id),
        )


def person_changed(meeting: Meeting, name: str) -> None:
    """To both who meet now."""
    url = path("meetings.show", meeting_id=meeting.id)
    params = {**_params(meeting), "person": name}
    notify(account_ids=set(meeting.people), kind="roadshow.meeting_person", params=params, url=url)


def cannot_come(roadshow: Roadshow, account: Account | None) -> None:
    """To the organiser, who plans anew."""
    notify_organisation(
        organisation_id=roadshow.organisation_id,
        roles=ORGANISERS,
        kind="roadshow.cannot_come",
        params={"roadshow": roadshow.title, "person": account.name if account else ""},
        url=path("meetings.timetable", roadshow_id=roadshow.id),
    )


def _tell(thing: Meeting | MeetingRequest, side: Side, kind: str, url: str, **more: Any) -> None:
    notify_organisation(
        organisation_id=(thing.project if side is Side.PROJECT else thing.fund).organisation_id,
        roles=(_ROLES[side],),
        kind=kind,
        params=_params(thing),
        url=url,
        **more,
    )


def _params(thing: Meeting | MeetingRequest) -> dict[str, str]:
    return {"fund": thing.fund.name, "project": thing.project.name, "roadshow": thing.roadshow.title}

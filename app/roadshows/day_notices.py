"""What people are told around the day. Whose mail names the roadshow gets it as a calendar entry too."""

import uuid
from collections.abc import Collection

from flask_babel import lazy_gettext as _l

from app.accounts.models import Role
from app.notifications.kinds import register
from app.notifications.services import notify, notify_organisation
from app.roadshows import ics
from app.roadshows.models import Application, Attendee, Judge, Registration, RegistrationState, Roadshow
from app.roadshows.notices import path

register(
    "roadshow.ticket",
    _l("You are on the list of “%(roadshow)s”. Your ticket is ready."),
    "ticket",
    label=_l("Your ticket to a roadshow"),
)
register(
    "roadshow.reminder",
    _l("“%(roadshow)s” begins within a day. Have your ticket ready."),
    "alarm",
    label=_l("A roadshow begins within a day"),
)
register(
    "roadshow.names_missing",
    _l("Say who comes to “%(roadshow)s”: %(free)s of your places have no name yet."),
    "users",
    label=_l("A roadshow begins within a day"),
    roles=(Role.INVESTOR,),
)
register(
    "roadshow.judge",
    _l("You are asked to judge the pitches of “%(roadshow)s”."),
    "gavel",
    label=_l("You are asked to judge"),
)
register(
    "roadshow.results",
    _l("The results of “%(roadshow)s” are out."),
    "trophy",
    label=_l("The results of a roadshow are out"),
)


def ticket(attendee: Attendee) -> None:
    """For somebody else's hand on the list. Who waits for a seat has no ticket yet."""
    waits = attendee.registration is not None and attendee.registration.state is not RegistrationState.CONFIRMED
    if attendee.account_id is not None and not waits:
        _tell([attendee.account_id], "roadshow.ticket", attendee.roadshow, "roadshows.my_ticket")


def reminder(roadshow: Roadshow, account_ids: Collection[uuid.UUID]) -> None:
    _tell(
        account_ids,
        "roadshow.reminder",
        roadshow,
        "roadshows.my_ticket",
        dedupe=f"roadshow.reminder:{roadshow.id}:{roadshow.starts_at:%Y%m%d}",
    )


def names_missing(registration: Registration, free: int) -> None:
    roadshow = registration.roadshow
    notify_organisation(
        organisation_id=registration.organisation_id,
        roles=(Role.INVESTOR,),
        kind="roadshow.names_missing",
        params={"roadshow": roadshow.title, "free": free},
        url=path("roadshows.party", registration_id=registration.id),
        dedupe=f"roadshow.names_missing:{registration.id}:{roadshow.starts_at:%Y%m%d}",
    )


def judge(row: Judge) -> None:
    membership = row.membership
    notify(
        account_ids=[membership.account_id],
        membership_ids={membership.account_id: membership.id},
        kind="roadshow.judge",
        params={"roadshow": row.roadshow.title},
        url=path("roadshows.judging", roadshow_id=row.roadshow_id),
        attachments=ics.ahead(row.roadshow),
    )


def results(roadshow: Roadshow, applications: Collection[Application]) -> None:
    """The projects that pitched; released again, they have heard of it."""
    for application in applications:
        notify_organisation(
            organisation_id=application.organisation_id,
            roles=(Role.ENTREPRENEUR,),
            kind="roadshow.results",
            params={"roadshow": roadshow.title},
            url=path("roadshows.results", roadshow_id=roadshow.id),
            dedupe=f"roadshow.results:{roadshow.id}",
        )


def _tell(
    account_ids: Collection[uuid.UUID],
    kind: str,
    roadshow: Roadshow,
    endpoint: str,
    *,
    dedupe: str = "",
) -> None:
    notify(
        account_ids=account_ids,
        kind=kind,
        params={"roadshow": roadshow.title},
        url=path(endpoint, roadshow_id=roadshow.id),
        dedupe=dedupe,
        attachments=ics.ahead(roadshow),
    )

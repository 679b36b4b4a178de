"""What people are told about roadshows. The sentences hold only names that their readers may see anyway."""

import uuid
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l

from app.accounts.models import Role
from app.notifications.kinds import register
from app.notifications.models import MailChoice
from app.notifications.services import notify, notify_organisation
from app.roadshows import ics
from app.roadshows.models import Application, FundInvitation, Outcome, Registration, Reviewer, Roadshow

ORGANISERS = (Role.ORGANISER, Role.CARRIER_STAFF)
_DIGEST = MailChoice.DIGEST

register(
    "roadshow.applied",
    _l("“%(project)s” applies to “%(roadshow)s”."),
    "presentation",
    label=_l("An application to a roadshow arrives"),
    mail=_DIGEST,
    roles=ORGANISERS,
)
_OUTCOME = {"label": _l("The outcome of a roadshow application"), "roles": (Role.ENTREPRENEUR,)}
register("roadshow.selected", _l("“%(project)s” is on the line-up of “%(roadshow)s”."), "circle-check", **_OUTCOME)
register("roadshow.waiting", _l("“%(project)s” is on the waiting list of “%(roadshow)s”."), "clock", **_OUTCOME)
register(
    "roadshow.not_selected",
    _l("“%(project)s” was not chosen for “%(roadshow)s” this time."),
    "presentation",
    **_OUTCOME,
)
register(
    "roadshow.feedback",
    _l("There is feedback on “%(project)s” from the reviewers of “%(roadshow)s”."),
    "message",
    label=_l("Feedback on a roadshow application"),
    roles=(Role.ENTREPRENEUR,),
)
register(
    "roadshow.reviewer",
    _l("You are asked to review applications to “%(roadshow)s”."),
    "clipboard-check",
    label=_l("You are asked to review"),
    roles=(Role.REVIEWER, Role.ORGANISER),
)
register(
    "roadshow.registered",
    _l("Your registration for “%(roadshow)s” is confirmed: %(people)s people."),
    "calendar",
    label=_l("A registration for a roadshow changes"),
    roles=(Role.INVESTOR,),
)
register(
    "roadshow.seats_waiting",
    _l("“%(roadshow)s” is full. Your registration is on the waiting list."),
    "clock",
    label=_l("A registration for a roadshow waits"),
    roles=(Role.INVESTOR,),
)
register(
    "roadshow.published",
    _l("The line-up of “%(roadshow)s” is published."),
    "presentation",
    label=_l("A line-up is published"),
    roles=(Role.INVESTOR,),
)
register(
    "roadshow.invited",
    _l("%(organiser)s invites %(fund)s to “%(roadshow)s”."),
    "mail",
    label=_l("A fund is invited to a roadshow"),
    roles=(Role.INVESTOR,),
)
_ANSWERED = {"label": _l("A fund answers an invitation"), "mail": _DIGEST, "roles": ORGANISERS}
register("roadshow.invitation_accepted", _l("%(fund)s comes to “%(roadshow)s”."), "circle-check", **_ANSWERED)
register("roadshow.invitation_declined", _l("%(fund)s does not come to “%(roadshow)s”."), "ban", **_ANSWERED)
register(
    "roadshow.invitation_expired", _l("%(fund)s did not answer the invitation to “%(roadshow)s”."), "clock", **_ANSWERED
)
_OF_OUTCOME = {
    Outcome.SELECTED: "roadshow.selected",
    Outcome.WAITING: "roadshow.waiting",
    Outcome.NOT_SELECTED: "roadshow.not_selected",
}


def path(endpoint: str, **values: Any) -> str:
    """The path of an endpoint, also in a job, where there is no request."""
    return str(current_app.url_map.bind("localhost").build(endpoint, values))


def applied(application: Application) -> None:
    roadshow = application.roadshow
    tell_organisers(
        roadshow,
        "roadshow.applied",
        path("roadshows.application", roadshow_id=roadshow.id, application_id=application.id),
        project=application.project.name,
    )


def outcome(application: Application) -> None:
    if application.outcome:
        tell_applicant(application, _OF_OUTCOME[application.outcome])


def feedback(application: Application) -> None:
    tell_applicant(application, "roadshow.feedback")


def reviewer_added(reviewer: Reviewer) -> None:
    membership = reviewer.membership
    notify(
        account_ids=[membership.account_id],
        membership_ids={membership.account_id: membership.id},
        kind="roadshow.reviewer",
        params={"roadshow": reviewer.roadshow.title},
        url=path("roadshows.my_reviews"),
    )


def registration(row: Registration, *, but: uuid.UUID | None = None) -> None:
    confirmed = row.state == "confirmed"
    notify_organisation(
        organisation_id=row.organisation_id,
        roles=(Role.INVESTOR,),
        kind="roadshow.registered" if confirmed else "roadshow.seats_waiting",
        params={"roadshow": row.roadshow.title, "people": row.people},
        url=path("roadshows.show", roadshow_id=row.roadshow_id),
        attachments=ics.ahead(row.roadshow) if confirmed else (),
    )


def published(roadshow: Roadshow, organisation_ids: list[uuid.UUID]) -> None:
    for organisation_id in organisation_ids:
        notify_organisation(
            organisation_id=organisation_id,
            roles=(Role.INVESTOR,),
            kind="roadshow.published",
            params={"roadshow": roadshow.title},
            url=path("roadshows.show", roadshow_id=roadshow.id),
            dedupe=f"roadshow.published:{roadshow.id}",
            attachments=ics.ahead(roadshow),
        )


def invited(invitation: FundInvitation) -> None:
    notify_organisation(
        organisation_id=invitation.fund.organisation_id,
        roles=(Role.INVESTOR,),
        kind="roadshow.invited",
        params={
            "organiser": invitation.roadshow.organisation.name,
            "fund": invitation.fund.name,
            "roadshow": invitation.roadshow.title,
        },
        url=path("roadshows.answers"),
        attachments=ics.ahead(invitation.roadshow),
    )


def invitation_answered(invitation: FundInvitation) -> None:
    roadshow = invitation.roadshow
    url = path("roadshows.invitations", roadshow_id=roadshow.id)
    tell_organisers(roadshow, f"roadshow.invitation_{invitation.state.value}", url, fund=invitation.fund.name)


def tell_applicant(application: Application, kind: str, **params: Any) -> None:
    notify_organisation(
        organisation_id=application.project.organisation_id,
        roles=(Role.ENTREPRENEUR,),
        kind=kind,
        params={"project": application.project.name, "roadshow": application.roadshow.title, **params},
        url=path("roadshows.application_status", application_id=application.id),
        attachments=ics.ahead(application.roadshow) if kind == _OF_OUTCOME[Outcome.SELECTED] else (),
    )


def tell_organisers(roadshow: Roadshow, kind: str, url: str, **params: Any) -> None:
    notify_organisation(
        organisation_id=roadshow.organisation_id,
        roles=ORGANISERS,
        kind=kind,
        params={"roadshow": roadshow.title, **params},
        url=url,
    )

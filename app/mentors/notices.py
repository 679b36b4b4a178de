"""What people are told about filings. Reasons stand on the page, not in a notice: they may speak of private things."""

import datetime as dt
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l

from app.accounts.models import Role
from app.mentors.models import Filing, FilingStep, Mentor
from app.notifications.kinds import register
from app.notifications.services import notify, notify_organisation

_MENTOR = (Role.MENTOR,)
_DECIDED = {"label": _l("The authority decides about your filing"), "roles": _MENTOR}
_ENDING = {"label": _l("Your filing ends"), "roles": _MENTOR}
register(
    "filing.submitted",
    _l("%(mentor)s applies to be filed as a mentor."),
    "certificate",
    label=_l("A mentor applies to be filed"),
    roles=(Role.ORGANISER,),
)
register("filing.returned", _l("%(authority)s returned your application for changes."), "edit", **_DECIDED)
register("filing.approved", _l("%(authority)s filed you as a mentor until %(until)s."), "circle-check", **_DECIDED)
register("filing.rejected", _l("%(authority)s rejected your application to be filed."), "ban", **_DECIDED)
register("filing.suspended", _l("%(authority)s suspended your filing as a mentor."), "alert-triangle", **_DECIDED)
register(
    "filing.reinstated",
    _l("%(authority)s lifted the suspension of your filing as a mentor."),
    "circle-check",
    **_DECIDED,
)
register("filing.ending", _l("Your filing as a mentor ends on %(until)s. Renew it now."), "clock", **_ENDING)
register(
    "filing.expired",
    _l("Your filing as a mentor has ended, and the register no longer shows you. Renew it to come back."),
    "calendar-off",
    **_ENDING,
)


def submitted(filing: Filing) -> None:
    notify_organisation(
        organisation_id=filing.mentor.organisation_id,
        roles=(Role.ORGANISER,),
        kind="filing.submitted",
        params={"mentor": filing.mentor.name},
        url=_path("mentors.review_filing", filing_id=filing.id),
    )


def decided(filing: Filing) -> None:
    _tell(filing.mentor, f"filing.{filing.state.value}")


def entered(mentor: Mentor) -> None:
    _tell(mentor, "filing.approved")


def changed(mentor: Mentor, step: FilingStep) -> None:
    _tell(mentor, f"filing.{step.value}")


def expired(mentor: Mentor) -> None:
    _tell(mentor, "filing.expired")


def ending(mentor: Mentor, days: int) -> None:
    """Once for each of the days before the end on which a mentor is reminded."""
    _tell(mentor, "filing.ending", dedupe=f"filing:{mentor.id}:{mentor.filed_until}:{days}")


def _tell(mentor: Mentor, kind: str, **options: Any) -> None:
    until: dt.date | None = mentor.filed_until
    notify(
        account_ids=[mentor.account_id],
        kind=kind,
        params={"authority": mentor.organisation.name, "until": until.isoformat() if until else ""},
        url=_path("mentors.filing", mentor_id=mentor.id),
        **options,
    )


def _path(endpoint: str, **values: Any) -> str:
    """The path of an endpoint, also in a job, where there is no request."""
    return str(current_app.url_map.bind("localhost").build(endpoint, values))

"""What people are told about returns. No sentence holds a figure."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.models import Role
from app.carriers.notices import path, to_staff
from app.carriers.queries.authorities import nearest_authorities
from app.indicators.models import Return
from app.notifications.kinds import register
from app.notifications.models import MailChoice
from app.notifications.services import notify_organisation

_STAFF = (Role.CARRIER_STAFF,)
register(
    "return.asked",
    _l("The figures of “%(carrier)s” for %(period)s are due on %(day)s."),
    "file-spreadsheet",
    label=_l("Figures of your carrier are due"),
    roles=_STAFF,
)
register(
    "return.reminder",
    _l("The figures of “%(carrier)s” for %(period)s are not filed yet; they are due on %(day)s."),
    "clock",
    label=_l("Figures of your carrier are due"),
    roles=_STAFF,
)
_DECIDED = {"label": _l("A decision about your carrier's figures"), "roles": _STAFF}
register("return.accepted", _l("The figures of “%(carrier)s” for %(period)s are accepted."), "circle-check", **_DECIDED)
register(
    "return.sent_back", _l("The figures of “%(carrier)s” for %(period)s came back to be mended."), "refresh", **_DECIDED
)
register(
    "return.submitted",
    _l("“%(carrier)s” filed its figures for %(period)s. They wait for your acceptance."),
    "file-spreadsheet",
    label=_l("A carrier files its figures"),
    mail=MailChoice.DIGEST,
    roles=(Role.ORGANISER,),
)


def asked(item: Return) -> None:
    _staff(item, "return.asked")


def reminded(item: Return, *, key: str) -> None:
    _staff(item, "return.reminder", dedupe=f"return:{item.id}:{key}")


def accepted(item: Return) -> None:
    _staff(item, "return.accepted")


def sent_back(item: Return) -> None:
    _staff(item, "return.sent_back")


def submitted(item: Return) -> None:
    for authority_id in nearest_authorities(item.carrier):
        notify_organisation(
            organisation_id=authority_id,
            roles=(Role.ORGANISER,),
            kind="return.submitted",
            params={"carrier": item.carrier.name, "period": item.period},
            url=path("indicators.return_show", return_id=item.id),
        )


def _staff(item: Return, kind: str, **notice: Any) -> None:
    to_staff(
        item.carrier,
        kind,
        url=path("indicators.return_show", return_id=item.id),
        period=item.period,
        day=item.collection.due_on,
        **notice,
    )

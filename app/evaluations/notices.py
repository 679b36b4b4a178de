"""What people are told about evaluations. No sentence holds points or a grade."""

import uuid
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.models import Role
from app.carriers.notices import path, to_staff
from app.evaluations.models import Appeal, AppealState, Result, Run, RunReviewer, Standing, StandingState
from app.notifications.kinds import register
from app.notifications.services import notify, notify_organisation

_STAFF, _ORGANISERS = (Role.CARRIER_STAFF,), (Role.ORGANISER,)
register(
    "evaluation.published",
    _l("The evaluation of “%(carrier)s” for %(period)s is published. You can appeal until %(day)s."),
    "award",
    label=_l("Your carrier is evaluated"),
    roles=_STAFF,
)
_RECTIFY = {"label": _l("Your carrier has something to put right"), "roles": _STAFF}
register(
    "evaluation.rectification",
    _l("“%(carrier)s” has to put right what its evaluation for %(period)s found wanting, until %(day)s."),
    "alert-triangle",
    **_RECTIFY,
)
register(
    "evaluation.reminder",
    _l("What is to be put right in “%(carrier)s” is due on %(day)s and not reported yet."),
    "clock",
    **_RECTIFY,
)
register(
    "evaluation.sent_back",
    _l("The authority read what “%(carrier)s” put right: it does not do yet. The new day is %(day)s."),
    "refresh",
    **_RECTIFY,
)
_DECIDED = {"label": _l("A decision about your carrier's evaluation"), "roles": _STAFF}
register(
    "evaluation.accepted", _l("What “%(carrier)s” put right is accepted: it is qualified."), "circle-check", **_DECIDED
)
register("evaluation.delisted", _l("“%(carrier)s” is delisted."), "ban", **_DECIDED)
register("evaluation.appeal_upheld", _l("The appeal of “%(carrier)s” is upheld."), "circle-check", **_DECIDED)
register("evaluation.appeal_rejected", _l("The appeal of “%(carrier)s” is rejected."), "ban", **_DECIDED)
_WAITING = {"label": _l("A carrier answers its evaluation"), "roles": _ORGANISERS}
register(
    "evaluation.appealed",
    _l("“%(carrier)s” appeals against its evaluation for %(period)s. It waits for your decision."),
    "gavel",
    **_WAITING,
)
register(
    "evaluation.reported",
    _l("“%(carrier)s” reports what it put right. It waits for your answer."),
    "clipboard-check",
    **_WAITING,
)
register(
    "evaluation.assigned",
    _l("You are a reviewer of the evaluation “%(scheme)s” for %(period)s."),
    "clipboard-list",
    label=_l("You are to judge carriers"),
    roles=_ORGANISERS,
)


def assigned(run: Run, row: RunReviewer) -> None:
    account_id = row.membership.account_id
    notify(
        account_ids=[account_id],
        membership_ids={account_id: row.membership_id},
        kind="evaluation.assigned",
        params={"scheme": run.scheme.name, "period": run.period},
        url=path("evaluations.run", run_id=run.id),
    )


def published(standing: Standing) -> None:
    result = standing.result
    _staff(result, "evaluation.published", day=result.run.appeal_until)
    if standing.state is StandingState.RECTIFICATION:
        _staff(result, "evaluation.rectification", day=standing.due_on)
    elif standing.state is StandingState.DELISTED:
        _staff(result, "evaluation.delisted")


def reminded(standing: Standing, *, key: str) -> None:
    _staff(
        standing.result, "evaluation.reminder", day=standing.due_on, dedupe=f"rectification:{standing.result_id}:{key}"
    )


def reported(standing: Standing) -> None:
    _authority(standing.result, "evaluation.reported")


def decided(standing: Standing) -> None:
    kind = {StandingState.QUALIFIED: "accepted", StandingState.RECTIFICATION: "sent_back"}.get(
        standing.state, "delisted"
    )
    _staff(standing.result, f"evaluation.{kind}", day=standing.due_on)


def appealed(appeal: Appeal) -> None:
    _authority(appeal.result, "evaluation.appealed")


def appeal_decided(appeal: Appeal) -> None:
    word = "upheld" if appeal.state is AppealState.UPHELD else "rejected"
    _staff(appeal.result, f"evaluation.appeal_{word}")


def _staff(result: Result, kind: str, **notice: Any) -> None:
    to_staff(result.carrier, kind, url=_page(result.id), period=result.run.period, **notice)


def _authority(result: Result, kind: str) -> None:
    notify_organisation(
        organisation_id=result.run.organisation_id,
        roles=_ORGANISERS,
        kind=kind,
        params={"carrier": result.carrier.name, "period": result.run.period},
        url=_page(result.id),
    )


def _page(result_id: uuid.UUID) -> str:
    return path("evaluations.result", result_id=result_id)

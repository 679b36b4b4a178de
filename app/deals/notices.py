"""What people are told about deals and rounds. A notice to a project holds only what the fund chose to tell."""

import uuid
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.actor import Actor
from app.accounts.models import Membership, Role
from app.deals import labels
from app.deals.models import Commitment, CommitmentState, Deal, DealNote, DealTask, FinancingRound, Stage
from app.notifications.kinds import register
from app.notifications.models import MailChoice
from app.notifications.services import notify, notify_organisation
from app.roadshows.notices import path

_TEAM: dict[str, Any] = {"roles": (Role.INVESTOR,)}
register(
    "deal.assigned",
    _l("You look after the deal of %(fund)s with “%(project)s”."),
    "briefcase",
    label=_l("A deal or task is given to you"),
    **_TEAM,
)
register(
    "deal.task",
    _l("A task for “%(project)s” is yours: %(title)s."),
    "list-check",
    label=_l("A deal or task is given to you"),
    **_TEAM,
)
register(
    "deal.task_due",
    _l("Due on %(day)s for “%(project)s”: %(title)s."),
    "alarm",
    label=_l("A task of a deal is due"),
    **_TEAM,
)
register(
    "deal.commented",
    _l("%(person)s comments on the deal with “%(project)s”."),
    "message",
    label=_l("A colleague comments on a deal"),
    mail=MailChoice.DIGEST,
    **_TEAM,
)
register(
    "deal.told",
    lambda params: (
        _("%(fund)s says how it stands with “%(project)s”: %(stage)s.")
        % {**params, "stage": labels.STAGES[Stage(params["stage"])]}
    ),
    "briefcase",
    label=_l("A fund says how a deal stands"),
    roles=(Role.ENTREPRENEUR,),
)
_ROUND: dict[str, Any] = {"label": _l("A project invites a fund to its financing round"), "roles": (Role.INVESTOR,)}
register("round.invited", _l("“%(project)s” invites %(fund)s to its financing round."), "coins", **_ROUND)
_OVER: dict[str, Any] = {"label": _l("A financing round ends"), "roles": (Role.INVESTOR,)}
register(
    "round.taken",
    _l("The round of “%(project)s” is closed with %(fund)s. Enter the investment in the ledger when it is paid."),
    "circle-check",
    **_OVER,
)
register("round.lapsed", _l("The round of “%(project)s” is closed without %(fund)s."), "coins", **_OVER)
register("round.cancelled", _l("“%(project)s” gave up its financing round."), "ban", **_OVER)
register(
    "round.released",
    _l("“%(project)s” releases %(fund)s from its firm commitment."),
    "lock-open",
    label=_l("A project releases a commitment"),
    roles=(Role.INVESTOR,),
)
_ANSWER: dict[str, Any] = {"label": _l("A fund answers to a financing round"), "roles": (Role.ENTREPRENEUR,)}
register("round.soft", _l("%(fund)s plans to take part in the round of “%(project)s”."), "coins", **_ANSWER)
register("round.firm", _l("%(fund)s commits firmly to the round of “%(project)s”."), "circle-check", **_ANSWER)
register("round.declined", _l("%(fund)s does not take part in the round of “%(project)s”."), "ban", **_ANSWER)


def assigned(deal: Deal, *, by: Actor) -> None:
    _member(deal.owner, "deal.assigned", deal, by=by, fund=deal.fund.name)


def task_given(task: DealTask, *, by: Actor) -> None:
    _member(task.assignee, "deal.task", task.deal, by=by, title=task.title)


def task_due(task: DealTask) -> None:
    _member(task.assignee, "deal.task_due", task.deal, title=task.title, day=task.due_on.isoformat())


def commented(note: DealNote) -> None:
    """Whoever looks after the deal hears of a colleague's comment; the comment itself stays on the page."""
    if note.deal.owner.ended_at is None and note.deal.owner.account_id != note.account_id:
        _member(note.deal.owner, "deal.commented", note.deal, person=note.account.name)


def told(deal: Deal) -> None:
    assert deal.told_stage is not None
    notify_organisation(
        organisation_id=deal.project.organisation_id,
        roles=(Role.ENTREPRENEUR,),
        kind="deal.told",
        params={"fund": deal.fund.name, "project": deal.name, "stage": deal.told_stage.value},
        url=path("deals.told"),
    )


def invited(commitment: Commitment) -> None:
    _fund(commitment, "round.invited")


def answered(commitment: Commitment) -> None:
    """A fund's answer, to the project."""
    notify_organisation(
        organisation_id=commitment.round.project.organisation_id,
        roles=(Role.ENTREPRENEUR,),
        kind=f"round.{commitment.state.value}",
        params=_params(commitment),
        url=path("deals.round_show", round_id=commitment.round_id),
    )


def released(commitment: Commitment) -> None:
    _fund(commitment, "round.released")


def ended(commitment: Commitment) -> None:
    """How the round ended, to a fund that took part in it."""
    known = {CommitmentState.TAKEN: "round.taken", CommitmentState.LAPSED: "round.lapsed"}
    _fund(commitment, known[commitment.state])


def cancelled(financing_round: FinancingRound, commitments: list[Commitment]) -> None:
    for commitment in commitments:
        _fund(commitment, "round.cancelled")


def _fund(commitment: Commitment, kind: str) -> None:
    notify_organisation(
        organisation_id=commitment.fund.organisation_id,
        roles=(Role.INVESTOR,),
        kind=kind,
        params=_params(commitment),
        url=path("deals.round_show", round_id=commitment.round_id),
    )


def _params(commitment: Commitment) -> dict[str, str]:
    return {"fund": commitment.fund.name, "project": commitment.round.project.name}


def _member(membership: Membership, kind: str, deal: Deal, *, by: Actor | None = None, **params: str) -> None:
    """One member of the fund manager, who need not be told of what they do themselves."""
    if by is not None and by.account_id == membership.account_id:
        return
    account_id: uuid.UUID = membership.account_id
    notify(
        account_ids=[account_id],
        membership_ids={account_id: membership.id},
        kind=kind,
        params={"project": deal.name, **params},
        url=path("deals.show", deal_id=deal.id),
    )

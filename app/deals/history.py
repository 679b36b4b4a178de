"""A deal's history in the words of whoever reads it."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _

from app.core.i18n import locale
from app.core.money import show_money
from app.deals.labels import COMMITMENT_STATES, ORIGINS, PASS_REASONS, STAGES
from app.deals.models import CommitmentState, DealEvent, EventKind, Origin, PassReason, Stage

TONES = {
    EventKind.INVESTED: "success",
    EventKind.PASSED: "danger",
    EventKind.CORRECTED: "warning",
    EventKind.TOLD: "info",
}


def timeline(events: Iterable[DealEvent]) -> list[dict[str, Any]]:
    """As ui.timeline() takes them."""
    return [
        {
            "title": title(event),
            "time": event.at,
            "by": event.account.name if event.account else "",
            "tone": TONES.get(event.kind, ""),
            "text": "",
        }
        for event in events
    ]


def title(event: DealEvent) -> str:
    given = event.params
    match event.kind:
        case EventKind.OPENED:
            return _("The deal begins: %(origin)s", origin=ORIGINS[Origin(given["origin"])])
        case EventKind.MOVED:
            return _("%(before)s → %(after)s", before=_stage(given["from"]), after=_stage(given["to"]))
        case EventKind.PASSED:
            return _("Passed: %(reason)s", reason=PASS_REASONS[PassReason(given["reason"])])
        case EventKind.REOPENED:
            return _("Reopened: %(stage)s", stage=_stage(given["to"]))
        case EventKind.TOLD:
            return _("The project is told: %(stage)s", stage=_stage(given["stage"]))
        case EventKind.OWNER:
            return _("Looked after by %(person)s", person=given["to"])
        case EventKind.TASK_DONE:
            return _("Done: %(task)s", task=given["title"])
    return _with_amount(event.kind, given)


def _with_amount(kind: EventKind, given: dict[str, Any]) -> str:
    amount = show_money(given["amount"], locale())
    match kind:
        case EventKind.AMOUNT:
            return _("Amount considered: %(amount)s", amount=amount) if amount else _("Amount considered: none")
        case EventKind.COMMITTED:
            state = COMMITMENT_STATES[CommitmentState(given["state"])]
            if given["lead"]:
                return _("Commitment as lead: %(amount)s (%(state)s)", amount=amount, state=state)
            return _("Commitment: %(amount)s (%(state)s)", amount=amount, state=state)
        case EventKind.CORRECTED:
            return _("Entry of the ledger reversed: %(amount)s", amount=amount)
    return _("Invested: %(amount)s", amount=amount)


def _stage(code: str) -> str:
    return str(STAGES[Stage(code)])

"""The words for subsidies, and calculations as people read them."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.carriers.labels import LEVELS
from app.carriers.models import Level
from app.core.i18n import locale
from app.core.money import show_money
from app.subsidies.models import GrantState, StatementLine, StatementState
from app.subsidies.rules import ACCREDITATION, Parameter, rule

GRANT_STATES = {
    GrantState.REPORTED: _l("Waits for confirmation"),
    GrantState.CONFIRMED: _l("Confirmed by the authority"),
    GrantState.REJECTED: _l("Confirmation refused"),
    GrantState.WITHDRAWN: _l("Withdrawn"),
    GrantState.REVOKED: _l("Confirmation revoked"),
}
GRANT_TONES = {
    GrantState.REPORTED: "warning",
    GrantState.CONFIRMED: "success",
    GrantState.REJECTED: "danger",
    GrantState.REVOKED: "danger",
}
STATES = {
    StatementState.COMPUTED: _l("Computed, not submitted"),
    StatementState.SENT: _l("With the carrier"),
    StatementState.OBJECTED: _l("Objection"),
    StatementState.CONFIRMED: _l("Confirmed by the carrier"),
    StatementState.APPROVED: _l("Approved for payment"),
    StatementState.PAID: _l("Paid out"),
    StatementState.DISCARDED: _l("Discarded"),
}
TONES = {
    StatementState.SENT: "info",
    StatementState.OBJECTED: "warning",
    StatementState.CONFIRMED: "info",
    StatementState.APPROVED: "success",
    StatementState.PAID: "success",
}
STEPS = {
    StatementState.COMPUTED: _l("Statement computed"),
    StatementState.SENT: _l("Submitted to the carrier"),
    StatementState.OBJECTED: _l("The carrier objected"),
    StatementState.CONFIRMED: _l("The carrier confirmed"),
    StatementState.APPROVED: _l("Approved for payment"),
    StatementState.PAID: _l("Paid out"),
    StatementState.DISCARDED: _l("Discarded"),
}


def amount(fen: int | None) -> str:
    """In the reader's habit; what is to be paid back has a minus."""
    if fen is None:
        return "–"
    return ("−" if fen < 0 else "") + show_money(abs(fen), locale())


def percent(points: int) -> str:
    return f"{points / 100:g}%"


def parameter(row: Parameter, value: int) -> str:
    return percent(value) if row.unit == "percent" else amount(value)


def thing(line: StatementLine) -> str:
    """The rule, and for which level."""
    name = rule(line.rule).name
    if line.rule == ACCREDITATION and line.key in set(Level):
        return _("%(rule)s (%(level)s)", rule=name, level=LEVELS[Level(line.key)])
    return name


def calculation(line: StatementLine) -> str:
    """How the amount comes about: base × rate, the cap, and what earlier statements gave."""
    parts = [amount(line.base)]
    if line.rate is not None:
        parts = [f"{amount(line.base)} × {percent(line.rate)} = {amount(line.computed)}"]
    if line.is_capped:
        parts.append(_("at most %(cap)s", cap=amount(line.most)))
    if line.before:
        parts.append(_("of which earlier statements gave %(amount)s", amount=amount(line.before)))
    return _("; ").join(parts)


def step(row: Any) -> str:
    return str(STEPS[row.state])

"""The words of evaluations."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.i18n import bilingual
from app.evaluations.models import AppealState, StandingState
from app.evaluations.scoring import JUDGED, LINEAR, RANK, STEPS, YES_NO, Criterion, Gate, Want
from app.indicators.catalogue import by_code
from app.indicators.labels import amount
from app.indicators.periods import parse

RULES = {
    LINEAR: _l("Linear between points"),
    STEPS: _l("In steps"),
    RANK: _l("Rank among the carriers"),
    YES_NO: _l("Yes or no"),
    JUDGED: _l("Judged by reviewers"),
}
RUN_STATES = {"draft": _l("Draft"), "published": _l("Published")}
STANDINGS = {
    StandingState.EXCELLENT: _l("Excellent"),
    StandingState.QUALIFIED: _l("Qualified"),
    StandingState.RECTIFICATION: _l("To be rectified"),
    StandingState.REPORTED: _l("Rectification reported"),
    StandingState.DELISTED: _l("Delisted"),
}
OUTCOMES = {
    "excellent": _l("Excellent"),
    "qualified": _l("Qualified"),
    "rectification": _l("To be rectified"),
    "delisted": _l("Delisted"),
}
APPEALS = {
    AppealState.OPEN: _l("Waits for a decision"),
    AppealState.UPHELD: _l("Upheld"),
    AppealState.REJECTED: _l("Rejected"),
    AppealState.WITHDRAWN: _l("Withdrawn"),
}
SIMULATED = {"up": _l("Rises"), "down": _l("Falls"), "same": _l("Stays"), "new": _l("Only on this side")}


def points(value: Decimal | None) -> str:
    """Without needless zeros; a dash while nobody judged it."""
    return "–" if value is None else f"{value.normalize():f}"


def period(code: str) -> str:
    found = parse(code)
    return found.label if found else code


def name(thing: Any) -> str:
    """Of a criterion, a grade or a part."""
    return bilingual(thing.zh, thing.en)


def note(criterion: Criterion) -> str:
    return bilingual(criterion.zh_note, criterion.en_note)


def figure(indicator: str, exact: int | None) -> str:
    """In the reader's habit; nothing is known where there is a dash."""
    known = by_code().get(indicator)
    return amount(known.unit, exact) if known else "–"


def indicator(code: str) -> str:
    known = by_code().get(code)
    return known.name if known else code


def rule(kind: str, code: str, marks: Sequence[Any]) -> str:
    """What a rule says: for every figure its share of the points."""
    if kind == RANK:
        return _("As many percent of the points as carriers are level or behind")
    if kind == JUDGED:
        return str(RULES[JUDGED])
    if kind == YES_NO and len(marks) == 1:
        least = figure(code, marks[0][0])
        positive = by_code()[code].positive if code in by_code() else True
        return _("At least %(figure)s", figure=least) if positive else _("At most %(figure)s", figure=least)
    steps = "；".join(f"{figure(code, at)} → {share}%" for at, share in marks)
    return f"{RULES[kind]}: {steps}"


def gate(found: Gate) -> str:
    if not found.at:
        return _("“%(name)s” is reported and accepted", name=indicator(found.indicator))
    known = {"name": indicator(found.indicator), "figure": figure(found.indicator, found.at)}
    return (
        _("“%(name)s” is at least %(figure)s", **known)
        if found.positive
        else _("“%(name)s” is at most %(figure)s", **known)
    )


def want(found: Want) -> str:
    """What would bring more points here."""
    criterion = found.criterion
    if criterion.kind == JUDGED:
        return _("More points from the reviewers")
    if criterion.kind == RANK:
        return _("A better place among the carriers")
    known = {"figure": figure(criterion.indicator, found.figure)}
    return _("At least %(figure)s", **known) if criterion.positive else _("At most %(figure)s", **known)

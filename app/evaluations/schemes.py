"""Schemes as documents: the shipped ones, how a document is read into rules, and what it must keep to."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from app.carriers.models import CHAIN
from app.core.errors import Invalid
from app.core.i18n import bilingual
from app.evaluations.scoring import JUDGED, KINDS, LINEAR, RANK, Criterion, Gate, Grade, Part, Rules
from app.indicators.catalogue import by_code

DATA = Path(__file__).with_name("data")
WHOLE = Decimal(100)
HEAVIEST = Decimal(1000)
MOST_CRITERIA, MOST_MARKS = 60, 12
LARGEST = 10**15
# What a grade means for the carrier.
OUTCOMES = ("excellent", "qualified", "rectification", "delisted")


@dataclass(frozen=True)
class Template:
    """A shipped scheme; organisers copy it."""

    code: str
    zh: str
    en: str
    zh_note: str
    en_note: str
    document: Mapping[str, Any]

    @property
    def name(self) -> str:
        return bilingual(self.zh, self.en)

    @property
    def note(self) -> str:
        return bilingual(self.zh_note, self.en_note)

    @property
    def rules(self) -> Rules:
        return read(self.document)

    @property
    def links(self) -> list[str]:
        return list(self.document["links"])


@cache
def _shipped() -> dict[str, Any]:
    with (DATA / "schemes.json").open(encoding="utf-8") as file:
        document: dict[str, Any] = json.load(file)
    return document


def version() -> str:
    return str(_shipped()["version"])


@cache
def templates() -> tuple[Template, ...]:
    """The shipped schemes; a part that several share is written once."""
    shared = _shipped()["shared"]
    return tuple(Template(**{**row, "document": {**shared, **row["document"]}}) for row in _shipped()["schemes"])


def template(code: str) -> Template | None:
    return next((each for each in templates() if each.code == code), None)


def read(document: Mapping[str, Any]) -> Rules:
    return Rules(
        criteria=tuple(_criterion(row) for row in document["criteria"]),
        grades=tuple(Grade(**{**row, "least": Decimal(row["least"])}) for row in document["grades"]),
        gates=tuple(Gate(**row, positive=by_code()[row["indicator"]].positive) for row in document.get("gates", ())),
        parts=tuple(Part(**row) for row in document.get("parts", ())),
    )


def _criterion(row: Mapping[str, Any]) -> Criterion:
    indicator = by_code().get(row.get("indicator", ""))
    return Criterion(
        **{
            **row,
            "weight": Decimal(row["weight"]),
            "marks": tuple((int(figure), int(share)) for figure, share in row.get("marks", ())),
            "positive": indicator.positive if indicator else True,
        }
    )


def check(document: Mapping[str, Any]) -> None:
    """Refuse what could not be computed, or would punish a better figure. `Invalid` names the field of the form."""
    criteria, links = document["criteria"], document["links"]
    if not links or not set(links) <= {link.value for link in CHAIN}:
        raise Invalid(_("Choose at least one link of the chain."), "links")
    if not 1 <= len(criteria) <= MOST_CRITERIA or len({row["code"] for row in criteria}) != len(criteria):
        raise Invalid(_("A scheme has from 1 to %(most)s criteria.", most=MOST_CRITERIA))
    for row in criteria:
        _check_criterion(row)
    _check_grades(document["grades"])
    known = {row["code"] for row in document["grades"]}
    for number, row in enumerate(document.get("gates", ())):
        indicator = by_code().get(row["indicator"])
        if indicator is None or not indicator.of_carriers or row["cap"] not in known or not 0 <= row["at"] <= LARGEST:
            raise Invalid(_("Choose an indicator of carriers and a figure from 0 on."), f"gate_{number}")


def _check_criterion(row: Mapping[str, Any]) -> None:
    code, kind, weight = row["code"], row["kind"], Decimal(row["weight"])
    if not 0 < weight <= HEAVIEST or weight * 100 != (weight * 100).to_integral_value():
        raise Invalid(_("Write a weight above 0 with at most two decimals."), f"weight_{code}")
    indicator = by_code().get(row.get("indicator", ""))
    if kind not in KINDS or (kind != JUDGED and (indicator is None or not indicator.of_carriers)):
        raise Invalid(_("Choose an indicator that is told of carriers."), f"indicator_{code}")
    if kind in {RANK, JUDGED}:
        return
    marks = _criterion(row).rising
    figures, shares = [figure for figure, _share in marks], [share for _figure, share in marks]
    if not 1 <= len(marks) <= MOST_MARKS or len(set(figures)) != len(figures):
        raise Invalid(_("Write one to %(most)s lines, each figure once.", most=MOST_MARKS), f"marks_{code}")
    if not all(0 <= share <= 100 for share in shares) or max(abs(figure) for figure in figures) > LARGEST:
        raise Invalid(_("Shares go from 0 to 100%%, figures from 0 on."), f"marks_{code}")
    if shares != sorted(shares):
        raise Invalid(_("A better figure may not bring fewer points."), f"marks_{code}")
    if kind == LINEAR and len(marks) < 2:
        raise Invalid(_("Between points there are at least two."), f"marks_{code}")


def _check_grades(grades: Any) -> None:
    least = [Decimal(row["least"]) for row in grades]
    for row in grades:
        if row["outcome"] not in OUTCOMES or not 0 <= Decimal(row["least"]) <= HEAVIEST:
            raise Invalid(_("Write points from 0 on."), f"grade_{row['code']}")
    if least != sorted(set(least), reverse=True) or least[-1] != 0:
        raise Invalid(
            _("Each grade begins below the better one, and the last one at 0."), f"grade_{grades[-1]['code']}"
        )


def difference(rules: Rules) -> Decimal:
    """What the weights lack of a hundred."""
    return WHOLE - rules.total

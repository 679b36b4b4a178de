"""How figures become points, points a grade, and what a better grade would need: pure functions, exact throughout.

A better figure never brings fewer points: each rule rises with what a figure is worth, and rounding keeps that order.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import TypeVar

LINEAR, STEPS, RANK, YES_NO, JUDGED = "linear", "steps", "rank", "yes_no", "judged"
KINDS = (LINEAR, STEPS, RANK, YES_NO, JUDGED)
CENTS = 100
NOTHING = Decimal("0.00")

Key = TypeVar("Key")
Figures = Mapping[str, int | None]


@dataclass(frozen=True)
class Criterion:
    """`marks` are pairs of a figure, in its smallest unit, and the percentage of the weight that it brings."""

    code: str
    zh: str
    en: str
    weight: Decimal
    kind: str
    part: str = ""
    # Of a judged criterion: what is shown to the reviewers beside it.
    indicator: str = ""
    marks: tuple[tuple[int, int], ...] = ()
    # More of it is better.
    positive: bool = True
    zh_note: str = ""
    en_note: str = ""

    def worth(self, figure: int) -> int:
        return figure if self.positive else -figure

    @property
    def rising(self) -> list[tuple[int, int]]:
        """The marks by what their figures are worth."""
        return sorted((self.worth(figure), share) for figure, share in self.marks)


@dataclass(frozen=True)
class Gate:
    """Without this figure the grade is at best `cap`, whatever the points."""

    indicator: str
    at: int
    cap: str
    positive: bool = True

    def is_passed(self, figure: int | None) -> bool:
        if figure is None:
            return False
        return figure >= self.at if self.positive else figure <= self.at


@dataclass(frozen=True)
class Grade:
    code: str
    zh: str
    en: str
    least: Decimal
    outcome: str


@dataclass(frozen=True)
class Part:
    code: str
    zh: str
    en: str


@dataclass(frozen=True)
class Rules:
    """What a scheme says; the best grade comes first, the last one begins at nothing."""

    criteria: tuple[Criterion, ...]
    grades: tuple[Grade, ...]
    gates: tuple[Gate, ...] = ()
    parts: tuple[Part, ...] = ()

    @property
    def total(self) -> Decimal:
        return sum((each.weight for each in self.criteria), NOTHING)

    @property
    def indicators(self) -> list[str]:
        """All that it looks at, each once."""
        codes = [each.indicator for each in self.criteria] + [gate.indicator for gate in self.gates]
        return [code for code in dict.fromkeys(codes) if code]

    def grade(self, code: str) -> Grade:
        return next(each for each in self.grades if each.code == code)

    def criterion(self, code: str) -> Criterion | None:
        return next((each for each in self.criteria if each.code == code), None)


@dataclass(frozen=True)
class Mark:
    """What a criterion brought; `points` are None while nobody judged it. `place` is that of a ranked figure."""

    criterion: Criterion
    figure: int | None
    points: Decimal | None
    place: int | None = None


@dataclass(frozen=True)
class Assessment:
    marks: tuple[Mark, ...]
    total: Decimal
    grade: Grade
    # The gates that are not passed, and what was found there.
    closed: tuple[Gate, ...]
    found: Mapping[str, int | None] = field(default_factory=dict)
    rank: int = 0


@dataclass(frozen=True)
class Want:
    """A figure that would bring more points, and whether it alone would do."""

    criterion: Criterion
    figure: int | None
    gain: Decimal
    is_enough: bool


@dataclass(frozen=True)
class Advice:
    grade: Grade
    lacking: Decimal
    gates: tuple[Gate, ...]
    wants: tuple[Want, ...]


def points(criterion: Criterion, figure: int | None, others: Sequence[int] = ()) -> Decimal:
    """`others` are the known figures of all carriers of the run, this one's among them, for a rank."""
    return NOTHING if figure is None else _rounded(criterion.weight, _percent(criterion, figure, others))


def assess(
    rules: Rules, figures: Mapping[Key, Figures], judged: Mapping[tuple[Key, str], Decimal]
) -> dict[Key, Assessment]:
    """Every carrier of a run; `judged` are the points that reviewers gave, by carrier and criterion."""
    known = {
        code: [amount for each in figures.values() if (amount := each.get(code)) is not None]
        for code in rules.indicators
    }
    found = {key: _assess(rules, known, its, key, judged) for key, its in figures.items()}
    places = ranks({key: each.total for key, each in found.items()})
    return {
        key: Assessment(each.marks, each.total, each.grade, each.closed, each.found, places[key])
        for key, each in found.items()
    }


def grade_of(rules: Rules, total: Decimal, figures: Figures) -> tuple[Grade, tuple[Gate, ...]]:
    """The best grade that the points reach and no closed gate forbids, and the closed gates."""
    closed = tuple(gate for gate in rules.gates if not gate.is_passed(figures.get(gate.indicator)))
    codes = [grade.code for grade in rules.grades]
    reached = next((place for place, grade in enumerate(rules.grades) if total >= grade.least), len(codes) - 1)
    return rules.grades[max([reached, *(codes.index(gate.cap) for gate in closed)])], closed


def ranks(totals: Mapping[Key, Decimal]) -> dict[Key, int]:
    """The most points stand first; equal ones share a place."""
    falling = sorted(totals.values(), reverse=True)
    places: dict[Decimal, int] = {}
    for place, total in enumerate(falling, start=1):
        places.setdefault(total, place)
    return {key: places[total] for key, total in totals.items()}


def advice(rules: Rules, found: Assessment) -> Advice | None:
    """What separates a carrier from the grade above its own; None for the best."""
    place = rules.grades.index(found.grade)
    if not place:
        return None
    better = rules.grades[place - 1]
    allowed = {grade.code for grade in rules.grades[:place]}
    lacking = max(better.least - found.total, NOTHING)
    wants = [want for mark in found.marks if lacking and (want := _want(mark, lacking))]
    wants.sort(key=lambda want: (not want.is_enough, -want.gain, want.criterion.code))
    return Advice(better, lacking, tuple(gate for gate in found.closed if gate.cap not in allowed), tuple(wants))


def figure_for(criterion: Criterion, wanted: Decimal) -> int | None:
    """The least figure that surely brings these points; None where no figure does, or it depends on others."""
    if criterion.kind in {RANK, JUDGED} or not criterion.marks or not criterion.weight:
        return None
    share = Fraction(wanted) * 100 / Fraction(criterion.weight)
    before: tuple[int, int] | None = None
    for worth, percent in criterion.rising:
        if percent >= share:
            if criterion.kind == LINEAR and before and before[1] < share:
                slope = Fraction(worth - before[0], percent - before[1])
                worth = ceil(before[0] + (share - before[1]) * slope)
            return criterion.worth(worth)
        before = (worth, percent)
    return None


def _assess(
    rules: Rules,
    known: Mapping[str, Sequence[int]],
    figures: Figures,
    key: Key,
    judged: Mapping[tuple[Key, str], Decimal],
) -> Assessment:
    marks = []
    for each in rules.criteria:
        figure, others = figures.get(each.indicator), known.get(each.indicator, ())
        if each.kind == JUDGED:
            marks.append(Mark(each, figure, judged.get((key, each.code))))
            continue
        place = None
        if each.kind == RANK and figure is not None:
            place = 1 + sum(each.worth(other) > each.worth(figure) for other in others)
        marks.append(Mark(each, figure, points(each, figure, others), place))
    total = sum((mark.points for mark in marks if mark.points is not None), NOTHING)
    grade, closed = grade_of(rules, total, figures)
    return Assessment(
        tuple(marks), total, grade, closed, {gate.indicator: figures.get(gate.indicator) for gate in closed}
    )


def _percent(criterion: Criterion, figure: int, others: Sequence[int]) -> Fraction:
    """How much of the weight a figure brings, from 0 to 100."""
    mine = criterion.worth(figure)
    if criterion.kind == RANK:
        # As many hundredths of the weight as there are hundredths of the carriers that it is at least level with; none
        # for a figure of nothing, though all may have nothing.
        if criterion.positive and figure <= 0:
            return Fraction(0)
        level = sum(criterion.worth(other) <= mine for other in others)
        return Fraction(100 * level, len(others)) if others else Fraction(0)
    if criterion.kind == LINEAR:
        return _between(criterion.rising, mine)
    return Fraction(max((share for worth, share in criterion.rising if worth <= mine), default=0))


def _between(marks: Sequence[tuple[int, int]], mine: int) -> Fraction:
    before = marks[0]
    for worth, share in marks:
        if mine <= worth:
            if worth == before[0]:
                return Fraction(share)
            return before[1] + Fraction((share - before[1]) * (mine - before[0]), worth - before[0])
        before = (worth, share)
    return Fraction(before[1])


def _want(mark: Mark, lacking: Decimal) -> Want | None:
    """As much as is lacking, or all that this criterion still has to give."""
    criterion = mark.criterion
    now = mark.points or NOTHING
    wanted = min(criterion.weight, now + lacking)
    if wanted <= now:
        return None
    figure = figure_for(criterion, wanted)
    if figure is None and criterion.kind not in {RANK, JUDGED}:
        return None
    return Want(criterion, figure, wanted - now, wanted - now >= lacking)


def _rounded(weight: Decimal, percent: Fraction) -> Decimal:
    """To hundredths of a point, the half upwards."""
    return Decimal(floor(Fraction(weight) * percent + Fraction(1, 2))) / CENTS


def added(values: Iterable[Decimal | None]) -> Decimal:
    return sum((value for value in values if value is not None), NOTHING)

"""What goes into the matching library and what comes out of it: frozen dataclasses, never database rows.

Codes (sectors, expertise, rounds, stages) are opaque strings chosen by the caller; the library compares them and asks
an optional :class:`~matching.vocabulary.Vocabulary` for groups and synonyms. Money is in CNY. Regions are six-digit
GB/T 2260 codes (``'330100'``) of which two digits name the province and four the city; ``''`` means unknown.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Band = Literal["strong", "good", "possible"]
ParamValue = str | float | int | tuple[str, ...]

NO_CODES: frozenset[str] = frozenset()


def check_amount(name: str, value: float | None) -> None:
    """Raise ``ValueError`` for an amount that is negative, infinite or not a number."""
    if value is not None and (not math.isfinite(value) or value < 0):
        raise ValueError(f"{name} must be a finite amount of at least 0, not {value!r}")


@dataclass(frozen=True, slots=True)
class Project:
    """A startup project that looks for mentors and money.

    Parameters
    ----------
    id : str
    texts : Mapping[str, str]
        Free text by field: ``name``, ``summary``, ``problem``, ``solution``, ``need``, …
    sectors : frozenset of str
        Sector codes.
    region : str
        Six-digit GB/T 2260 code or ``''``.
    stage, round : str
        Stage code of the company; round sought (``'seed'``, ``'angel'``, ``'pre_a'``, ``'a'``, …) or ``''``.
    amount : float, optional
        CNY sought.
    needs : frozenset of str
        Expertise codes wanted from a mentor.
    languages : frozenset of str
    date : datetime.date, optional
        The day as of which the project asks; only deals strictly before it count.
    conflicts : frozenset of str
        Ids of candidates that must never be matched with this project.
    """

    id: str
    texts: Mapping[str, str] = field(default_factory=dict)
    sectors: frozenset[str] = NO_CODES
    region: str = ""
    stage: str = ""
    round: str = ""
    amount: float | None = None
    needs: frozenset[str] = NO_CODES
    languages: frozenset[str] = NO_CODES
    date: dt.date | None = None
    conflicts: frozenset[str] = NO_CODES

    def __post_init__(self) -> None:
        check_amount("amount", self.amount)


@dataclass(frozen=True, slots=True)
class Mentor:
    """An entrepreneurship mentor.

    ``texts`` are separate pieces of evidence (one case, one job, one biography each): affinity is the mean of the best
    few, so several short texts say more than one long text. ``capacity`` is how many mentees the mentor takes and
    ``load`` how many there already are; a full mentor is not recommended.
    """

    id: str
    texts: Sequence[str] = ()
    sectors: frozenset[str] = NO_CODES
    stages: frozenset[str] = NO_CODES
    expertise: frozenset[str] = NO_CODES
    languages: frozenset[str] = NO_CODES
    region: str = ""
    capacity: int = 1
    load: int = 0
    conflicts: frozenset[str] = NO_CODES


@dataclass(frozen=True, slots=True)
class Deal:
    """One financing round that happened. ``amount`` is the size of the round in CNY; ``text`` describes the company."""

    date: dt.date
    sectors: frozenset[str] = NO_CODES
    region: str = ""
    round: str = ""
    amount: float | None = None
    text: str = ""

    def __post_init__(self) -> None:
        check_amount("amount", self.amount)


@dataclass(frozen=True, slots=True)
class Fund:
    """A fund: what it says it wants (the mandate) and what it did (the portfolio).

    Empty ``rounds``, ``sectors`` or ``regions`` mean "not stated", never "none". ``excluded_sectors`` never match.
    ``pace`` is how many deals a year the fund plans. ``remaining`` is the money still to invest; a fund that cannot
    pay its smallest ticket any more is not recommended.
    """

    id: str
    texts: Sequence[str] = ()
    rounds: frozenset[str] = NO_CODES
    ticket_min: float | None = None
    ticket_max: float | None = None
    sectors: frozenset[str] = NO_CODES
    excluded_sectors: frozenset[str] = NO_CODES
    regions: frozenset[str] = NO_CODES
    remaining: float | None = None
    leads: bool = False
    follows: bool = False
    portfolio: tuple[Deal, ...] = ()
    capacity: int = 10
    conflicts: frozenset[str] = NO_CODES
    pace: float | None = None

    def __post_init__(self) -> None:
        for name in ("ticket_min", "ticket_max", "remaining", "pace"):
            check_amount(name, getattr(self, name))


@dataclass(frozen=True, slots=True)
class Part:
    """One labelled bar of a match.

    ``value`` in 0..1 is for the bar; ``contribution`` is what the part adds to the raw score. The contributions of a
    match sum to ``Match.raw``.
    """

    name: str
    value: float
    contribution: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason, as a code and parameters that the web phrases in Chinese and English.

    ``kind`` is ``'term'`` for a word that both texts share and ``'fact'`` for a structured fact.
    """

    kind: Literal["term", "fact"]
    code: str
    params: Mapping[str, ParamValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Match:
    """One recommended pair.

    ``score`` in 0..1 is the logistic of ``raw`` and keeps its order; ``band`` names a range of it. ``conflicts`` are
    caveats that a person should see before deciding (hard conflicts are never matched at all); ``missing`` names fields
    which, once filled, would make the match more certain.
    """

    project_id: str
    candidate_id: str
    score: float
    raw: float
    band: Band
    parts: tuple[Part, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    conflicts: tuple[Evidence, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotEnough:
    """The honest answer where a profile says too little for a number: the fields to fill in."""

    missing: tuple[str, ...]

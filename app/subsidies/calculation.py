"""What a carrier may claim of a year, and how much of it a further statement brings. Whole fen, rounded down once."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

WHOLE = 10_000

# A rule and what of it: a year, a level, or a settlement.
Key = tuple[str, str]


@dataclass(frozen=True)
class Input:
    """A row that counts: a grant, an accreditation, a settlement, an evaluation's result."""

    kind: str
    source_id: uuid.UUID
    label: str
    day: dt.date
    amount: int


@dataclass(frozen=True)
class Claim:
    """What one rule gives for all that counts, whatever was given before."""

    rule: str
    key: str
    most: int
    inputs: tuple[Input, ...] = ()
    # Basis points of the inputs; None where they are given whole.
    rate: int | None = None

    @property
    def base(self) -> int:
        return sum(each.amount for each in self.inputs)

    @property
    def computed(self) -> int:
        return self.base if self.rate is None else self.base * self.rate // WHOLE

    @property
    def due(self) -> int:
        return min(self.computed, self.most)


@dataclass(frozen=True)
class Change:
    """A line of a statement: what is due less what earlier statements gave. Below zero it is to be paid back."""

    claim: Claim
    before: int

    @property
    def amount(self) -> int:
        return self.claim.due - self.before


def changes(claims: Iterable[Claim], given: Mapping[Key, tuple[int, int]]) -> list[Change]:
    """Against what was given for each key of this year, as (amount, most); what no longer counts goes back to zero."""
    wanted = {(claim.rule, claim.key): claim for claim in claims}
    for (rule, key), (_amount, most) in given.items():
        wanted.setdefault((rule, key), Claim(rule, key, most))
    lines = [Change(claim, given.get(place, (0, 0))[0]) for place, claim in sorted(wanted.items())]
    return [line for line in lines if line.amount]

"""Targets that published plans set, as examples with their source."""

import json
from dataclasses import dataclass
from functools import cache

from app.core.i18n import bilingual
from app.indicators.catalogue import DATA, Indicator, by_code


@dataclass(frozen=True)
class Goal:
    year: int
    code: str
    amount: int
    since: int

    @property
    def indicator(self) -> Indicator:
        return by_code()[self.code]


@dataclass(frozen=True)
class Plan:
    code: str
    zh: str
    en: str
    zh_note: str
    en_note: str
    goals: tuple[Goal, ...]

    @property
    def name(self) -> str:
        return bilingual(self.zh, self.en)

    @property
    def note(self) -> str:
        return bilingual(self.zh_note, self.en_note)

    @property
    def years(self) -> list[int]:
        return sorted({goal.year for goal in self.goals})


@cache
def plans() -> tuple[Plan, ...]:
    with (DATA / "examples.json").open(encoding="utf-8") as file:
        documents = json.load(file)["documents"]
    goals = [tuple(Goal(**goal) for goal in document.pop("targets")) for document in documents]
    return tuple(Plan(**document, goals=its) for document, its in zip(documents, goals, strict=True))


def plan(code: str) -> Plan | None:
    return next((each for each in plans() if each.code == code), None)

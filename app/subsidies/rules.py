"""The rules of subsidies: a versioned file, read once. An authority sets its parameters year by year."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from app.core.i18n import bilingual

DATA = Path(__file__).with_name("data") / "rules.json"
SEED, ACCREDITATION, SETTLEMENT, EVALUATION = "seed_grants", "accreditation", "settlement", "evaluation"


@dataclass(frozen=True)
class Parameter:
    """A share in basis points or an amount in fen; an example is no more than that, because its source names none."""

    name: str
    unit: str
    value: int
    is_example: bool
    zh: str
    en: str

    @property
    def label(self) -> str:
        return bilingual(self.zh, self.en)


@dataclass(frozen=True)
class Rule:
    code: str
    zh: str
    en: str
    text_zh: str
    text_en: str
    source_zh: str
    source_en: str
    # The levels of accreditation that it is for.
    levels: tuple[str, ...]
    parameters: tuple[Parameter, ...]

    @property
    def name(self) -> str:
        return bilingual(self.zh, self.en)

    @property
    def text(self) -> str:
        return bilingual(self.text_zh, self.text_en)

    @property
    def source(self) -> str:
        return bilingual(self.source_zh, self.source_en)


@cache
def _document() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
    return document


def version() -> str:
    """To be kept beside what was computed by it."""
    return str(_document()["version"])


@cache
def rules() -> tuple[Rule, ...]:
    return tuple(
        Rule(
            **{
                **row,
                "levels": tuple(row["levels"]),
                "parameters": tuple(Parameter(**parameter) for parameter in row["parameters"]),
            }
        )
        for row in _document()["rules"]
    )


def rule(code: str) -> Rule:
    return next(each for each in rules() if each.code == code)


@cache
def parameters() -> tuple[Parameter, ...]:
    return tuple(parameter for each in rules() for parameter in each.parameters)


def defaults() -> dict[str, int]:
    return {parameter.name: parameter.value for parameter in parameters()}

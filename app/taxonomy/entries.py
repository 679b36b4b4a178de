"""What the entries of the fixed vocabularies hold."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Named:
    """An entry with a stable code and a name in both languages of the interface."""

    code: str
    name_zh: str
    name_en: str

    def name(self, language: str) -> str:
        """The name for a language tag; everything that is not Chinese reads English."""
        return self.name_zh if language.casefold().startswith("zh") else self.name_en


@dataclass(frozen=True, slots=True)
class Region(Named):
    parent: str
    level: str
    short_zh: str


@dataclass(frozen=True, slots=True)
class SectorGroup(Named):
    synonyms_zh: tuple[str, ...]
    synonyms_en: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sector(Named):
    group: str
    synonyms_zh: tuple[str, ...]
    synonyms_en: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stage(Named):
    order: int
    description_zh: str
    description_en: str
    carriers: tuple[str, ...]
    synonyms_zh: tuple[str, ...]
    synonyms_en: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Round(Named):
    """A financing round; `order` is None for those outside the sequence (strategic, unknown)."""

    order: int | None
    early: bool
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FundType(Named):
    description_zh: str
    description_en: str
    carriers: tuple[str, ...]
    early: bool
    synonyms_zh: tuple[str, ...]
    synonyms_en: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Expertise(Named):
    description_zh: str
    description_en: str
    synonyms_zh: tuple[str, ...]
    synonyms_en: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Language(Named):
    name_native: str
    aliases: tuple[str, ...]

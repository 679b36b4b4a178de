"""The vocabularies together with the city's own words."""

import difflib
import re
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.accounts.actor import Actor
from app.extensions import db
from app.taxonomy import catalogue
from app.taxonomy.entries import Named, Sector, SectorGroup
from app.taxonomy.models import SectorSynonym

_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True)
class VocabularyEntry:
    """A sector as matching reads it; a group is its own group."""

    code: str
    group: str
    name_zh: str
    name_en: str
    synonyms_zh: tuple[str, ...]
    synonyms_en: tuple[str, ...]


def own_synonyms() -> Sequence[SectorSynonym]:
    """The city's own words, the oldest first."""
    return db.session.scalars(select(SectorSynonym).order_by(SectorSynonym.created_at, SectorSynonym.id)).all()


def synonym(_actor: Actor, synonym_id: uuid.UUID) -> SectorSynonym | None:
    return db.session.get(SectorSynonym, synonym_id)


def vocabulary() -> list[VocabularyEntry]:
    """Every group and leaf with its words in both languages, the city's own among them; one statement."""
    own: dict[tuple[str, bool], list[str]] = defaultdict(list)
    for word in own_synonyms():
        own[word.sector_code, bool(_HAN.search(word.text))].append(word.text)
    entries: list[SectorGroup | Sector] = [*catalogue.sector_groups(), *catalogue.sectors()]
    return [
        VocabularyEntry(
            code=entry.code,
            group=catalogue.sector_group_of(entry.code) or entry.code,
            name_zh=entry.name_zh,
            name_en=entry.name_en,
            synonyms_zh=(*entry.synonyms_zh, *own[entry.code, True]),
            synonyms_en=(*entry.synonyms_en, *own[entry.code, False]),
        )
        for entry in entries
    ]


def sector_resolver() -> Callable[[str], str | None]:
    """`catalogue.resolve_sector` that also knows the city's own words; one statement for any number of texts."""
    own = {word.key: word.sector_code for word in own_synonyms()}
    return lambda text: catalogue.resolve_sector(text) or own.get(catalogue.key(text))


def nearest(text: str, entries: Iterable[Named], *, most: int = 3) -> list[Named]:
    """The entries whose name or synonym looks most like a text that nobody knows."""
    words = {catalogue.key(word): entry for entry in entries for word in catalogue.words(entry)}
    wanted = catalogue.key(text)
    close = difflib.get_close_matches(wanted, words, n=3 * most, cutoff=0.5)
    holding = [word for word in words if len(wanted) > 1 and (wanted in word or (len(word) > 1 and word in wanted))]
    return list(dict.fromkeys(words[word] for word in [*close, *sorted(holding, key=len)]))[:most]

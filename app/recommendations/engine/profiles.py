"""Rows as the profiles that the library compares, and its vocabulary."""

import re
from functools import cache
from typing import Any

from app.recommendations.rows import Profile
from app.taxonomy import catalogue

FEN = 100
_LATIN = re.compile(r"[a-z][a-z0-9+#]*")


@cache
def vocabulary() -> Any:
    """Sectors with their groups, and expertise, under their names and synonyms in both languages."""
    from matching import Vocabulary

    terms: dict[str, dict[str, Any]] = {}
    entries: tuple[Any, ...] = (*catalogue.sector_groups(), *catalogue.sectors(), *catalogue.expertise())
    for entry in entries:
        names = [entry.name_zh, entry.name_en, *entry.synonyms_zh, *entry.synonyms_en]
        known = terms.setdefault(entry.code, {"group": getattr(entry, "group", ""), "names": []})
        known["names"] += names
    return Vocabulary.from_mapping(terms)


def terms(text: str) -> dict[str, str]:
    """The terms of a text as the model knows them, each with how it is written."""
    from matching.text.normalise import normalise
    from matching.text.stem import stem
    from matching.text.tokenise import tokenise

    written = {stem(word): word for word in _LATIN.findall(normalise(text))}
    return {term.lstrip("§"): written.get(term, term) for term in tokenise(text, vocabulary())}


def project(profile: Profile) -> Any:
    from matching import Project

    row = profile.row
    return Project(
        id=str(profile.id),
        texts={name: "\n".join(texts) for name, texts in profile.texts.items()},
        sectors=profile.codes.get("sector", frozenset()),
        region=row.region_code,
        stage=row.stage,
        round=row.round,
        amount=_yuan(row.amount_sought),
        needs=profile.codes.get("need", frozenset()),
        languages=profile.codes.get("language", frozenset()),
        conflicts=frozenset(map(str, profile.conflicts)),
    )


def mentor(profile: Profile) -> Any:
    from matching import Mentor

    row, codes = profile.row, profile.codes
    return Mentor(
        id=str(profile.id),
        texts=[text for texts in profile.texts.values() for text in texts if text.strip()],
        sectors=codes.get("sector", frozenset()),
        stages=codes.get("stage", frozenset()),
        expertise=codes.get("expertise", frozenset()),
        languages=codes.get("language", frozenset()),
        region=row.region_code,
        capacity=0 if row.paused else row.capacity,
        load=row.mentee_count,
    )


def fund(profile: Profile) -> Any:
    from matching import Deal, Fund

    row, codes = profile.row, profile.codes
    deals = (
        Deal(
            date=deal.invested_on,
            sectors=frozenset(deal.sectors),
            region=deal.region_code,
            round=deal.round,
            amount=_yuan(deal.amount),
            text=deal.description,
        )
        for deal in profile.deals
    )
    return Fund(
        id=str(profile.id),
        texts=[text for texts in profile.texts.values() for text in texts if text],
        rounds=codes.get("round", frozenset()),
        ticket_min=_yuan(row.ticket_min),
        ticket_max=_yuan(row.ticket_max),
        sectors=codes.get("sector", frozenset()),
        excluded_sectors=codes.get("excluded_sector", frozenset()),
        regions=codes.get("region", frozenset()),
        remaining=_yuan(row.remaining_capital),
        leads=row.leads,
        follows=row.follows,
        portfolio=tuple(deals),
        capacity=row.capacity,
        pace=row.deals_per_year,
    )


def _yuan(fen: int | None) -> float | None:
    return None if fen is None else fen / FEN

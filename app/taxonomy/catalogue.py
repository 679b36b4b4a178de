"""Read the fixed vocabularies in `data/` and turn what people write into their codes.

No database and no Flask: the files are read on first use and kept for the life of the process. A resolver answers
`None` when it does not know a text or when the text fits several entries equally well; it never guesses.
"""

import csv
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from app.taxonomy.entries import Expertise, FundType, Language, Named, Region, Round, Sector, SectorGroup, Stage

DATA = Path(__file__).with_name("data")
OVERSEAS = "990000"
# A round that a source does not tell.
UNKNOWN = "unknown"

T = TypeVar("T")

_LEVELS = ("province", "city", "district")
# Forms repeat the name of these four as both province and city ("北京市北京市朝阳区").
_MUNICIPALITIES = frozenset({"110000", "120000", "310000", "500000"})
_ENGLISH_GENERIC = re.compile(r" (District|County|Banner|Prefecture|League)$")
_SECTOR_SUFFIXES = ("产业", "行业", "领域", "赛道")


def _document(name: str) -> dict[str, Any]:
    with (DATA / f"{name}.json").open(encoding="utf-8") as file:
        document: dict[str, Any] = json.load(file)
    return document


def _entries(kind: Callable[..., T], file: str, section: str) -> tuple[T, ...]:
    rows = _document(file)[section]
    return tuple(kind(**{k: tuple(v) if isinstance(v, list) else v for k, v in row.items()}) for row in rows)


@cache
def versions() -> dict[str, str]:
    """The version of every vocabulary file, to be stored beside data that was coded with it."""
    return {path.stem: _document(path.stem)["version"] for path in sorted(DATA.glob("*.json"))}


@cache
def regions() -> tuple[Region, ...]:
    with (DATA / "regions.csv").open(encoding="utf-8", newline="") as file:
        return tuple(Region(**row) for row in csv.DictReader(file))


@cache
def sector_groups() -> tuple[SectorGroup, ...]:
    return _entries(SectorGroup, "sectors", "groups")


@cache
def sectors() -> tuple[Sector, ...]:
    return _entries(Sector, "sectors", "sectors")


@cache
def stages() -> tuple[Stage, ...]:
    return _entries(Stage, "stages", "stages")


@cache
def rounds() -> tuple[Round, ...]:
    return _entries(Round, "rounds", "rounds")


@cache
def fund_types() -> tuple[FundType, ...]:
    return _entries(FundType, "fund_types", "fund_types")


@cache
def expertise() -> tuple[Expertise, ...]:
    return _entries(Expertise, "expertise", "expertise")


@cache
def languages() -> tuple[Language, ...]:
    return _entries(Language, "languages", "languages")


# Regions as a tree


@cache
def _regions_by_code() -> dict[str, Region]:
    return {region.code: region for region in regions()}


def region(code: str) -> Region | None:
    return _regions_by_code().get(code)


@cache
def region_children(parent: str = "") -> tuple[Region, ...]:
    """The regions directly below `parent`; without one, the provinces."""
    return tuple(entry for entry in regions() if entry.parent == parent)


def region_path(code: str) -> tuple[Region, ...]:
    """From the province down to the region itself; empty for an unknown code."""
    path: list[Region] = []
    entry = region(code)
    while entry is not None:
        path.insert(0, entry)
        entry = region(entry.parent)
    return tuple(path)


def city_of(code: str) -> str | None:
    """The city a region lies in, or None above city level; a municipality counts as its own city."""
    for entry in region_path(code):
        if entry.level == "city" or entry.code in _MUNICIPALITIES:
            return entry.code
    return None


@cache
def _sector_group_codes() -> dict[str, str]:
    return {group.code: group.code for group in sector_groups()} | {leaf.code: leaf.group for leaf in sectors()}


def sector_group_of(code: str) -> str | None:
    """The group of a leaf; a group belongs to itself."""
    return _sector_group_codes().get(code)


# From text to codes


def key(text: str) -> str:
    """Fold width, case, accents, spaces and punctuation away; a plus stays, since A+ is not A."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    return unicodedata.normalize("NFC", "".join(c for c in folded if c.isalnum() or c == "+"))


def words(entry: Named) -> Iterable[str]:
    yield from (entry.code, entry.name_zh, entry.name_en)
    for field in ("synonyms_zh", "synonyms_en", "aliases"):
        yield from getattr(entry, field, ())
    if isinstance(entry, Language):
        yield entry.name_native


@cache
def _index(*readers: Callable[[], Iterable[Named]]) -> dict[str, str]:
    """Codes by key; a key that two entries claim resolves to nothing."""
    owners: dict[str, set[str]] = defaultdict(set)
    for read in readers:
        for entry in read():
            for word in words(entry):
                owners[key(word)].add(entry.code)
    return {word: next(iter(codes)) for word, codes in owners.items() if len(codes) == 1}


def resolve_sector(text: str | None) -> str | None:
    """The code of the leaf or group that carries this name or synonym."""
    index, wanted = _index(sector_groups, sectors), key(text or "")
    found = index.get(wanted)
    for suffix in _SECTOR_SUFFIXES:
        found = found or index.get(wanted.removesuffix(suffix))
    return found


def resolve_stage(text: str | None) -> str | None:
    return _index(stages).get(key(text or ""))


def resolve_round(text: str | None) -> str | None:
    return _index(rounds).get(key(text or ""))


def resolve_fund_type(text: str | None) -> str | None:
    return _index(fund_types).get(key(text or ""))


def resolve_expertise(text: str | None) -> str | None:
    return _index(expertise).get(key(text or ""))


def resolve_language(text: str | None) -> str | None:
    return _index(languages).get(key(text or ""))


def _region_labels(entry: Region) -> Iterable[str]:
    yield from (entry.code, entry.name_zh, entry.short_zh, entry.name_en)
    yield _ENGLISH_GENERIC.sub("", entry.name_en)
    if entry.level == "province":
        yield f"{entry.name_en} Province"
    if entry.name_zh.endswith("市"):
        yield f"{entry.name_en} City"
    if entry.name_zh.endswith("自治州"):
        yield f"{entry.short_zh}州"
    if entry.level == "city" and "Autonomous" in entry.name_en:
        yield entry.name_en.split()[0]


@cache
def _region_index() -> dict[str, tuple[str, ...]]:
    codes: dict[str, set[str]] = defaultdict(set)
    for entry in regions():
        for label in _region_labels(entry):
            codes[key(label)].add(entry.code)
    for row in _document("region_aliases")["aliases"]:
        for alias in row["aliases"]:
            codes[key(alias)].add(row["code"])
    return {label: tuple(sorted(owners)) for label, owners in codes.items()}


def _inside(code: str, outer: str) -> bool:
    if code == outer:
        return code in _MUNICIPALITIES
    return any(entry.code == outer for entry in region_path(code))


def _regions_reading(text: str, outer: str | None = None) -> set[str]:
    """Every region whose label, after labels of regions around it, spells the whole text."""
    index = _region_index()
    found = {code for code in index.get(text, ()) if outer is None or _inside(code, outer)}
    for end in range(2, len(text) - 1):
        for head in index.get(text[:end], ()):
            if outer is None or _inside(head, outer):
                found |= _regions_reading(text[end:], head)
    return found


def _clearest(codes: set[str]) -> str | None:
    """The one code at the highest level, if there is exactly one there."""
    for level in _LEVELS:
        here = [code for code in codes if _regions_by_code()[code].level == level]
        if here:
            return here[0] if len(here) == 1 else None
    return None


def resolve_region(text: str | None) -> str | None:
    """The code of a region written as a code, a name, or a path of names in either language.

    Of regions with one name the highest level wins ("吉林" is the province); within a level the name must be
    unique, or a larger region must stand before it ("北京市朝阳区") or, with commas, after it ("Taizhou, Zhejiang").
    """
    parts = [key(part) for part in re.split(r"[,，]", (text or "").replace("市辖区", ""))]
    for ordered in (parts, parts[::-1]):
        wanted = "".join(ordered)
        candidates = (wanted, wanted.removeprefix("中国"), wanted.removeprefix("china"))
        for candidate in dict.fromkeys(candidates):
            if found := _clearest(_regions_reading(candidate)):
                return found
    return None

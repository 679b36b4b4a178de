"""The names of codes in the reader's language, and the choices of forms."""

from collections.abc import Iterable
from functools import cache

from app.core.i18n import locale
from app.taxonomy import catalogue

VOCABULARIES = {
    "sector": catalogue.sectors,
    "group": catalogue.sector_groups,
    "stage": catalogue.stages,
    "round": catalogue.rounds,
    "fund_type": catalogue.fund_types,
    "expertise": catalogue.expertise,
    "language": catalogue.languages,
}
_names: dict[tuple[str, str], dict[str, str]] = {}


def names(kind: str) -> dict[str, str]:
    """Code → name of a vocabulary in the reader's language; sectors include their groups."""
    language = locale()
    if (kind, language) not in _names:
        entries = [*VOCABULARIES[kind](), *(catalogue.sector_groups() if kind == "sector" else ())]
        _names[kind, language] = {entry.code: entry.name(language) for entry in entries}
    return _names[kind, language]


def label(kind: str, code: str) -> str:
    """A code nobody knows any more is shown as it is rather than hidden."""
    return names(kind).get(code, code)


def choices(kind: str) -> list[tuple[str, str]]:
    return [(entry.code, entry.name(locale())) for entry in VOCABULARIES[kind]()]


def sector_choices() -> dict[str, list[tuple[str, str]]]:
    """Leaves by the name of their group."""
    language = locale()
    return {
        group.name(language): [
            (leaf.code, leaf.name(language)) for leaf in catalogue.sectors() if leaf.group == group.code
        ]
        for group in catalogue.sector_groups()
    }


def region_name(code: str, *, full: bool = False) -> str:
    """The region's name; `full` puts the larger ones before it (浙江省嘉兴市 / Jiaxing, Zhejiang)."""
    if not full:
        region = catalogue.region(code)
        return region.name(locale()) if region else code
    path = catalogue.region_path(code)
    if not path:
        return code
    return "".join(r.name_zh for r in path) if locale() == "zh" else ", ".join(r.name_en for r in reversed(path))


def region_prefix(code: str) -> str:
    """What the codes of everything inside the region begin with: two digits a province, four a city."""
    if code.endswith("0000"):
        return code[:2]
    return code[:4] if code.endswith("00") else code


@cache
def _places(kind: str) -> dict[str, int]:
    entries = (*VOCABULARIES[kind](), *(catalogue.sector_groups() if kind == "sector" else ()))
    return {entry.code: place for place, entry in enumerate(entries)}


def ordered(kind: str, codes: Iterable[str]) -> list[str]:
    """The codes in the vocabulary's order, which for rounds and stages is that of time; unknown ones last."""
    places = _places(kind)
    ranked = [(places.get(code, len(places)), code) for code in codes]
    return [code for _place, code in sorted(ranked)]


def joined(kind: str, codes: Iterable[str]) -> str:
    """The names of several codes in one line."""
    known = names(kind)
    return ("、" if locale() == "zh" else ", ").join([known.get(code, code) for code in ordered(kind, codes)])


def sector_options() -> list[tuple[str, str]]:
    """Every leaf in the order of the groups, for a filter's select."""
    return [(code, name) for leaves in sector_choices().values() for code, name in leaves]


def region_options() -> list[tuple[str, str]]:
    """The provinces, for a filter's select."""
    return [(region.code, region.name(locale())) for region in catalogue.region_children("")]

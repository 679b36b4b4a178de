"""From the text of a cell to a value. A parser raises `Invalid` with words that help whoever keeps the spreadsheet."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext as _

from app.accounts import credit_codes, emails, phones
from app.core.areas import parse_area
from app.core.errors import Invalid
from app.core.i18n import bilingual, locale
from app.core.money import LARGEST_FEN, parse_fen
from app.taxonomy import catalogue
from app.taxonomy.queries import nearest

Parser = Callable[[str, "Words"], Any]
VOCABULARIES: dict[str, tuple[Callable[[str | None], str | None], tuple[Callable[[], Iterable[Any]], ...]]] = {
    "sector": (catalogue.resolve_sector, (catalogue.sector_groups, catalogue.sectors)),
    "stage": (catalogue.resolve_stage, (catalogue.stages,)),
    "round": (catalogue.resolve_round, (catalogue.rounds,)),
    "fund_type": (catalogue.resolve_fund_type, (catalogue.fund_types,)),
    "expertise": (catalogue.resolve_expertise, (catalogue.expertise,)),
    "language": (catalogue.resolve_language, (catalogue.languages,)),
}
# What financing news writes instead of a figure.
_VAGUE = re.compile(r"未透露|未披露|不详|未知|保密|数[十百千万亿]|[近超约]|以上|及以上|undisclosed|unknown|n/?a", re.I)
_CURRENCY = re.compile(
    r"美元|美金|港元|港币|欧元|英镑|日元|韩元|新台币|台币|usd|us\$|\$|hkd|eur|€|gbp|£|jpy|krw|其他|其它", re.I
)
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?")
_YES = frozenset({"是", "y", "yes", "true", "1", "有", "✓", "√"})
_NO = frozenset({"否", "n", "no", "false", "0", "无", "×", ""})


@dataclass
class Words:
    """What parsers share in one reading: the city's own sector words, and what deserves a second look."""

    resolve_sector: Callable[[str], str | None] = catalogue.resolve_sector
    warnings: list[str] = field(default_factory=list)
    _codes: dict[tuple[str, str], str] = field(default_factory=dict)

    def code(self, kind: str, text: str) -> str:
        """The code that a name, synonym or code stands for; files repeat the same few words."""
        if (kind, text) not in self._codes:
            resolve = self.resolve_sector if kind == "sector" else VOCABULARIES[kind][0]
            found = resolve(text)
            if found is None:
                raise _unknown(kind, text)
            self._codes[kind, text] = found
        return self._codes[kind, text]


def _unknown(kind: str, text: str) -> Invalid:
    entries = [entry for read in VOCABULARIES[kind][1] for entry in read()]
    near = [entry.name(locale()) for entry in nearest(text, entries)]
    if near:
        names = ("、" if locale() == "zh" else ", ").join(near)
        return Invalid(_("“%(value)s” is not known. Did you mean: %(names)s?", value=text, names=names))
    return Invalid(_("“%(value)s” is not known. The template's second sheet lists what is.", value=text))


def text(longest: int) -> Parser:
    def parse(value: str, _words: Words) -> str:
        if len(value) > longest:
            raise Invalid(_("Longer than %(most)s characters (%(count)s).", most=longest, count=len(value)))
        return value

    return parse


def code(kind: str) -> Parser:
    return lambda value, words: words.code(kind, value) if value else ""


def codes(kind: str, *, most: int = 20) -> Parser:
    """Several names or codes, written with `;`. Names hold commas themselves, so these part only what is unknown."""

    def parse(value: str, words: Words) -> list[str]:
        found: list[str] = []
        for part in split(value):
            try:
                found.append(words.code(kind, part))
            except Invalid:
                smaller = [piece.strip() for piece in re.split(r"[、,，/|]", part) if piece.strip()]
                if len(smaller) < 2:
                    raise
                found.extend(words.code(kind, piece) for piece in smaller)
        if len(set(found)) > most:
            raise Invalid(_("More than %(most)s entries.", most=most))
        return list(dict.fromkeys(found))

    return parse


def choice(names: Mapping[str, tuple[str, ...]]) -> Parser:
    """One of a few names, told by any of them."""
    known = {catalogue.key(name): code for code, all_names in names.items() for name in (code, *all_names)}

    def parse(value: str, _words: Words) -> str | None:
        if not value:
            return None
        if catalogue.key(value) not in known:
            allowed = ("、" if locale() == "zh" else ", ").join(bilingual(*found[:2]) for found in names.values())
            raise Invalid(_("“%(value)s” is not known. Write one of: %(names)s.", value=value, names=allowed))
        return known[catalogue.key(value)]

    return parse


def choices(names: Mapping[str, tuple[str, ...]]) -> Parser:
    """Some of a few names."""
    one = choice(names)

    def parse(value: str, words: Words) -> list[str]:
        parts = [part.strip() for part in re.split(r"[;；、,，\n]", value) if part.strip()]
        return list(dict.fromkeys(one(part, words) for part in parts))

    return parse


def split(value: str) -> list[str]:
    return [part.strip() for part in re.split(r"[;；\n]", value) if part.strip()]


def names(longest: int = 120) -> Parser:
    """Several names written with `;`, each once."""

    def parse(value: str, _words: Words) -> list[str]:
        found = list(dict.fromkeys(split(value)))
        for name in found:
            if len(name) > longest:
                raise Invalid(_("Longer than %(most)s characters (%(count)s).", most=longest, count=len(name)))
        return found

    return parse


def region(value: str, _words: Words) -> str:
    found = catalogue.resolve_region(value[:60]) if value else ""
    if found is None:
        raise Invalid(_("No region is called “%(value)s”. Write a code or a name such as 浙江省嘉兴市.", value=value))
    return found


def money(value: str, _words: Words) -> int | None:
    try:
        return parse_fen(value)
    except ValueError as error:
        raise Invalid(_("Write an amount such as 3,000,000 or 300万.")) from error


def area(value: str, _words: Words) -> Decimal | None:
    try:
        return parse_area(value)
    except ValueError as error:
        raise Invalid(_("Write an area such as 50,000 or 5万, in square metres.")) from error


def vague_money(value: str, words: Words) -> int | None:
    """An amount as financing news writes it: a figure where there is one, nothing where it is vague or not in CNY."""
    plain = _CURRENCY.sub("", value)
    if _VAGUE.search(value) or plain != value:
        return None
    return money(value, words)


def yuan(value: str, _words: Words) -> int | None:
    """A plain number of yuan, rounded to the fen; estimates come with any number of decimals."""
    if not value:
        return None
    try:
        fen = (Decimal(value.replace(",", "")) * 100).to_integral_value()
    except InvalidOperation as error:
        raise Invalid(_("Write a number of yuan such as 3000000.")) from error
    if not fen.is_finite() or not 0 <= fen <= LARGEST_FEN:
        raise Invalid(_("Write a number of yuan such as 3000000."))
    return int(fen)


def percent(value: str, _words: Words) -> int | None:
    """Basis points of a share written `12.5` or `12.5%`."""
    plain = value.replace("％", "%").removesuffix("%").strip()
    if not plain:
        return None
    message = _("Write a share between 0 and 100, such as 12.5.")
    try:
        points = Decimal(plain) * 100
    except InvalidOperation as error:
        raise Invalid(message) from error
    if not points.is_finite() or not 0 <= points <= 10_000 or points != points.to_integral_value():
        raise Invalid(message)
    return int(points)


def whole(least: int, most: int, *, empty: int | None = None) -> Parser:
    def parse(value: str, _words: Words) -> int | None:
        plain = unicodedata.normalize("NFKC", value).removesuffix("年").removesuffix("人").strip()
        if not plain:
            return empty
        if not (plain.isascii() and plain.isdigit() and len(plain) < 10 and least <= int(plain) <= most):
            raise Invalid(_("Write a whole number from %(least)s to %(most)s.", least=least, most=most))
        return int(plain)

    return parse


def date(value: str, _words: Words) -> dt.date | None:
    """2026-09-01, 2026/9/1, 2026.9.1, 20260901, 2026年9月1日."""
    plain = unicodedata.normalize("NFKC", value).strip()
    if not plain:
        return None
    if plain.isdigit() and len(plain) == 8:
        plain = f"{plain[:4]}-{plain[4:6]}-{plain[6:]}"
    match = _DATE.fullmatch(plain)
    try:
        found = dt.date(*(int(part) for part in match.groups())) if match else None
    except ValueError:
        found = None
    if found is None or not 1950 <= found.year <= 2100:
        raise Invalid(_("Write a date such as 2026-09-01."))
    return found


def flag(value: str, _words: Words) -> bool:
    folded = value.casefold()
    if folded not in _YES | _NO:
        raise Invalid(_("Write yes or no."))
    return folded in _YES


def credit_code(value: str, words: Words) -> str | None:
    if not value:
        return None
    try:
        found = credit_codes.normalise(value)
    except ValueError as error:
        message = _("A unified social credit code has 18 digits and letters, without I, O, S, V and Z.")
        raise Invalid(message) from error
    if not credit_codes.is_consistent(found):
        words.warnings.append(_("The check digit of this unified social credit code does not fit."))
    return found


def email(value: str, _words: Words) -> str:
    return emails.checked(value) if value else ""


def phone(value: str, _words: Words) -> str:
    return phones.checked(value) if value else ""


def website(value: str, _words: Words) -> str:
    if not value:
        return ""
    address = value if "://" in value else f"https://{value}"
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        host = ""
    if "." not in host or parts.scheme not in {"http", "https"} or " " in address or len(address) > 300:
        raise Invalid(_("Write an address such as https://www.example.cn."))
    return address

"""A product's conditions against what is known of a project: met, not met, or unknown with what is missing."""

import datetime as dt
import enum
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from app.core.i18n import locale
from app.core.money import show_money
from app.offerings.models import Collateral, Offering, OfferingKind
from app.taxonomy import catalogue, labels
from app.taxonomy.labels import region_prefix


class Verdict(enum.StrEnum):
    MET = "met"
    UNKNOWN = "unknown"
    NOT_MET = "not_met"


@dataclass(frozen=True)
class Known:
    """What a project says, and what it adds for its own people alone; None and nothing stand for unknown."""

    amount: int | None
    sectors: frozenset[str]
    stage: str
    region: str
    founded_on: dt.date | None
    revenue: int | None
    ip_rights: int | None
    day: dt.date


@dataclass(frozen=True)
class Condition:
    """In words; `lacks` names the field that would settle it."""

    verdict: Verdict
    text: str
    lacks: str = ""


def conditions(offering: Offering, known: Known) -> list[Condition]:
    """Those that the product has; what is not met stands first, then what is unknown."""
    order = tuple(reversed(Verdict))
    found = [condition for check in CHECKS for condition in check(offering, known)]
    return sorted(found, key=lambda condition: order.index(condition.verdict))


def needs_ip(offering: Offering) -> bool:
    return offering.kind is OfferingKind.IP_PLEDGE or offering.collateral is Collateral.IP


def _judged(known: bool, met: bool, text: str, lacks: str) -> Condition:
    if not known:
        return Condition(Verdict.UNKNOWN, text, lacks)
    return Condition(Verdict.MET if met else Verdict.NOT_MET, text)


def _amount(offering: Offering, known: Known) -> Iterator[Condition]:
    low, high = offering.amount_min, offering.amount_max
    if low is None and high is None:
        return
    wanted = known.amount or 0
    # Part of what is sought may be borrowed, so only an amount below the least does not fit.
    text = _("Amount: %(range)s", range=_range(low, high))
    yield _judged(known.amount is not None, wanted >= (low or 0), text, "amount")


def _age(offering: Offering, known: Known) -> Iterator[Condition]:
    least, most = offering.age_min, offering.age_max
    if least is None and most is None:
        return
    age = years(known.founded_on, known.day) if known.founded_on else 0
    if least is not None and most is not None:
        text = _("Company %(least)s to %(most)s years old", least=least, most=most)
    elif least is not None:
        text = _("Company at least %(least)s years old", least=least)
    else:
        text = _("Company at most %(most)s years old", most=most)
    met = (least is None or age >= least) and (most is None or age <= most)
    yield _judged(known.founded_on is not None, met, text, "founded_on")


def _revenue(offering: Offering, known: Known) -> Iterator[Condition]:
    if offering.revenue_min:
        text = _("Revenue of the last year from %(amount)s", amount=show_money(offering.revenue_min, locale()))
        yield _judged(known.revenue is not None, (known.revenue or 0) >= offering.revenue_min, text, "revenue")


def _ip(offering: Offering, known: Known) -> Iterator[Condition]:
    if needs_ip(offering):
        yield _judged(known.ip_rights is not None, bool(known.ip_rights), _("IP rights of its own"), "ip_rights")


def _region(offering: Offering, known: Known) -> Iterator[Condition]:
    if wanted := offering.codes("region"):
        met = any(known.region.startswith(region_prefix(code)) for code in wanted)
        text = _("Region: %(regions)s", regions=_joined(labels.region_name(code) for code in wanted))
        yield _judged(bool(known.region), met, text, "region")


def _sectors(offering: Offering, known: Known) -> Iterator[Condition]:
    if wanted := set(offering.codes("sector")):
        groups = {group for code in known.sectors if (group := catalogue.sector_group_of(code))}
        text = _("Sectors: %(sectors)s", sectors=labels.joined("sector", sorted(wanted)))
        yield _judged(bool(known.sectors), bool(wanted & (known.sectors | groups)), text, "sectors")


def _stages(offering: Offering, known: Known) -> Iterator[Condition]:
    if wanted := offering.codes("stage"):
        text = _("Stage: %(stages)s", stages=labels.joined("stage", wanted))
        yield _judged(bool(known.stage), known.stage in wanted, text, "stage")


CHECKS = (_amount, _age, _revenue, _ip, _region, _sectors, _stages)


def years(since: dt.date, day: dt.date) -> int:
    """Whole years, as a birthday counts them."""
    return day.year - since.year - ((day.month, day.day) < (since.month, since.day))


def _range(low: int | None, high: int | None) -> str:
    if low is not None and high is not None:
        return f"{show_money(low, locale())} – {show_money(high, locale())}"
    if low is not None:
        return _("from %(amount)s", amount=show_money(low, locale()))
    return _("up to %(amount)s", amount=show_money(high, locale()))


def _joined(words: Any) -> str:
    return ("、" if locale() == "zh" else ", ").join(words)

"""Evidence as sentences, phrased when it is read and in the language of whoever reads."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _

from app.core.i18n import locale
from app.core.money import show_money
from app.taxonomy import labels

Params = Mapping[str, Any]


def sentence(code: str, params: Params) -> str:
    """ "" for a code of another version of the model."""
    phrase = PHRASES.get(code)
    return phrase(params) if phrase else ""


def first(entries: Iterable[Mapping[str, Any]]) -> str:
    """The first of `sentences` alone, for a line of a list; "" without any."""
    passed = []
    for entry in entries:
        if entry["code"] in PHRASES and (fact := sentence(entry["code"], entry["params"])):
            return fact
        passed.append(entry)
    return next(iter(sentences(passed)), "")


def sentences(entries: Iterable[Mapping[str, Any]]) -> list[str]:
    """Facts one by one, and all shared terms together in one sentence that stands second."""
    entries = list(entries)
    facts = [sentence(entry["code"], entry["params"]) for entry in entries if entry["code"] in PHRASES]
    terms = [_term(entry) for entry in entries if entry["code"] in {"shared_term", "shared_concept"}]
    if terms:
        quoted = [f"“{term}”" for term in dict.fromkeys(terms)]
        facts.insert(1, _("Both speak of %(terms)s.", terms=("、" if locale() == "zh" else ", ").join(quoted)))
    return [fact for fact in facts if fact]


def shortage(found: Mapping[str, Any], kind: str) -> str:
    """Why a project gets fewer mentors or funds than it needs."""
    code = found["code"]
    if code == "not_ranked":
        return _("The project is not published or does not want to be recommended.")
    if code == "not_enough_data":
        return _("Not enough data to compare it.")
    if code == "nobody_eligible":
        return _("No eligible mentor.") if kind == "mentor" else _("No eligible fund.")
    values = {"needed": found["needed"], "experts": found["candidates"], "capacity": found["capacity"]}
    if code == "too_few_eligible":
        if kind == "mentor":
            return _("%(needed)s needed, eligible mentors: %(experts)s.", **values)
        return _("%(needed)s needed, eligible funds: %(experts)s.", **values)
    projects = len(found["projects"])
    if kind == "mentor":
        return _(
            "%(projects)s projects need %(needed)s places; their eligible mentors (%(experts)s) have %(capacity)s.",
            projects=projects,
            **values,
        )
    return _(
        "%(projects)s projects need %(needed)s places; their eligible funds (%(experts)s) have %(capacity)s.",
        projects=projects,
        **values,
    )


def _term(entry: Mapping[str, Any]) -> str:
    term = str(entry["params"]["term"])
    if entry["code"] != "shared_concept":
        return term
    return labels.names("sector").get(term) or labels.label("expertise", term)


def _sectors(codes: Iterable[str]) -> str:
    return labels.joined("sector", codes)


def _regions(codes: Iterable[str]) -> str:
    return ("、" if locale() == "zh" else ", ").join(labels.region_name(code) for code in codes)


def _yuan(amount: float) -> str:
    return show_money(round(amount * 100), locale())


def _ticket(params: Params) -> str:
    low, high = params["min"], params["max"]
    if low and high:
        return f"{_yuan(low)} – {_yuan(high)}"
    return _("from %(amount)s", amount=_yuan(low)) if low else _("up to %(amount)s", amount=_yuan(high))


def _month(params: Params) -> str:
    return format_date(dt.date.fromisoformat(params["last"]), "yyyy-MM")


def _deals(params: Params) -> dict[str, Any]:
    return {"deals": params["deals"], "of": params["of"], "month": _month(params)}


def _needs(params: Params) -> str:
    met = labels.joined("expertise", params["needs"])
    if params["unmet"]:
        unmet = labels.joined("expertise", params["unmet"])
        return _("The mentor brings %(met)s of what the project looks for; missing: %(unmet)s.", met=met, unmet=unmet)
    return _("The mentor brings all that the project looks for: %(met)s.", met=met)


PHRASES: dict[str, Callable[[Params], str]] = {
    "mandate_sector": lambda p: _("The fund invests in %(sectors)s.", sectors=_sectors(p["sectors"])),
    "mandate_sector_group": lambda p: _(
        "The fund invests in the same field: %(sectors)s.", sectors=_sectors(p["groups"])
    ),
    "mandate_round": lambda p: _(
        "The fund takes part in this round: %(round)s.", round=labels.label("round", p["round"])
    ),
    "mandate_region": lambda p: _("The fund invests in %(region)s.", region=labels.region_name(p["region"])),
    "ticket_fits": lambda p: _(
        "%(amount)s is within what the fund invests (%(ticket)s).", amount=_yuan(p["amount"]), ticket=_ticket(p)
    ),
    "deals_sector": lambda p: _(
        "%(deals)s of its %(of)s known deals are in the same field, the last in %(month)s.", **_deals(p)
    ),
    "deals_place": lambda p: _(
        "%(deals)s of its %(of)s known deals are in the same province, the last in %(month)s.", **_deals(p)
    ),
    "deals_round": lambda p: _(
        "%(deals)s of its %(of)s known deals were of the same round, the last in %(month)s.", **_deals(p)
    ),
    "deals_year": lambda p: _("Deals in the last twelve months: %(deals)s.", deals=p["deals"]),
    "round_outside": lambda p: _(
        "The round is %(round)s; the fund looks for %(rounds)s.",
        round=labels.label("round", p["round"]),
        rounds=labels.joined("round", p["rounds"]),
    ),
    "sector_outside": lambda p: _("The fund looks for other sectors: %(sectors)s.", sectors=_sectors(p["sectors"])),
    "region_outside": lambda p: _("The fund looks for other regions: %(regions)s.", regions=_regions(p["regions"])),
    "amount_below_ticket": lambda p: _(
        "%(amount)s is less than the fund invests (%(ticket)s).", amount=_yuan(p["amount"]), ticket=_ticket(p)
    ),
    "amount_above_ticket": lambda p: _(
        "%(amount)s is far more than the fund invests (%(ticket)s).", amount=_yuan(p["amount"]), ticket=_ticket(p)
    ),
    "needs_met": _needs,
    "same_sector": lambda p: _("The mentor knows %(sectors)s.", sectors=_sectors(p["sectors"])),
    "same_stage": lambda p: _("The mentor coaches this stage: %(stage)s.", stage=labels.label("stage", p["stage"])),
    "same_city": lambda p: _("Both are in the same city: %(region)s.", region=labels.region_name(p["region"])),
    "same_province": lambda p: _("Both are in the same province: %(region)s.", region=_province(p["region"])),
    "stage_outside": lambda p: _(
        "The mentor coaches other stages: %(stages)s.", stages=labels.joined("stage", p["stages"])
    ),
}


def _province(code: str) -> str:
    return labels.region_name(f"{code[:2]}0000")

"""The words of bulletins, and figures with what became of them."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.bulletins.models import Audience, Bulletin, BulletinFigure, BulletinState, Part, Section
from app.indicators import periods
from app.indicators.labels import EXACT_UNITS, amount, rounded_amount
from app.indicators.periods import Period
from app.taxonomy import catalogue as places

STATES = {
    BulletinState.DRAFT: _l("Draft"),
    BulletinState.PUBLISHED: _l("Published"),
    BulletinState.DISCARDED: _l("Discarded draft"),
}
AUDIENCES = {Audience.PUBLIC: _l("Public"), Audience.INTERNAL: _l("Internal")}
SECTIONS = {
    Section.HEADLINES: _l("Headline figures"),
    Section.CHANGES: _l("Changes of the quarter"),
    Section.RANKING: _l("Ranking of zones"),
    Section.TRENDS: _l("Development"),
    Section.STORIES: _l("Notable stories"),
    Section.REMARKS: _l("Remarks"),
}
FIGURE_PARTS = {Part.HEADLINE: _l("Headline figures"), Part.ZONE: _l("Ranking of zones"), Part.TREND: _l("Development")}
_QUARTERS = "一二三四"


def titles(region: str, quarter: Period) -> tuple[str, str]:
    """The title of a new bulletin in both languages; its authority may write another."""
    place, number = places.region(region), quarter.month // 3 + 1
    zh, en = (place.name_zh, place.name_en) if place else (region, region)
    return (
        f"{zh}{quarter.year}年第{_QUARTERS[number - 1]}季度孵化工作通报",
        f"Incubation in {en}, quarter {number} of {quarter.year}",
    )


def correction_titles(bulletin: Bulletin) -> tuple[str, str]:
    zh, en = bulletin.title.removesuffix("（更正）"), bulletin.title_en.removesuffix(" (corrected)")
    return f"{zh[:110]}（更正）", f"{en[:105]} (corrected)" if en else ""


def period_label(code: str) -> str:
    period = periods.parse(code)
    return period.label if period else code


def before(code: str, steps: int = 1) -> str:
    """The quarter so many steps earlier, in words."""
    period = periods.parse(code)
    return period.before(steps).label if period else ""


def figure(row: BulletinFigure) -> str:
    return amount(row.unit, row.amount)


def headline(row: BulletinFigure) -> str:
    """For a tile; the tables hold the exact figure."""
    return rounded_amount(row.unit, row.amount)


def of_unit(row: BulletinFigure, exact: int | None) -> str:
    return amount(row.unit, exact)


def heading(row: BulletinFigure) -> str:
    return f"{row.label} ({EXACT_UNITS[row.unit]})"


def change(row: BulletinFigure, since: int | None) -> dict[str, Any]:
    """What became of it: the difference, its share where that says something, and whether it is good."""
    if row.amount is None or since is None:
        return {"text": "–", "trend": "", "mark": ""}
    step = row.amount - since
    if not step:
        return {"text": "±0", "trend": "", "mark": "＝"}
    sign = "+" if step > 0 else ""
    text = sign + (
        _("%(points)s percentage points", points=f"{step / 100:g}") if row.unit == "percent" else amount(row.unit, step)
    )
    if row.unit != "percent" and since:
        text += f" ({sign}{step * 100 / abs(since):.1f}%)"
    return {
        "text": text,
        "trend": "up" if (step > 0) == row.positive else "down",
        "mark": "▲" if step > 0 else "▼",
    }

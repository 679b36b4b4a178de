"""What the cascading region picker shows for a chosen region."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _

from app.core.i18n import locale
from app.taxonomy import catalogue


def levels(code: str) -> list[dict[str, Any]]:
    """One select a level: the path to the chosen region, and the regions just below it."""
    path = [region.code for region in catalogue.region_path(code)]
    words = {"province": _("Province"), "city": _("City"), "district": _("District")}
    shown = []
    for parent, value in zip(["", *path], [*path, ""], strict=True):
        children = catalogue.region_children(parent)
        if children:
            options = [(region.code, region.name(locale())) for region in children]
            shown.append({"label": words[children[0].level], "options": options, "value": value})
    return shown


def deepest(codes: Iterable[str]) -> str:
    """The last chosen level before one that is empty or lies elsewhere: another province clears the city below it."""
    chosen = ""
    for code in codes:
        if not code or (chosen and chosen not in [region.code for region in catalogue.region_path(code)]):
            break
        chosen = code
    return chosen

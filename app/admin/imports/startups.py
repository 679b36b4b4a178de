"""The startups of a file of financing rounds as projects: what they are, where, and what they looked for."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext as _l

from app.admin.imports import projects, rounds
from app.admin.imports.columns import Line
from app.admin.imports.kinds import Changes, Settings, no_rules
from app.admin.imports.sync import normal
from app.taxonomy import catalogue

LONGEST_TAGLINE = 120


def plan(lines: Sequence[Line], settings: Settings) -> Changes:
    """One project a company. Who invested is left out: that is what the matching is asked."""
    wanted: dict[str, Line] = {}
    for line in sorted(lines, key=lambda line: (line.values["date"], line.number)):
        row = line.values
        if not settings.covers(row["date"]) or (settings.rounds and row.get("round") not in settings.rounds):
            continue
        wanted.setdefault(normal(row["company"]), Line(line.number, _project(row)))
    if settings.unseen and settings.since:
        before = {normal(line.values["company"]) for line in lines if line.values["date"] < settings.since}
        wanted = {company: line for company, line in wanted.items() if company not in before}
    return projects.plan(list(wanted.values()), settings)


def _project(row: Mapping[str, Any]) -> dict[str, Any]:
    description = row.get("description") or ""
    return {
        "name": row["company"],
        "tagline": _tagline(row, description),
        "summary": description,
        "sectors": list(row.get("sector") or []),
        "region_code": row.get("place") or "",
        "round": row.get("round") or "",
        "amount_sought": rounds.amount_of(row),
    }


def _tagline(row: Mapping[str, Any], description: str) -> str:
    """The description's first sentence; without one, only what is known: place and sector."""
    sentence = re.split(r"[。！？!?;；\n]", description)[0].strip()
    if sentence:
        return sentence[:LONGEST_TAGLINE]
    region = catalogue.region(row.get("place") or "")
    names = {entry.code: entry.name_zh for entry in (*catalogue.sector_groups(), *catalogue.sectors())}
    parts = [region.short_zh or region.name_zh] if region else []
    return " · ".join([*parts, *(names[code] for code in row.get("sector") or [])])


KIND = replace(
    rounds.KIND,
    name="startups",
    label=_l("Startups of financing rounds"),
    plan=plan,
    check=no_rules,
    indexed="projects",
    index=projects.index,
    model=projects.KIND.model,
    unowned=projects.KIND.unowned,
)

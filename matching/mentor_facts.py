"""Facts about a project and a mentor: why they fit, what stands against it, and what is missing."""

from __future__ import annotations

from matching.encode import project_text, region_levels
from matching.profiles import Evidence, Mentor, Project

SHORT_TEXT = 10


def mentor_facts(project: Project, mentor: Mentor) -> list[Evidence]:
    """Return what speaks for the pair."""
    facts = []
    if met := sorted(project.needs & mentor.expertise):
        unmet = tuple(sorted(project.needs - mentor.expertise))
        facts.append(Evidence("fact", "needs_met", {"needs": tuple(met), "unmet": unmet}))
    if same := sorted(project.sectors & mentor.sectors):
        facts.append(Evidence("fact", "same_sector", {"sectors": tuple(same)}))
    if project.stage and project.stage in mentor.stages:
        facts.append(Evidence("fact", "same_stage", {"stage": project.stage}))
    if near := _near(project.region, mentor.region):
        facts.append(Evidence("fact", "same_city" if near == 1 else "same_province", {"region": mentor.region}))
    free = mentor.capacity - mentor.load
    facts.append(Evidence("fact", "places_free", {"free": free, "of": mentor.capacity}))
    return facts


def mentor_caveats(project: Project, mentor: Mentor) -> tuple[Evidence, ...]:
    """Return what a person should see before deciding."""
    if project.stage and mentor.stages and project.stage not in mentor.stages:
        return (Evidence("fact", "stage_outside", {"stages": tuple(sorted(mentor.stages))}),)
    return ()


def project_wants(project: Project) -> tuple[str, ...]:
    """Return the fields without which a project cannot be compared with mentors at all."""
    said = len(project_text(project)) - len(project.texts.get("name", "")) >= SHORT_TEXT
    return () if project.needs or project.sectors or said else ("needs", "sectors", "need")


def mentor_lacks(mentor: Mentor) -> tuple[str, ...]:
    """Return the fields without which a mentor cannot be compared with projects."""
    said = any(len(text) >= SHORT_TEXT for text in mentor.texts)
    return () if mentor.expertise or mentor.sectors or said else ("expertise", "sectors", "texts")


def mentor_texts(mentor: Mentor) -> list[str]:
    """Return the texts that say something."""
    return [text for text in mentor.texts if text.strip()]


def share_free(mentor: Mentor) -> float:
    """Return the part of the mentor's places that is free."""
    return (mentor.capacity - mentor.load) / max(mentor.capacity, 1)


def _near(left: str, right: str) -> float:
    """Return 1 for the same city, 0.5 for the same province, else 0."""
    (province, city), (other_province, other_city) = region_levels(left), region_levels(right)
    if city and city == other_city:
        return 1.0
    return 0.5 if province and province == other_province else 0.0

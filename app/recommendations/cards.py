"""Matches as a page shows them: the other side's words, and only those reasons that this reader may be told."""

import json
import uuid
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from flask import url_for

from app.accounts.actor import Actor
from app.core.shell import endpoint_url
from app.core.visibility import Visibility
from app.funds import policies as of_funds
from app.funds.models import Fund
from app.mentors import policies as of_mentors
from app.mentors.models import Mentor
from app.messages.queries import agreed_others, agreed_projects
from app.projects import policies as of_projects
from app.projects.models import Project
from app.recommendations import evidence, labels, phrases, queries
from app.recommendations.lineups import Place
from app.recommendations.models import Match, MatchFeedback, Side
from app.recommendations.rows import Pair
from app.taxonomy import labels as words

MOST_BARS = 5
POLICIES: dict[type[Any], Any] = {Project: of_projects, Place: of_projects, Mentor: of_mentors, Fund: of_funds}
ROLES = {Project: "startup", Place: "startup", Mentor: "mentor", Fund: "investor"}
PAGES = {
    Project: ("projects.show", "project_id"),
    Mentor: ("mentors.show", "mentor_id"),
    Fund: ("funds.show", "fund_id"),
}


class Reader:
    """What a person reads of the profiles of one page: two statements whatever their number."""

    def __init__(self, actor: Actor, projects: Iterable[Project | Place], candidates: Iterable[Any]) -> None:
        self.actor = actor
        projects, candidates = list(projects), list(candidates)
        agreed = agreed_projects(actor, [project.id for project in projects])
        foreign = [profile.id for profile in candidates if not POLICIES[type(profile)].owns(actor, profile)]
        others = agreed_others(actor, foreign)
        self.fields = {profile.id: self._fields(profile, bool(agreed) and profile.id in agreed) for profile in projects}
        self.fields |= {profile.id: self._fields(profile, profile.id in others) for profile in candidates}

    def _fields(self, profile: Any, agreed: bool) -> frozenset[str]:
        policies = POLICIES[type(profile)]
        reach = policies.reach(self.actor, profile, agreed=agreed)
        if profile.__class__ is Place:
            return _of_place(profile.visibility_text, reach)
        return frozenset(policies.readable_fields(profile, reach)) | evidence.ALWAYS

    def told(self, project_id: uuid.UUID, candidate_id: uuid.UUID, entries: Sequence[Any]) -> list[str]:
        mine, theirs = self.fields[project_id], self.fields[candidate_id]
        return phrases.sentences(entry for entry in entries if evidence.readable(entry, mine, theirs))

    def bars(self, match: Match) -> list[dict[str, Any]]:
        """The parts that weigh most, without those that would tell a hidden field."""
        mine, theirs = self.fields[match.project_id], self.fields[match.candidate_id]
        shown = []
        for name, value, _contribution in match.parts:
            needs = evidence.PART_SOURCES.get(str(name), ((), ()))
            if set(needs[0]) <= mine and set(needs[1]) <= theirs:
                shown.append({"label": labels.PARTS.get(str(name), name), "value": value})
        return shown[:MOST_BARS]


@lru_cache(maxsize=200)
def _of_place(visibility_text: str, reach: Visibility) -> frozenset[str]:
    """Few owners choose anything but what everybody starts with, so the places of a line-up ask for the same."""
    chosen: Any = SimpleNamespace(visibility=json.loads(visibility_text))
    return of_projects.readable_fields(chosen, reach) | evidence.ALWAYS


def first(evidence_text: str | None, mine: frozenset[str], theirs: frozenset[str]) -> str:
    """The reason that stands first for a reader of these fields of both sides; "" without any."""
    entries = json.loads(evidence_text) if evidence_text else ()
    return phrases.first(entry for entry in entries if evidence.readable(entry, mine, theirs))


def title(profile: Any) -> str:
    return str(profile.name)


def profile_url(profile: Any) -> str:
    endpoint, argument = PAGES[type(profile)]
    return endpoint_url(endpoint, **{argument: profile.id})


def subtitle(profile: Any) -> str:
    """One line of what is always public."""
    if isinstance(profile, Project | Place):
        return about_project(profile.codes("sector"), profile.round, profile.region_code)
    parts = [words.joined("sector", profile.codes("sector")[:3])]
    if isinstance(profile, Mentor):
        parts = [profile.headline or parts[0], words.region_name(profile.region_code)]
    else:
        parts = [words.label("fund_type", profile.fund_type) if profile.fund_type else "", *parts]
        parts.append(words.joined("round", profile.codes("round")[:3]))
    return " · ".join(part for part in parts if part)


def about_project(sectors: Sequence[str], round: str, region_code: str) -> str:
    parts = (
        words.joined("sector", sectors[:3]),
        words.label("round", round) if round else "",
        words.region_name(region_code),
    )
    return " · ".join(part for part in parts if part)


def anchor(project_id: uuid.UUID, candidate_id: uuid.UUID) -> str:
    return f"{project_id}-{candidate_id}"


def card(
    reader: Reader,
    match: Match,
    project: Project | Place,
    candidate: Any,
    *,
    side: Side | None,
    said: MatchFeedback | None = None,
    badges: Sequence[Any] = (),
) -> dict[str, Any]:
    """Everything about one match; `side` is the reader's own."""
    other = candidate if side is not Side.CANDIDATE else project
    ids = project.id, candidate.id
    pair = {"project_id": project.id, "candidate_id": candidate.id}
    return {
        "id": anchor(project.id, candidate.id),
        "title": title(other),
        "subtitle": subtitle(other),
        "url": url_for("recommendations.show", **pair),
        "role": ROLES[type(other)],
        "badges": list(badges),
        "score": match.score,
        "band": match.band,
        "bars": reader.bars(match),
        "reasons": reader.told(*ids, match.evidence),
        "gaps": reader.told(*ids, match.conflicts),
        "dismissed": labels.NOT_RELEVANT[said.reason] if said else "",
        "dismiss_url": url_for("recommendations.dismiss", **pair) if side else "",
        "undo_url": url_for("recommendations.undo", **pair) if side else "",
    }


def cards(
    actor: Actor, matches: Sequence[Match], *, side: Side, badges: dict[uuid.UUID, list[Any]] | None = None
) -> list[dict[str, Any]]:
    """The cards of a page that lists one profile's matches; a constant number of statements."""
    projects = queries.by_id(Project, {match.project_id for match in matches})
    candidates: dict[uuid.UUID, Any] = {}
    for kind in {match.candidate_kind for match in matches}:
        candidates |= queries.by_id(queries.MODELS[kind], {m.candidate_id for m in matches if m.candidate_kind is kind})
    reader = Reader(actor, projects.values(), candidates.values())
    said = queries.feedback(pairs(matches), side)
    return [
        card(
            reader,
            match,
            projects[match.project_id],
            candidates[match.candidate_id],
            side=side,
            said=said.get((match.project_id, match.candidate_id)),
            badges=(badges or {}).get(match.candidate_id if side is Side.PROJECT else match.project_id, ()),
        )
        for match in matches
    ]


def pairs(matches: Collection[Match]) -> set[Pair]:
    return {(match.project_id, match.candidate_id) for match in matches}


def lacking(names: Iterable[str], edit_url: str) -> list[tuple[Any, str]]:
    """(what to add, where) for the hints about a thin profile."""
    found = [labels.LACKS.get(name, (name, "")) for name in names]
    return [(label, f"{edit_url}#{field}" if field else edit_url) for label, field in found]


def edit_url(profile: Any) -> str:
    endpoint = {Project: "projects.edit", Mentor: "mentors.edit", Fund: "funds.edit"}[type(profile)]
    return endpoint_url(endpoint, **{PAGES[type(profile)][1]: profile.id})

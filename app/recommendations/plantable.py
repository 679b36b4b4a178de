"""A plan as the organiser's page shows it: a line a project, with the difference to the plan before."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select
from wtforms.fields.choices import SelectChoice

from app.cities.sharing import put_before
from app.extensions import db
from app.funds.models import Fund
from app.mentors.models import Mentor
from app.mentors.queries import HAS_PLACE
from app.projects.models import Project
from app.recommendations import phrases, planned, queries
from app.recommendations.models import Assignment, AssignmentState, Kind, MatchRun, PairRule
from app.recommendations.rows import TAKES_PART
from app.roadshows.models import Roadshow

STATES = {AssignmentState.PROPOSED: _l("Proposed"), AssignmentState.INVITED: _l("Asked")}


@dataclass
class ProjectLine:
    """A project with its mentors and funds, who was taken off, and why places stay empty."""

    id: uuid.UUID
    name: str
    people: dict[Kind, list[dict[str, Any]]] = field(default_factory=lambda: {kind: [] for kind in Kind})
    removed: dict[Kind, list[str]] = field(default_factory=lambda: {kind: [] for kind in Kind})
    empty: dict[Kind, str] = field(default_factory=dict)

    @property
    def served(self) -> int:
        return sum(person["score"] or 0 for people in self.people.values() for person in people)


@dataclass
class Table:
    projects: list[ProjectLine]
    proposed: int
    worst: str
    # Mentors and funds that no project got, by name.
    idle: dict[Kind, list[str]]
    ignored_pins: list[tuple[str, str]]


def table(run: MatchRun) -> Table:
    """A constant number of statements whatever the size of the plan."""
    lines = planned.lines_of(run.id)
    before = planned.lines_of(run.previous_id) if run.previous_id else []
    names = names_of([*lines, *before])
    ignored = [(uuid.UUID(a), uuid.UUID(b)) for a, b in run.summary.get("ignored_pins", [])]
    names |= _names({key for pair in ignored for key in pair} - names.keys())
    projects: dict[uuid.UUID, ProjectLine] = {}
    for line in lines:
        entry = projects.setdefault(line.project_id, ProjectLine(line.project_id, names.get(line.project_id, "")))
        if line.candidate_id is None:
            entry.empty[line.candidate_kind] = phrases.shortage(line.shortage or {}, line.candidate_kind.value)
        else:
            entry.people[line.candidate_kind].append(_person(line, names))
    now = {(line.project_id, line.candidate_id) for line in lines}
    for line in before:
        if (
            line.candidate_id is not None
            and (line.project_id, line.candidate_id) not in now
            and line.project_id in projects
        ):
            projects[line.project_id].removed[line.candidate_kind].append(names.get(line.candidate_id, ""))
    worst = run.summary.get("worst") or {}
    region = run.roadshow.organisation.region_code if run.roadshow else ""
    return Table(
        projects=sorted(projects.values(), key=lambda entry: (entry.served, entry.name)),
        proposed=sum(1 for line in lines if line.candidate_id and line.state is AssignmentState.PROPOSED),
        worst=names.get(uuid.UUID(worst["project_id"]), "") if worst else "",
        idle={kind: _idle(kind, region, {line.candidate_id for line in lines}) for kind in Kind},
        ignored_pins=[(names.get(a, ""), names.get(b, "")) for a, b in ignored],
    )


def _person(line: Assignment, names: dict[uuid.UUID, str]) -> dict[str, Any]:
    assert line.candidate_id
    return {
        "id": line.candidate_id,
        "name": names.get(line.candidate_id, ""),
        "score": line.score,
        "band": line.band,
        "pinned": line.is_pinned,
        "added": line.was_planned is False,
        "asked": line.state is AssignmentState.INVITED,
    }


def _taking_part(kind: Kind, region: str) -> Select[uuid.UUID, str]:
    """(id, name) of those who can be put before this region, by name."""
    model, near = queries.MODELS[kind], put_before(region, queries.IN_CITIES[kind])
    return select(model.id, model.name).where(TAKES_PART[model], near).order_by(model.sort_key, model.id)


def _idle(kind: Kind, region: str, used: set[Any]) -> list[str]:
    """Who was left without a project, of those who take part; the first fifty by name."""
    statement = _taking_part(kind, region)
    if kind is Kind.MENTOR:
        statement = statement.where(HAS_PLACE)
    return [name for key, name in db.session.execute(statement) if key not in used][:50]


def names_of(lines: Iterable[Assignment]) -> dict[uuid.UUID, str]:
    ids: set[uuid.UUID] = set()
    for line in lines:
        ids.add(line.project_id)
        if line.candidate_id is not None:
            ids.add(line.candidate_id)
    return _names(ids)


def _names(ids: set[uuid.UUID]) -> dict[uuid.UUID, str]:
    if not ids:
        return {}
    found: dict[uuid.UUID, str] = {}
    for model in (Project, Mentor, Fund):
        found |= {row[0]: row[1] for row in db.session.execute(select(model.id, model.name).where(model.id.in_(ids)))}
    return found


def state_label(line: Assignment) -> Any:
    return STATES[line.state] if line.candidate_id is not None else ""


def shown_rules(roadshow_id: uuid.UUID) -> list[tuple[PairRule, str, str]]:
    """Rules with the names of both sides."""
    found: Sequence[PairRule] = planned.rules(roadshow_id)
    names = _names({key for rule in found for key in (rule.project_id, rule.candidate_id)})
    return [(rule, names.get(rule.project_id, ""), names.get(rule.candidate_id, "")) for rule in found]


def choices(roadshow: Roadshow) -> list[SelectChoice]:
    """Every mentor and fund of the city and its partners that takes part, for the select of a rule."""
    found = []
    region = roadshow.organisation.region_code
    for label, kind in ((str(_l("Mentors")), Kind.MENTOR), (str(_l("Funds")), Kind.FUND)):
        statement = _taking_part(kind, region)
        found += [SelectChoice(str(row[0]), row[1], optgroup=label) for row in db.session.execute(statement)]
    return found

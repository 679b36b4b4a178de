"""Replacing stored matches: short transactions, whole rankings, so that a reader never meets half of one."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import delete, insert, or_, select, text

from app.extensions import db
from app.funds.models import Fund
from app.mentors.models import Mentor
from app.projects.models import Project
from app.recommendations.models import Kind, Match, ModelVersion, RankedProfile
from app.recommendations.rows import TAKES_PART, Pair, Profile

Ranked = tuple[Profile, list[dict[str, Any]], list[str]]
AT_ONCE = 500
# Rows of one transaction: on SQLite nobody else writes meanwhile, not even to sign in.
MOST_ROWS = 1000


def lock() -> None:
    """Runs write one after the other: two that replace the same pair would meet on its key."""
    db.session.execute(select(ModelVersion.id).where(ModelVersion.is_live).with_for_update()).all()


def portions(ranked: Sequence[Ranked]) -> Iterator[list[Ranked]]:
    """Whole rankings, as many as one short transaction takes."""
    part: list[Ranked] = []
    for entry in ranked:
        if part and sum(len(rows) for _profile, rows, _missing in part) + len(entry[1]) > MOST_ROWS:
            yield part
            part = []
        part.append(entry)
    if part:
        yield part


def replace_projects(kind: Kind, ranked: Sequence[Ranked], *, version_id: uuid.UUID, read_at: dt.datetime) -> int:
    """Put these rankings in the place of the projects' earlier ones of that kind."""
    project_ids = [profile.id for profile, _rows, _missing in ranked]
    db.session.execute(delete(Match).where(Match.project_id.in_(project_ids), Match.candidate_kind == kind))
    _insert([row for _profile, rows, _missing in ranked for row in rows], version_id, read_at)
    remember(kind.value, {profile.id: missing for profile, _rows, missing in ranked}, read_at)
    return sum(len(rows) for _profile, rows, _missing in ranked)


def add_pairs(rows: Sequence[dict[str, Any]], *, version_id: uuid.UUID, read_at: dt.datetime) -> int:
    """Add pairs found from a candidate's side; those already stored give way to the new ones."""
    remove_pairs({(row["project_id"], row["candidate_id"]) for row in rows})
    _insert(rows, version_id, read_at)
    return len(rows)


def remove_pairs(pairs: Collection[Pair]) -> None:
    by_candidate: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    for project_id, candidate_id in pairs:
        by_candidate[candidate_id].append(project_id)
    for candidate_id, project_ids in by_candidate.items():
        same = (Match.candidate_id == candidate_id, Match.project_id.in_(project_ids))
        db.session.execute(delete(Match).where(*same))


def remember(against: str, missing: dict[uuid.UUID, list[str]], read_at: dt.datetime) -> None:
    """Note when profiles were compared, and what they lack."""
    ids = list(missing)
    for start in range(0, len(ids), AT_ONCE):
        part = ids[start : start + AT_ONCE]
        known = (RankedProfile.profile_id.in_(part), RankedProfile.against == against)
        db.session.execute(delete(RankedProfile).where(*known))
        rows = [{"profile_id": i, "against": against, "missing": missing[i], "computed_at": read_at} for i in part]
        db.session.execute(insert(RankedProfile), rows)


def remove_gone() -> int:
    """Take out what no longer takes part: withdrawn, archived, or not to be ranked."""
    present = [select(model.id).where(TAKES_PART[model]) for model in (Project, Mentor, Fund)]
    candidates = or_(Match.candidate_id.in_(present[1]), Match.candidate_id.in_(present[2]))
    gone = db.session.execute(delete(Match).where(or_(Match.project_id.not_in(present[0]), ~candidates)))
    everybody = or_(*(RankedProfile.profile_id.in_(ids) for ids in present))
    db.session.execute(delete(RankedProfile).where(~everybody))
    return gone.rowcount  # type: ignore[attr-defined]


def renumber() -> None:
    """The places of every pair as either side sees it; only rows whose place changed are written."""
    for column, partition in (("project_rank", "project_id, candidate_kind"), ("candidate_rank", "candidate_id")):
        db.session.execute(
            text(
                f'UPDATE "match" SET {column} = ranked.place FROM ('  # noqa: S608 - the two names above, nothing of a reader
                f"SELECT project_id, candidate_id, row_number() OVER (PARTITION BY {partition} "
                'ORDER BY raw DESC, project_id, candidate_id) AS place FROM "match") AS ranked '
                'WHERE "match".project_id = ranked.project_id AND "match".candidate_id = ranked.candidate_id '
                f'AND ("match".{column} IS NULL OR "match".{column} <> ranked.place)'
            )
        )


def _insert(rows: Sequence[dict[str, Any]], version_id: uuid.UUID, read_at: dt.datetime) -> None:
    stamp = {"model_version_id": version_id, "computed_at": read_at, "project_rank": None, "candidate_rank": None}
    for start in range(0, len(rows), 2000):
        db.session.execute(insert(Match), [{**row, **stamp} for row in rows[start : start + 2000]])

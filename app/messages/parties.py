"""What the two ends of a connection are called. The profiles stand above this slice, so each makes itself known:

parties.register(Project)
"""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import select

from app.core.profiles import Profile, ProfileState
from app.extensions import db
from app.messages.models import Connection


@dataclass(frozen=True)
class Party:
    """`endpoint` is empty where there is no page that others may look at."""

    name: str
    kind: str = ""
    key: uuid.UUID | None = None
    endpoint: str = ""


PROFILES: dict[str, type[Profile]] = {}
NOBODY = Party("–")


def register(kind: str, model: type[Profile]) -> None:
    """Profiles that stand at an end of connections; pages are named after the kind (`project`, `projects.show`)."""
    PROFILES[kind] = model


def of(connections: Iterable[Connection]) -> dict[uuid.UUID, tuple[Party, Party]]:
    """Connection → (the project, the mentor or fund); one statement a kind."""
    rows = list(connections)
    wanted: dict[str, set[uuid.UUID]] = {"project": {row.project_id for row in rows}}
    for row in rows:
        wanted.setdefault(row.other_kind, set()).add(row.other_id)
    found = {kind: _named(kind, ids) if ids else {} for kind, ids in wanted.items()}
    return {
        row.id: (found["project"].get(row.project_id, NOBODY), found[row.other_kind].get(row.other_id, NOBODY))
        for row in rows
    }


def _named(kind: str, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Party]:
    model = PROFILES[kind]
    rows = db.session.execute(select(model.id, model.name, model.state).where(model.id.in_(ids)))
    page = f"{kind}s.show"
    return {row.id: Party(row.name, kind, row.id, page if row.state is ProfileState.PUBLISHED else "") for row in rows}

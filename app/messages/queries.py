"""Who agreed with whom, from the reader's side."""

import uuid
from collections.abc import Collection

from sqlalchemy import or_, select

from app.accounts.actor import Actor
from app.extensions import db
from app.messages.models import Connection


def agreed_projects(actor: Actor, project_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of the projects whose side and the reader's side both said yes."""
    if not actor.is_signed_in or not project_ids:
        return set()
    mine = [Connection.other_account_id == actor.account_id]
    if actor.organisation_id:
        mine.append(Connection.other_organisation_id == actor.organisation_id)
    # All of the reader's, a person's own number, rather than a statement as long as the list.
    statement = select(Connection.project_id).where(Connection.ended_at.is_(None), or_(*mine))
    return set(project_ids).intersection(db.session.scalars(statement))


def agreed_others(actor: Actor, other_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of the mentors or funds that agreed to talk with a project of the reader's organisation."""
    if not actor.organisation_id or not other_ids:
        return set()
    statement = select(Connection.other_id).where(
        Connection.other_id.in_(other_ids),
        Connection.ended_at.is_(None),
        Connection.project_organisation_id == actor.organisation_id,
    )
    return set(db.session.scalars(statement))

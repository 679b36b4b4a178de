"""Schemes of an authority."""

import uuid
from collections.abc import Sequence

from sqlalchemy import func, select

from app.accounts.actor import Actor
from app.evaluations.models import Scheme
from app.evaluations.policies import keeps
from app.extensions import db


def own_scheme(actor: Actor, scheme_id: uuid.UUID) -> Scheme | None:
    scheme = db.session.get(Scheme, scheme_id)
    return scheme if scheme is not None and keeps(actor, scheme) else None


def own_schemes(actor: Actor) -> Sequence[Scheme]:
    """The last edition of each, the newest scheme first."""
    last = (
        select(Scheme.family_id, func.max(Scheme.edition).label("edition"))
        .where(Scheme.organisation_id == actor.organisation_id)
        .group_by(Scheme.family_id)
        .subquery()
    )
    statement = select(Scheme).join(last, (last.c.family_id == Scheme.family_id) & (last.c.edition == Scheme.edition))
    return db.session.scalars(statement.order_by(Scheme.family_id.desc())).all()


def editions(scheme: Scheme) -> Sequence[Scheme]:
    """Of the same scheme, the last first."""
    statement = select(Scheme).where(Scheme.family_id == scheme.family_id)
    return db.session.scalars(statement.order_by(Scheme.edition.desc())).all()


def selectable(actor: Actor) -> Sequence[Scheme]:
    """What a run may be made by: every edition, the last one of a scheme first."""
    statement = select(Scheme).where(Scheme.organisation_id == actor.organisation_id)
    return db.session.scalars(statement.order_by(Scheme.family_id.desc(), Scheme.edition.desc())).all()

"""The day before: everybody with a ticket is reminded, and parties with empty places are asked for names."""

import uuid
from collections.abc import Sequence

from sqlalchemy import or_, select

from app.core.model import utc_now
from app.extensions import db
from app.roadshows import day_notices
from app.roadshows.day_policies import REMINDED_BEFORE
from app.roadshows.models import LiveStage, Roadshow
from app.roadshows.policies import COMING
from app.roadshows.queries.people import accounts_coming, unnamed
from app.roadshows.services.people import issue_to_presenters
from app.roadshows.services.places import lock
from app.roadshows.services.stage import stage_row


def due() -> Sequence[uuid.UUID]:
    """Roadshows that begin within a day and of whose present date nobody was reminded."""
    now = utc_now()
    statement = (
        select(Roadshow.id)
        .outerjoin(LiveStage, LiveStage.roadshow_id == Roadshow.id)
        .where(
            Roadshow.state.in_(COMING),
            Roadshow.starts_at > now,
            Roadshow.starts_at <= now + REMINDED_BEFORE,
            or_(LiveStage.reminded_of.is_(None), LiveStage.reminded_of != Roadshow.starts_at),
        )
    )
    return db.session.scalars(statement.order_by(Roadshow.starts_at, Roadshow.id)).all()


def remind(roadshow_id: uuid.UUID) -> None:
    roadshow = db.session.get_one(Roadshow, roadshow_id)
    lock(roadshow)
    if roadshow.shows_lineup:
        issue_to_presenters(roadshow)
    day_notices.reminder(roadshow, accounts_coming(roadshow.id))
    for registration, free in unnamed(roadshow.id):
        day_notices.names_missing(registration, free)
    stage_row(roadshow).reminded_of = roadshow.starts_at
    db.session.flush()

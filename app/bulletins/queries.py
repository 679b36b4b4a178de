"""Reading bulletins."""

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import Select, or_, select

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.bulletins.models import Audience, Bulletin, BulletinFigure, BulletinState, BulletinStory
from app.bulletins.policies import around, can_read, writes
from app.extensions import db
from app.indicators import periods
from app.indicators.periods import Period
from app.stories.models import Story
from app.stories.queries import public as public_stories
from app.taxonomy.regions import overseen

# How far back a quarter may be told of.
QUARTERS = 12
_PUBLISHED = Bulletin.state == BulletinState.PUBLISHED


def visible_bulletin(actor: Actor, bulletin_id: uuid.UUID) -> Bulletin | None:
    bulletin = db.session.get(Bulletin, bulletin_id)
    return bulletin if bulletin is not None and can_read(actor, bulletin) else None


def own_bulletin(actor: Actor, bulletin_id: uuid.UUID) -> Bulletin | None:
    bulletin = db.session.get(Bulletin, bulletin_id)
    return bulletin if bulletin is not None and writes(actor, bulletin) else None


def readable(actor: Actor, *, region: str = "", year: str = "") -> Select[Bulletin]:
    """What is published and the person may read, the last quarter first."""
    known = [Bulletin.audience == Audience.PUBLIC, Bulletin.region_code.in_(around(actor))]
    if actor.is_(Role.ORGANISER):
        known += [overseen(actor, Bulletin.region_code), Bulletin.organisation_id == actor.organisation_id]
    statement = select(Bulletin).where(_PUBLISHED, or_(*known))
    if region:
        statement = statement.where(Bulletin.region_code == region)
    if year:
        statement = statement.where(Bulletin.period.startswith(f"{year}-", autoescape=True))
    return statement.order_by(Bulletin.period.desc(), Bulletin.region_code, Bulletin.number.desc())


def public() -> Select[Bulletin]:
    """What everybody reads, the last one published first."""
    statement = select(Bulletin).where(_PUBLISHED, Bulletin.audience == Audience.PUBLIC)
    return statement.order_by(Bulletin.published_at.desc(), Bulletin.id.desc())


def own(actor: Actor, *, state: str = "") -> Select[Bulletin]:
    """Those of the organiser's authority; what was thrown away only when it is asked for."""
    statement = select(Bulletin).where(Bulletin.organisation_id == actor.organisation_id)
    if state:
        statement = statement.where(Bulletin.state == BulletinState(state))
    else:
        statement = statement.where(Bulletin.state != BulletinState.DISCARDED)
    return statement.order_by(Bulletin.period.desc(), Bulletin.region_code, Bulletin.number.desc())


def regions_told(actor: Actor) -> Sequence[str]:
    """The regions that the person finds bulletins of."""
    told = readable(actor).order_by(None).with_only_columns(Bulletin.region_code).distinct()
    return db.session.scalars(told.order_by(Bulletin.region_code)).all()


def corrected(bulletin_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Which of these a published one corrects."""
    statement = select(Bulletin.corrects_id).where(_PUBLISHED, Bulletin.corrects_id.in_(list(bulletin_ids)))
    return {found for found in db.session.scalars(statement) if found}


def correction_of(bulletin: Bulletin) -> Bulletin | None:
    """The published bulletin that corrects this one."""
    return db.session.scalar(select(Bulletin).where(_PUBLISHED, Bulletin.corrects_id == bulletin.id))


def drafted_correction(bulletin: Bulletin) -> Bulletin | None:
    statement = select(Bulletin).where(
        Bulletin.corrects_id == bulletin.id, Bulletin.organisation_id == bulletin.organisation_id
    )
    return db.session.scalar(statement)


def same(bulletin: Bulletin) -> Bulletin | None:
    """What is published already where this one would stand."""
    statement = select(Bulletin).where(
        _PUBLISHED,
        Bulletin.region_code == bulletin.region_code,
        Bulletin.period == bulletin.period,
        Bulletin.number == bulletin.number,
    )
    return db.session.scalar(statement)


def last_choice(organisation_id: uuid.UUID, region: str) -> Bulletin | None:
    """The authority's newest bulletin of a region, whose choice of indicators the next one begins with."""
    statement = select(Bulletin).where(Bulletin.organisation_id == organisation_id, Bulletin.region_code == region)
    return db.session.scalar(statement.order_by(Bulletin.period.desc(), Bulletin.number.desc()).limit(1))


def started(organisation_id: uuid.UUID | None, region: str, period: str) -> Bulletin | None:
    """The authority's own first bulletin of a quarter, whatever became of it."""
    statement = select(Bulletin).where(
        Bulletin.organisation_id == organisation_id,
        Bulletin.region_code == region,
        Bulletin.period == period,
        Bulletin.number == 0,
    )
    return db.session.scalar(statement)


def figures(bulletin: Bulletin) -> Sequence[BulletinFigure]:
    statement = select(BulletinFigure).where(BulletinFigure.bulletin_id == bulletin.id)
    order = (BulletinFigure.part, BulletinFigure.code, BulletinFigure.region_code, BulletinFigure.period)
    return db.session.scalars(statement.order_by(*order)).all()


def stories(bulletin: Bulletin) -> Sequence[Story | BulletinStory]:
    """Of a published one as they were called then, of a draft as they are."""
    if bulletin.is_published:
        told = select(BulletinStory).where(BulletinStory.bulletin_id == bulletin.id)
        return db.session.scalars(told.order_by(BulletinStory.position)).all()
    return chosen_stories(bulletin)


def chosen_stories(bulletin: Bulletin) -> list[Story]:
    """In the order of the choice; one that was taken back since is left out."""
    wanted = [uuid.UUID(key) for key in bulletin.chosen_stories]
    if not wanted:
        return []
    found = {row.id: row for row in db.session.scalars(public_stories().where(Story.id.in_(wanted)))}
    return [found[key] for key in wanted if key in found]


def quarters() -> list[Period]:
    """The quarters that are over, the last first."""
    return list(reversed(periods.run(periods.latest("quarter"), QUARTERS)))


def untold(region: str) -> list[Period]:
    """The quarters of the last year of which nothing is published about the region."""
    recent = quarters()[:4]
    codes = [quarter.code for quarter in recent]
    statement = select(Bulletin.period).where(_PUBLISHED, Bulletin.region_code == region, Bulletin.period.in_(codes))
    told = set(db.session.scalars(statement))
    return [quarter for quarter in recent if quarter.code not in told]


def is_told(region: str, period: str) -> Select[uuid.UUID]:
    return select(Bulletin.id).where(_PUBLISHED, Bulletin.region_code == region, Bulletin.period == period)

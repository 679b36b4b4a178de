"""Competitions, their rounds, and how the entries of a round stand."""

import uuid
from collections.abc import Sequence

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import lazyload

from app.accounts.actor import Actor
from app.competitions.models import Competition, CompetitionRound, CompetitionStanding, CompetitionState
from app.competitions.policies import can_see, manages
from app.competitions.ranking import Entry, Place, ranked, thousandths
from app.extensions import db
from app.roadshows.models import Roadshow, RoadshowState
from app.roadshows.queries.judging import criterion_means, standings
from app.roadshows.queries.reviews import criteria


def visible_competition(actor: Actor, competition_id: uuid.UUID) -> Competition | None:
    competition = db.session.get(Competition, competition_id)
    return competition if competition is not None and can_see(actor, competition) else None


def managed_competition(actor: Actor, competition_id: uuid.UUID) -> Competition | None:
    competition = db.session.get(Competition, competition_id)
    return competition if competition is not None and manages(actor, competition) else None


def managed_round(actor: Actor, competition_id: uuid.UUID, round_id: uuid.UUID) -> CompetitionRound | None:
    row = db.session.get(CompetitionRound, round_id)
    return row if row is not None and row.competition_id == competition_id and manages(actor, row.competition) else None


def public(*, state: str = "", region: str = "", words: str = "") -> Select[Competition]:
    """The newest first."""
    statement = select(Competition).where(Competition.state != CompetitionState.DRAFT)
    if region:
        statement = statement.where(Competition.region_code.startswith(region, autoescape=True))
    return _narrowed(statement, state, words)


def own_competitions(actor: Actor, *, state: str = "", words: str = "") -> Select[Competition]:
    statement = select(Competition).where(Competition.organisation_id == actor.organisation_id)
    return _narrowed(statement, state, words)


def round_of(roadshow_id: uuid.UUID) -> CompetitionRound | None:
    """The round that this roadshow is held as."""
    return db.session.scalar(select(CompetitionRound).where(CompetitionRound.roadshow_id == roadshow_id))


def places_of(row: CompetitionRound) -> list[Place]:
    """How the round stands by the points given so far."""
    rubric = sorted(criteria(row.roadshow_id), key=lambda criterion: (-criterion.weight, criterion.position))
    means = criterion_means(row.roadshow_id)
    entries = [
        Entry(
            standing.place.application_id,
            standing.place.project,
            thousandths(standing.mean),
            tuple(thousandths(means.get((standing.place.application_id, one.id))) or 0 for one in rubric),
            standing.judges,
        )
        for standing in standings(row.roadshow_id)
    ]
    return ranked(entries, row.advance)


def standings_of(*round_ids: uuid.UUID) -> dict[uuid.UUID, list[CompetitionStanding]]:
    """Round → its decided ranking, best first, those without points last."""
    statement = (
        select(CompetitionStanding)
        .where(CompetitionStanding.round_id.in_(round_ids))
        .order_by(CompetitionStanding.rank.is_(None), CompetitionStanding.rank, CompetitionStanding.application_id)
    )
    found: dict[uuid.UUID, list[CompetitionStanding]] = {key: [] for key in round_ids}
    for row in db.session.scalars(statement).unique():
        found[row.round_id].append(row)
    return found


def standing_of(application_id: uuid.UUID) -> CompetitionStanding | None:
    statement = select(CompetitionStanding).where(CompetitionStanding.application_id == application_id)
    return db.session.scalars(statement).unique().one_or_none()


def prizes_of(project_id: uuid.UUID) -> Sequence[CompetitionStanding]:
    """What a project won, as everybody may read it. Few won anything, so what hangs on it is loaded when there is."""
    statement = (
        select(CompetitionStanding)
        .join(CompetitionStanding.round)
        .options(lazyload("*"))
        .where(
            CompetitionStanding.project_id == project_id,
            CompetitionStanding.prize_id.is_not(None),
            CompetitionRound.released_at.is_not(None),
        )
    )
    return db.session.scalars(statement.order_by(CompetitionRound.released_at.desc())).unique().all()


def to_decide(actor: Actor) -> Sequence[CompetitionRound]:
    """Rounds of the person's running competitions that were held and that nobody has decided."""
    statement = (
        select(CompetitionRound)
        .join(CompetitionRound.competition)
        .join(Roadshow, Roadshow.id == CompetitionRound.roadshow_id)
        .where(
            Competition.organisation_id == actor.organisation_id,
            Competition.state == CompetitionState.OPEN,
            CompetitionRound.decided_at.is_(None),
            Roadshow.state.in_((RoadshowState.HELD, RoadshowState.CLOSED)),
        )
    )
    return db.session.scalars(statement.order_by(Roadshow.starts_at, CompetitionRound.id)).unique().all()


def _narrowed(statement: Select[Competition], state: str, words: str) -> Select[Competition]:
    if state:
        statement = statement.where(Competition.state == state)
    if words:
        columns = (Competition.title, Competition.title_en)
        statement = statement.where(or_(*(column.icontains(words, autoescape=True) for column in columns)))
    return statement.order_by(Competition.created_at.desc(), Competition.id)

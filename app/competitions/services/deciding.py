"""Deciding a round: its ranking is fixed, those who advance are entered into the next one, everybody is told."""

import uuid
from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.actor import Actor
from app.competitions import notices
from app.competitions.models import Competition, CompetitionRound, CompetitionStanding, CompetitionState
from app.competitions.policies import manages
from app.competitions.queries import places_of, standings_of
from app.competitions.ranking import Place, mark, prize_of
from app.competitions.services.setup import index, lock
from app.core.errors import Conflict, Invalid, require
from app.core.model import utc_now
from app.extensions import db
from app.roadshows.models import Application, ApplicationState, Roadshow, RoadshowState
from app.roadshows.queries.stage import stage_of
from app.roadshows.services import lineup
from app.roadshows.services.places import lock as lock_roadshow

OVER = (RoadshowState.HELD, RoadshowState.CLOSED)


def obstacle(row: CompetitionRound) -> str:
    """Why the round cannot be decided yet, or nothing."""
    competition, following = row.competition, row.competition.after(row)
    if row.decided_at is not None:
        return _("This round is decided already.")
    if competition.state is not CompetitionState.OPEN:
        return _("The competition is not open.")
    if any(other.number < row.number and other.decided_at is None for other in competition.rounds):
        return _("The round before is not decided yet.")
    if row.roadshow.state not in OVER:
        return _("The pitches are still to come. Mark the round's roadshow as held afterwards.")
    if stage_of(row.roadshow).takes_scores:
        return _("Judges can still give points. Close the scoring first.")
    if following is not None and following.roadshow.state is not RoadshowState.OPEN:
        return _("Open the roadshow of “%(round)s” first: whoever advances goes to its line-up.", round=following.label)
    return ""


def decide(*, actor: Actor, row: CompetitionRound, seen: str) -> Sequence[CompetitionStanding]:
    """Once and for all, as it was previewed (`seen` is the preview's mark): everybody is told, so there is no undo."""
    competition = row.competition
    require(manages(actor, competition))
    lock(competition)
    db.session.refresh(row)
    lock_roadshow(row.roadshow)
    if why := obstacle(row):
        raise Conflict(why)
    places = places_of(row)
    if seen != mark(places):
        raise Conflict(_("Points have changed since you looked. Look at the ranking again."))
    if not any(place.rank for place in places):
        raise Invalid(_("No entry has points yet."))
    following = competition.after(row)
    standings = [_standing(competition, row, place) for place in places]
    db.session.add_all(standings)
    row.decided_at, row.decided_by_id = utc_now(), actor.account_id
    db.session.flush()
    if following is not None:
        _send_on(actor, row.roadshow, following.roadshow, [one.application_id for one in standings if one.advances])
        for standing in standings:
            notices.decided(row, standing)
    return standings


def release(*, actor: Actor, row: CompetitionRound) -> None:
    """Everybody reads how the round ended. With the last one the competition is finished, and its entrants are told."""
    competition = row.competition
    require(manages(actor, competition))
    lock(competition)
    db.session.refresh(row)
    if row.decided_at is None:
        raise Conflict(_("This round is not decided yet."))
    if row.released_at is not None:
        raise Conflict(_("The results are released already."))
    row.released_at = utc_now()
    if competition.after(row) is None:
        competition.state = CompetitionState.FINISHED
        index(competition)
        for standing in standings_of(row.id)[row.id]:
            notices.released(row, standing)
    db.session.flush()


def _standing(competition: Competition, row: CompetitionRound, place: Place) -> CompetitionStanding:
    is_last = competition.after(row) is None
    won = prize_of(place.rank, [prize.places for prize in competition.prizes]) if is_last else None
    standing = CompetitionStanding(
        application_id=place.entry.application_id,
        project_id=place.entry.project.id,
        rank=place.rank,
        score=place.entry.score,
        advances=place.advances and not is_last,
        prize_id=competition.prizes[won].id if won is not None else None,
    )
    standing.round, standing.project = row, place.entry.project
    return standing


def _send_on(actor: Actor, before: Roadshow, after: Roadshow, application_ids: Sequence[uuid.UUID]) -> None:
    """Onto the next line-up with what they wrote and consented to; whoever was put there by hand stays as they are."""
    lock_roadshow(after)
    present = select(Application).where(Application.roadshow_id.in_((before.id, after.id)))
    rows = db.session.scalars(present.order_by(Application.id)).unique().all()
    earlier = {row.id: row for row in rows}
    entered = {row.project_id: row for row in rows if row.roadshow_id == after.id}
    for key in application_ids:
        source = earlier[key]
        target = entered.get(source.project_id)
        if target is None:
            target = Application(roadshow_id=after.id, project_id=source.project_id)
            db.session.add(target)
            entered[source.project_id] = target
        if target.state is not ApplicationState.SENT:
            target.state, target.sent_at, target.sent_by_id = ApplicationState.SENT, utc_now(), actor.account_id
            target.wants, target.presenter, target.consented_at = source.wants, source.presenter, source.consented_at
            target.attendance, target.withdrawn_at = after.attendance(None), None
    db.session.flush()
    placed = {place.application_id for place in lineup.places(after.id)}
    chosen = [entered[earlier[key].project_id] for key in application_ids]
    new = [one for one in chosen if one.id not in placed]
    # Those who share the last rank that advances may be more than planned.
    after.capacity = max(after.capacity, after.lineup_count + len(new))
    db.session.flush()
    lineup.append(after, new, waiting=False)

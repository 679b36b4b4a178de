"""What people say to their matches."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.accounts.actor import Actor
from app.core.errors import Forbidden
from app.extensions import db
from app.recommendations.models import MatchFeedback, NotRelevant
from app.recommendations.queries import Seen


def dismiss(*, actor: Actor, seen: Seen, reason: NotRelevant) -> MatchFeedback:
    """Not relevant for the person's side. Saying it again changes the reason."""
    if seen.side is None or actor.membership_id is None:
        raise Forbidden
    said = find(seen)
    if said is None:
        said = MatchFeedback(project_id=seen.project.id, candidate_id=seen.candidate.id, side=seen.side)
        said.reason, said.membership_id = reason, actor.membership_id
        try:
            with db.session.begin_nested():
                db.session.add(said)
        except IntegrityError:
            # A teammate was quicker; theirs counts.
            said = find(seen)
            assert said is not None
    said.reason, said.membership_id = reason, actor.membership_id
    db.session.flush()
    return said


def undo(*, actor: Actor, seen: Seen) -> None:
    if seen.side is None:
        raise Forbidden
    if (said := find(seen)) is not None:
        db.session.delete(said)
        db.session.flush()


def find(seen: Seen) -> MatchFeedback | None:
    return db.session.scalar(
        select(MatchFeedback).where(
            MatchFeedback.project_id == seen.project.id,
            MatchFeedback.candidate_id == seen.candidate.id,
            MatchFeedback.side == seen.side,
        )
    )

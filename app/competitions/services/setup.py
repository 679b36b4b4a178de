"""Setting a competition up: its text, rounds and prizes, and the states it goes through."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from app.accounts.actor import Actor
from app.competitions.models import Competition, CompetitionPrize, CompetitionRound, CompetitionState
from app.competitions.policies import can_edit, can_edit_round, manages
from app.core import search
from app.core.errors import Conflict, Forbidden, Invalid, require
from app.core.model import utc_now
from app.extensions import db
from app.roadshows.policies import ORGANISING
from app.roadshows.queries.judging import candidates, judges_of
from app.roadshows.services import judging
from app.roadshows.services import setup as roadshows

TEXTS = ("title", "title_en", "summary", "eligibility", "region_code")
OF_ROADSHOW = ("mode", "venue", "online_url", "capacity", *roadshows.MOMENTS)
MOVES: dict[CompetitionState, tuple[CompetitionState, ...]] = {
    CompetitionState.DRAFT: (CompetitionState.OPEN,),
    CompetitionState.OPEN: (CompetitionState.DRAFT,),
    # It is finished by releasing the results of its last round.
    CompetitionState.FINISHED: (),
}


def create(*, actor: Actor, **values: Any) -> Competition:
    """A draft run by the actor's organisation."""
    if not actor.is_(*ORGANISING) or actor.membership is None:
        raise Forbidden
    competition = Competition(organisation_id=actor.organisation_id, created_by_id=actor.account_id)
    competition.organisation = actor.membership.organisation
    with db.session.no_autoflush:
        _fill(competition, values)
    db.session.add(competition)
    db.session.flush()
    return competition


def update(*, actor: Actor, competition: Competition, **values: Any) -> None:
    require(can_edit(actor, competition))
    with db.session.no_autoflush:
        _fill(competition, values)
    index(competition)
    db.session.flush()


def add_round(*, actor: Actor, competition: Competition, **values: Any) -> CompetitionRound:
    """One more at the end, held as a roadshow of its own. Projects apply to the first round alone; the rubric of a
    later one is that of the round before."""
    require(can_edit(actor, competition))
    lock(competition)
    before = competition.rounds[-1] if competition.rounds else None
    if before is not None and before.decided_at is not None:
        raise Conflict(_("The last round is decided already."))
    if before is not None and before.advance is None:
        raise Invalid(_("Say first how many advance from “%(round)s”.", round=before.label))
    row = CompetitionRound(competition_id=competition.id, number=before.number + 1 if before else 1)
    _fill_round(row, values, is_last=True)
    if before is not None:
        values = {**values, "apply_from": utc_now(), "apply_until": values.get("starts_at")}
    row.roadshow = roadshows.create(
        actor=actor,
        like=before.roadshow if before else None,
        title=_joined(competition.title, row.name),
        title_en=_joined(competition.title_en, row.name_en),
        summary=competition.summary,
        eligibility=competition.eligibility,
        region_code=competition.region_code,
        by_application=before is None,
        **{name: values[name] for name in OF_ROADSHOW if name in values},
    )
    competition.rounds.append(row)
    db.session.flush()
    return row


def update_round(*, actor: Actor, row: CompetitionRound, **values: Any) -> None:
    """Its name and who advances; dates, place and jury are those of its roadshow."""
    require(manages(actor, row.competition))
    lock(row.competition)
    db.session.refresh(row)
    if not can_edit_round(actor, row):
        raise Conflict(_("This round is decided already."))
    _fill_round(row, values, is_last=row.competition.after(row) is None)
    db.session.flush()


def take_jury(*, actor: Actor, row: CompetitionRound) -> int:
    """Ask whoever judged the round before, as far as they can still be asked; returns how many are new."""
    before = row.competition.before(row)
    if before is None:
        raise Conflict(_("The first round has no jury to take over."))
    present = {judge.membership_id for judge in judges_of(row.roadshow_id)}
    able = {membership.id for membership in candidates(row.roadshow)}
    wanted = [judge.membership_id for judge in judges_of(before.roadshow_id)]
    new = [key for key in wanted if key in able and key not in present]
    for key in new:
        judging.add_judge(actor=actor, roadshow=row.roadshow, membership_id=key)
    return len(new)


def remove_round(*, actor: Actor, row: CompetitionRound) -> None:
    """The last one, before anybody was sent to it. Its roadshow stays, as one that stands alone."""
    competition = row.competition
    require(manages(actor, competition))
    lock(competition)
    db.session.refresh(row)
    before = competition.before(row)
    if competition.after(row) is not None or row.decided_at is not None or (before and before.decided_at is not None):
        raise Conflict(_("Only the last round can be removed, as long as nobody has advanced to it."))
    if before is None and competition.is_public:
        raise Conflict(_("The competition is public, so it keeps at least one round."))
    row.roadshow.by_application = True
    db.session.delete(row)
    db.session.flush()
    db.session.expire(competition, ["rounds"])


def set_prizes(*, actor: Actor, competition: Competition, prizes: Sequence[Mapping[str, Any]]) -> None:
    """The best one first. They are settled once the last round is decided."""
    require(can_edit(actor, competition))
    lock(competition)
    if competition.rounds and competition.rounds[-1].decided_at is not None:
        raise Conflict(_("The last round is decided already."))
    competition.prizes = [
        CompetitionPrize(position=position, **prize) for position, prize in enumerate(prizes, start=1)
    ]
    db.session.flush()


def move(*, actor: Actor, competition: Competition, to: CompetitionState) -> None:
    """Make it public, or take that back as long as none of its rounds is public."""
    require(manages(actor, competition))
    lock(competition)
    if to not in MOVES[competition.state]:
        raise Conflict(_("The competition has moved on meanwhile."))
    if to is CompetitionState.OPEN:
        if not competition.summary:
            raise Invalid(_("Write what it is about before opening it."), "summary")
        if not competition.rounds:
            raise Invalid(_("Add at least one round first."))
    elif any(row.roadshow.is_public for row in competition.rounds):
        raise Conflict(_("A round is open already, so it stays public."))
    competition.state = to
    index(competition)
    db.session.flush()


def index(competition: Competition) -> None:
    if competition.is_public:
        search.put("competition", competition.id, competition.title, competition.title_en, competition.summary)
    else:
        search.remove(competition.id)


def lock(competition: Competition) -> None:
    """Nobody else changes its rounds and prizes until the end of the transaction; what is known is read again."""
    db.session.flush()
    db.session.refresh(competition, with_for_update={"of": Competition})


def _fill(competition: Competition, values: Mapping[str, Any]) -> None:
    for name in TEXTS:
        if name in values:
            setattr(competition, name, values[name] or "")
    if not competition.title:
        raise Invalid(_("Give it a title."), "title")


def _fill_round(row: CompetitionRound, values: Mapping[str, Any], *, is_last: bool) -> None:
    row.name, row.name_en = values.get("name") or "", values.get("name_en") or ""
    row.advance = values.get("advance")
    if not row.name:
        raise Invalid(_("Give the round a name."), "name")
    if row.advance is None and not is_last:
        raise Invalid(_("Another round follows: say how many advance to it."), "advance")


def _joined(title: str, name: str) -> str:
    """The round's roadshow says which competition it belongs to."""
    return f"{title} · {name}"[:120] if title and name else ""

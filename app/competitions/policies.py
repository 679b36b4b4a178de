"""Who may do what with a competition."""

from app.accounts.actor import Actor
from app.competitions.models import Competition, CompetitionRound, CompetitionState
from app.roadshows.policies import ORGANISING
from app.taxonomy.regions import looks_into


def manages(actor: Actor, competition: Competition) -> bool:
    """The competition is run by the organisation the person acts for."""
    return actor.is_(*ORGANISING) and actor.acts_for(competition.organisation_id)


def can_see(actor: Actor, competition: Competition) -> bool:
    """The authority of a larger region also sees what one inside it prepares."""
    return competition.is_public or manages(actor, competition) or looks_into(actor, competition.organisation)


def can_edit(actor: Actor, competition: Competition) -> bool:
    return manages(actor, competition) and competition.state is not CompetitionState.FINISHED


def can_edit_round(actor: Actor, row: CompetitionRound) -> bool:
    """Its ranking stands once it is decided, and so does what it was made by."""
    return can_edit(actor, row.competition) and row.decided_at is None

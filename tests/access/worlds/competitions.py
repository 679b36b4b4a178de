from app.competitions.services import deciding
from app.extensions import db
from tests.access.world import City
from tests.competitions import factories


def add(city: City) -> None:
    """A draft; one whose first round was held and waits for its decision; one whose results are released."""
    organiser, owner = city.people["organiser"], city.people["owner"]
    draft = factories.competition(organiser, title="筹备中的大赛")
    _name(city, "competition_draft", factories.add_round(organiser, draft))
    held = factories.opened(organiser, title="初赛已办的大赛")
    factories.enter(organiser, held.rounds[0], [owner])
    factories.hold(organiser, held.rounds[0], [(4,)])
    _name(city, "competition", held.rounds[0])
    done = factories.competition(organiser, title="结束的大赛")
    only = factories.add_round(organiser, done)
    factories.open_all(organiser, done)
    factories.enter(organiser, only, [owner])
    factories.hold(organiser, only, [(5,)])
    factories.decide(organiser, only)
    deciding.release(actor=organiser, row=only)
    _name(city, "competition_finished", only)
    city.things["competition_carrier"] = {"competition_id": factories.opened(city.people["carrier"]).id}
    db.session.flush()


def _name(city: City, thing: str, row: factories.CompetitionRound) -> None:
    city.things[thing] = {"competition_id": row.competition.id, "round_id": row.id}

"""What changed in a line-up of the sample city after everybody knew it."""

from app.core import audit
from app.demo.seeding import City
from app.extensions import db
from app.roadshows.models import Roadshow
from app.roadshows.services import applications, changes, lineup


def build(city: City, roadshow: Roadshow) -> None:
    """After the line-up was published one project withdraws, another is replaced, and the order changes."""
    assert city.organiser
    owners = {project.id: actor for actor, project in city.projects}
    *_, replaced, gone = [place for place in lineup.places(roadshow.id) if not place.is_waiting]
    audit.acting(actor_id=owners[gone.project_id].account_id, membership_id=owners[gone.project_id].membership_id)
    applications.withdraw(actor=owners[gone.project_id], application=gone.application)
    audit.acting(actor_id=city.organiser.account_id, membership_id=city.organiser.membership_id)
    first = next(place for place in lineup.places(roadshow.id) if place.is_waiting)
    changes.take_off(
        actor=city.organiser,
        roadshow=roadshow,
        place_id=replaced.id,
        reason="样机未按期完成，建议参加下一期。",
        successor_id=first.application_id,
    )
    order = [place.id for place in lineup.places(roadshow.id) if not place.is_waiting]
    changes.reorder(actor=city.organiser, roadshow=roadshow, order=[order[1], order[0], *order[2:]])
    db.session.commit()

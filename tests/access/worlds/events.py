from app.events.models import EventState
from app.events.services import certificates, seats, setup
from tests.access.world import City
from tests.events import factories


def add(city: City) -> None:
    """A draft, an open salon with a seat of the owner's, and a class that was held, with its certificate."""
    organiser, owner = city.people["organiser"], city.people["owner"]
    city.things["event_draft"] = {"event_id": factories.event(organiser).id}
    salon = factories.opened(organiser, title="开放的沙龙")
    seat = seats.register(actor=owner, event=salon)
    city.things["event"] = {"event_id": salon.id}
    city.things["seat"] = {"event_id": salon.id, "registration_id": seat.id}
    city.things["event_carrier"] = {"event_id": factories.opened(city.people["carrier"]).id}
    course = factories.opened(organiser, title="结业的培训班", kind="training_class", gives_certificates=True)
    row = seats.register(actor=owner, event=course)
    factories.held(organiser, course)
    seats.note_attendance(actor=organiser, event=course, shown={row.id}, present={row.id})
    certificates.issue(actor=organiser, event=course)
    assert row.certificate
    city.things["event_held"] = {"event_id": course.id}
    city.things["certificate"] = {
        "event_id": course.id,
        "certificate_id": row.certificate.id,
        "number": row.certificate.number,
    }
    off = factories.opened(organiser, title="取消的论坛", kind="forum")
    setup.cancel(actor=organiser, event=off, reason="场地停电")
    assert off.state is EventState.CANCELLED
    city.things["event_cancelled"] = {"event_id": off.id}

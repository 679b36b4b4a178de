import datetime as dt

import icalendar
import pytest

from app.accounts.models import Role
from app.core import agenda
from app.core.agenda import Entry
from app.core.model import utc_now
from app.extensions import db
from tests import factories
from tests.factories import sign_in


@pytest.fixture
def busy(monkeypatch):
    """One entry tomorrow for entrepreneurs, another for mentors; nothing for others."""
    tomorrow = utc_now() + dt.timedelta(days=1)

    def entries(actor, start, end):
        for role, title in ((Role.ENTREPRENEUR, "路演彩排"), (Role.MENTOR, "辅导")):
            if actor.is_(role) and start <= tomorrow < end:
                yield Entry(
                    title, title, tomorrow, tomorrow + dt.timedelta(hours=1), "/roadshows", "一号厅", sequence=2
                )

    monkeypatch.setattr(agenda, "_contributors", [entries])


def test_views_show_what_their_days_hold(client, busy):
    sign_in(client, factories.actor())
    assert "路演彩排" in client.get("/calendar?view=list").text
    later = (utc_now() + dt.timedelta(days=90)).date()
    page = client.get(f"/calendar?view=day&on={later}").text
    assert "路演彩排" not in page
    for odd in ("?view=year", "?on=never", "?on=9999-12-31", "?on=0001-01-01&view=list", "?view=week&on=2100-01-01"):
        assert client.get(f"/calendar{odd}").status_code == 200


def test_an_address_is_told_once_gathers_every_membership_and_stops(client, busy):
    person = factories.actor()
    mentor = factories.actor(Role.MENTOR)
    factories.save(
        type(person.membership)(
            account_id=person.account_id, organisation_id=mentor.organisation_id, role=Role.MENTOR, is_manager=False
        )
    )
    db.session.commit()
    sign_in(client, person)

    def made():
        page = client.post("/calendar/feed", follow_redirects=True).text
        return (
            page.partition("/calendar/")[2]
            and next(
                part.split('"')[0] for part in page.split("http://")[1:] if ".ics" in part.split('"')[0]
            ).partition("/")[2]
        )

    first = made()
    assert ".ics" not in client.get("/calendar").text
    visitor = client.application.test_client()
    answer = visitor.get(f"/{first}")
    assert (answer.status_code, answer.mimetype, answer.headers["Cache-Control"]) == (200, "text/calendar", "no-store")
    events = icalendar.Calendar.from_ical(answer.data).walk("VEVENT")
    assert [str(event["summary"]) for event in events] == ["路演彩排", "辅导"]
    assert (str(events[0]["location"]), int(events[0]["sequence"])) == ("一号厅", 2)
    second = made()
    assert second != first
    assert visitor.get(f"/{first}").status_code == 404
    client.post("/calendar/feed/stop")
    assert visitor.get(f"/{second}").status_code == 404


def test_closing_the_account_stops_the_address(client, busy):
    person = factories.actor()
    from app.pages import calendars

    token = calendars.make_feed(actor=person)
    assert calendars.reader_of(None, token) is person.account
    calendars.forget(person.account)
    assert calendars.reader_of(None, token) is None

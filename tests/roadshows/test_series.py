"""Series: their rhythm, and the next roadshow made from the last one."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from app.accounts.models import Role
from app.core.errors import Invalid
from app.core.model import utc_now
from app.core.today import all_due
from app.events.rhythm import LAST, Every
from app.extensions import db
from app.roadshows.models import Roadshow
from app.roadshows.queries.reviews import criteria
from app.roadshows.queries.series import outlooks, own_series
from app.roadshows.services import series, setup
from tests import factories
from tests.factories import sign_in
from tests.roadshows.factories import roadshow

CITY = ZoneInfo("Asia/Shanghai")
DAY = dt.timedelta(days=1)


@pytest.fixture
def organiser(app):
    return factories.actor(Role.ORGANISER)


def monthly(organiser):
    return series.create(actor=organiser, name="禾城创投日", every="month", weekday=4, week=LAST)


def test_a_rhythm_is_whole_or_absent(organiser):
    for values in ({"every": "week"}, {"every": "month", "weekday": 2}, {"every": "week", "weekday": 9}):
        with pytest.raises(Invalid):
            series.create(actor=organiser, name="系列", **values)
    made = series.create(actor=organiser, name="系列", cadence="不定期", weekday=3)
    assert (made.rhythm, made.when) == (None, "不定期")
    series.update(actor=organiser, series=made, name="系列", every="week", weekday=3, week=2)
    assert (made.every, made.weekday, made.week) == (Every.WEEK, 3, None)


def test_the_next_one_is_made_from_the_last(client, organiser):
    made = monthly(organiser)
    first = roadshow(organiser, series_id=made.id, title="第十二期禾城创投日", title_en="Venture day 12")
    rubric = [{"id": None, "name": "社会价值", "name_en": "", "hint": "", "weight": 10}]
    setup.set_rubric(actor=organiser, roadshow=first, criteria=rubric)
    date = outlooks(own_series(organiser))[0].dates[0]
    assert date > first.starts_at.astimezone(CITY).date()
    assert (date.weekday(), (date + 7 * DAY).month != date.month) == (4, True)
    page = sign_in(client, organiser).get("/roadshows/series?lang=en").text
    assert f"like={first.id}&amp;on={date.isoformat()}" in page
    assert "last Friday" in page
    path = f"/roadshows/new?like={first.id}&on={date.isoformat()}"
    page = client.get(path).text
    assert "第十三期禾城创投日" in page
    assert "Venture day 13" in page
    clock = first.starts_at.astimezone(CITY).strftime("%H:%M")
    assert f'value="{date.isoformat()}T{clock}"' in page
    form = {
        "title": "第十三期禾城创投日",
        "series_id": str(made.id),
        "mode": "on_site",
        "region_code": "330402",
        "capacity": "5",
        "reviews_wanted": "2",
        "seats": "20",
        "organisation_seats": "2",
        **{name: moment.strftime("%Y-%m-%dT%H:%M") for name, moment in moved(first, date).items()},
    }
    assert client.post(path, data=form).status_code == 303
    second = db.session.scalars(db.select(Roadshow).where(Roadshow.title == "第十三期禾城创投日")).unique().one()
    assert second.starts_at - second.apply_until == first.starts_at - first.apply_until
    assert [criterion.name for criterion in criteria(second.id)] == ["社会价值"]
    assert client.get("/roadshows/series?format=csv").status_code == 200


def moved(first, date):
    values = series.next_one(first, date)
    return {name: values[name].astimezone(CITY) for name in setup.MOMENTS}


def test_the_list_of_series_asks_the_same_however_many_there_are(client, organiser, statements):
    sign_in(client, organiser)
    monthly(organiser)
    db.session.commit()
    client.get("/roadshows/series")
    with statements() as one:
        client.get("/roadshows/series")
    for _ in range(2):
        roadshow(organiser, series_id=monthly(organiser).id)
    db.session.commit()
    with statements() as three:
        client.get("/roadshows/series")
    assert len(one) == len(three)


def test_organisers_are_reminded_when_the_next_date_is_near(app, organiser):
    made = series.create(actor=organiser, name="每周路演", every="week", weekday=2)
    last = roadshow(organiser, series_id=made.id)
    with app.test_request_context("/?lang=en"):
        assert not [entry for entry in all_due(organiser) if "每周路演" in entry.title]
        for name in setup.MOMENTS:
            setattr(last, name, getattr(last, name) - 30 * DAY)
        found = [entry for entry in all_due(organiser) if "每周路演" in entry.title]
    assert len(found) == 1
    assert found[0].at >= utc_now() - DAY
    assert f"like={last.id}" in found[0].url

"""An authority answers for its region and what is inside; a larger one looks into smaller ones and changes nothing."""

import io

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from app.accounts.models import Organisation, Role
from app.extensions import db
from app.messages.policies import moderates
from app.taxonomy.regions import looked_into, looks_into, overseen, oversees
from tests.cities.factories import actor
from tests.competitions.factories import competition
from tests.events.factories import event
from tests.factories import sign_in
from tests.roadshows.factories import roadshow

REGIONS = ("330000", "330400", "330402", "330500", "320500", "")


@pytest.mark.parametrize(
    ("own", "seen"),
    [
        ("330000", {"330000", "330400", "330402", "330500"}),
        ("330400", {"330400", "330402"}),
        ("330402", {"330402"}),
        ("", set()),
    ],
)
def test_a_region_and_what_is_inside(app, own, seen):
    """The rule of a row and the rule of a table are one."""
    seats = {code: actor(Role.ORGANISER, code).membership.organisation for code in REGIONS}
    person = actor(Role.ORGANISER, own)
    assert {code for code in REGIONS if oversees(person, code)} == seen
    ids = [seat.id for seat in seats.values()]
    found = select(Organisation.region_code).where(overseen(person, Organisation.region_code), Organisation.id.in_(ids))
    assert set(db.session.scalars(found)) == seen
    inside = select(Organisation.region_code).where(Organisation.id.in_(looked_into(person)), Organisation.id.in_(ids))
    assert set(db.session.scalars(inside)) == seen - {own}
    assert {code for code, seat in seats.items() if looks_into(person, seat)} == seen - {own}
    reviewer = actor(Role.REVIEWER, "330000")
    assert not any(oversees(reviewer, code) for code in REGIONS)


def test_a_larger_region_looks_and_changes_nothing(client, statements):
    city, district = actor(Role.ORGANISER, "330400"), actor(Role.ORGANISER, "330402")
    province, elsewhere = actor(Role.ORGANISER, "330000"), actor(Role.ORGANISER, "320500")
    colleague = actor(Role.ORGANISER, "330402")
    made = roadshow(district, title="区里的草稿")
    others = [event(district, title="区里的沙龙"), competition(district, title="区里的大赛")]
    db.session.commit()
    pages = [f"/roadshows/{made.id}", f"/events/{others[0].id}", f"/competitions/{others[1].id}"]
    for person, status in ((city, 200), (province, 200), (district, 200), (colleague, 404), (elsewhere, 404)):
        sign_in(client, person)
        assert [client.get(page).status_code for page in pages] == [status] * 3
        managed = client.get(f"/roadshows/{made.id}/manage").status_code
        assert managed == (200 if person is district else 404)
        kinds = ("roadshow", "event", "competition")
        listed = ["区里的" in client.get(f"/region?show={kind}").text for kind in kinds]
        assert listed == [person in (city, province)] * 3
    sign_in(client, province)
    rows = (
        load_workbook(io.BytesIO(client.get("/region?format=xlsx&lang=zh").data))
        .worksheets[0]
        .iter_rows(values_only=True)
    )
    found = [row[2:5] for row in rows if row[1] == "浙江省嘉兴市南湖区"]
    assert sorted(found) == [(0, 0, 0), (1, 1, 1)]
    sign_in(client, city)

    def counts():
        found = []
        for path in ("/region", "/region?show=roadshow"):
            with statements() as seen:
                assert client.get(path).status_code == 200
            found.append(len(seen))
        return found

    counts()
    one = counts()
    for name in ("第二场", "第三场"):
        roadshow(district, title=name)
    actor(Role.ORGANISER, "330411")
    db.session.commit()
    assert counts() == one
    assert max(one) <= 8


def test_an_authority_without_a_region_moderates_nothing(app):
    from types import SimpleNamespace as Of

    startup = Of(region_code="330402")
    report = Of(message=Of(connection=Of(project_organisation=startup)))
    assert moderates(actor(Role.ORGANISER, "330400"), report)
    assert not moderates(actor(Role.ORGANISER, ""), report)

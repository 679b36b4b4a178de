"""What a carrier works with, and what its authority says of it."""

import datetime as dt
import io
from decimal import Decimal

import pytest
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Role
from app.accounts.services import close_account, personal_data
from app.carriers import services, tasks
from app.carriers.models import AccreditationState, Link
from app.carriers.queries import coverage as covering
from app.carriers.queries.accreditations import of_carrier
from app.carriers.queries.authorities import nearest_authorities
from app.core.days import city_day
from app.core.errors import Conflict, Forbidden, Invalid
from app.extensions import db
from app.notifications.models import Notification
from tests import factories
from tests.carriers.factories import accreditation, carrier, published, resource
from tests.factories import sign_in
from tests.files import samples

DAY = dt.timedelta(1)


def staff():
    return factories.actor(Role.CARRIER_STAFF)


def told(person):
    rows = db.session.query(Notification).filter_by(account_id=person.account_id)
    return [row.kind for row in rows.order_by(Notification.id)]


@pytest.mark.usefixtures("app")
class TestResources:
    def test_they_have_a_beginning_and_an_end(self):
        owner = staff()
        made = published(owner)
        row = resource(owner, made, "platforms", started_on=city_day() - 30 * DAY)
        with pytest.raises(Conflict):
            services.resources.reopen(actor=owner, resource=row)
        with pytest.raises(Invalid) as refusal:
            services.resources.end(actor=owner, resource=row, on=city_day() - 31 * DAY)
        assert refusal.value.field == "ended_on"
        services.resources.end(actor=owner, resource=row)
        with pytest.raises(Conflict):
            services.resources.end(actor=owner, resource=row)
        services.resources.reopen(actor=owner, resource=row)
        assert row.ended_on is None
        for stranger in (staff(), factories.actor(Role.ORGANISER)):
            with pytest.raises(Forbidden):
                services.resources.end(actor=stranger, resource=row)

    def test_a_level_of_training_is_noted_once_and_mended(self):
        owner = staff()
        row = resource(owner, published(owner), "staff", training="senior", trained_on=dt.date(2025, 5, 1))
        for level, day in (("junior", dt.date(2023, 1, 1)), ("senior", dt.date(2025, 5, 2))):
            services.resources.edit(actor=owner, resource=row, name="陈辅导", training=level, trained_on=day)
        assert [(each.level, each.completed_on) for each in row.trainings] == [
            ("senior", dt.date(2025, 5, 2)),
            ("junior", dt.date(2023, 1, 1)),
        ]
        assert row.training.level == "senior"
        with pytest.raises(Invalid) as refusal:
            services.resources.edit(actor=owner, resource=row, name="陈辅导", training="junior", trained_on=None)
        assert refusal.value.field == "trained_on"

    def test_only_a_colleagues_account_is_linked_and_closing_it_leaves_a_pseudonym(self):
        owner = staff()
        colleague = factories.actor(Role.CARRIER_STAFF, of=owner.membership.organisation, is_manager=False)
        made = published(owner)
        with pytest.raises(Invalid):
            resource(owner, made, "staff", account_id=staff().account_id)
        row = resource(owner, made, "staff", account_id=colleague.account_id)
        assert personal_data(colleague.account)["carriers"][0]["name"] == "陈辅导"
        close_account(actor=colleague)
        assert (row.account_id, "陈" in row.name) == (None, False)


@pytest.mark.usefixtures("app")
class TestAccreditations:
    def test_the_authority_of_its_region_decides_and_the_level_follows(self):
        owner, organiser = staff(), factories.actor(Role.ORGANISER)
        elsewhere = factories.actor(Role.ORGANISER)
        elsewhere.membership.organisation.region_code = "320500"
        made = published(owner)
        municipal, national = accreditation(owner, made), accreditation(owner, made, level="national", number="国孵1号")
        assert "carrier.accreditation_submitted" in told(organiser)
        assert told(elsewhere) == []
        assert made.level is None, "what is handed in does not count yet"
        for person in (owner, elsewhere):
            with pytest.raises(Forbidden):
                services.accreditations.accept(actor=person, accreditation=municipal)
        for row in (municipal, national):
            services.accreditations.accept(actor=organiser, accreditation=row)
            with pytest.raises(Conflict):
                services.accreditations.decline(actor=organiser, accreditation=row, reason="晚了")
        assert made.level == "national"
        services.accreditations.revoke(actor=organiser, accreditation=national, reason="整改不到位")
        assert (made.level, national.is_in_force(city_day() - DAY)) == ("municipal", True)
        services.accreditations.reinstate(actor=organiser, accreditation=national)
        assert made.level == "national"
        assert {"carrier.accreditation_accepted", "carrier.accreditation_revoked"} <= set(told(owner))

    def test_awards_are_kinds_that_only_an_authority_gives(self):
        owner, organiser = staff(), factories.actor(Role.ORGANISER)
        made = published(owner)
        award = services.accreditations.grant(
            actor=organiser, carrier=made, title="demonstration", level="provincial", issued_on=dt.date(2025, 1, 1)
        )
        assert made.codes("kind") == ["demonstration", "general"]
        services.update(actor=owner, carrier=made, kinds=["specialised"], leading_sector="robotics")
        assert made.codes("kind") == ["demonstration", "specialised"]
        services.accreditations.revoke(actor=organiser, accreditation=award, reason="摘牌")
        assert made.codes("kind") == ["specialised"]
        with pytest.raises(Forbidden):
            services.accreditations.grant(
                actor=owner, carrier=made, title="benchmark", level="national", issued_on=dt.date(2025, 1, 1)
            )

    def test_one_accreditation_is_entered_once(self):
        owner = staff()
        made = published(owner)
        first = accreditation(owner, made)
        with pytest.raises(IntegrityError), db.session.begin_nested():
            accreditation(owner, made)
        services.accreditations.withdraw(actor=owner, accreditation=first)
        accreditation(owner, made)

    def test_a_draft_hands_nothing_in(self):
        owner = staff()
        with pytest.raises(Conflict):
            accreditation(owner, carrier(owner))

    def test_expiry_lowers_the_level_and_is_announced_once(self):
        owner, organiser = staff(), factories.actor(Role.ORGANISER)
        made, today = published(owner), city_day()
        short = accreditation(owner, made, level="national", expires_on=today - DAY)
        soon = accreditation(owner, made, level="county", expires_on=today + 29 * DAY)
        for row in (short, soon):
            services.accreditations.accept(actor=organiser, accreditation=row)
        made.level = "national"
        for _ in range(2):
            tasks.watch_accreditations()
        assert made.level == "county"
        assert told(owner).count("carrier.accreditation_expires") == 1
        assert soon.state is AccreditationState.ACCEPTED

    def test_the_nearest_authority_with_people_is_told(self):
        made = published(staff(), region_code="330481")
        province, city, district = (factories.actor(Role.ORGANISER) for _ in range(3))
        for person, code in ((province, "330000"), (city, "330400"), (district, "330481")):
            person.membership.organisation.region_code = code
        db.session.flush()
        assert nearest_authorities(made) == [district.organisation_id]
        district.membership.ended_at = made.created_at
        db.session.flush()
        assert nearest_authorities(made) == [city.organisation_id]


@pytest.mark.usefixtures("app")
class TestCoverage:
    def test_past_days_are_read_from_the_history(self):
        owner, today = staff(), city_day()
        opened = today - 500 * DAY
        made = published(owner, opened_on=opened, total_area=Decimal(1000), incubation_area=Decimal(600))
        published(owner, name="张江飞地", kinds=["offshore"], region_code="310115", home_region_code="330402")
        services.update(
            actor=owner, carrier=made, link="accelerator", incubation_area=Decimal(900), since=today - 100 * DAY
        )

        def on(day):
            row = next(row for row in covering.coverage(day, "330400") if row.region_code == "330402")
            return row.number, row.area, [link for link in Link if link not in row.gaps]

        assert on(today) == (2, Decimal(35_900), ["incubator", "accelerator"])
        assert on(today - 200 * DAY) == (1, Decimal(600), ["incubator"])
        assert on(opened - DAY) == (0, 0, [])
        services.archive(actor=owner, carrier=made)
        assert on(today)[0] == 1
        assert on(today - DAY)[0] == 1, "yesterday the carrier was there, the offshore one not yet"

    def test_every_part_of_a_region_has_a_row_and_the_parts_add_up(self):
        owner = staff()
        for code in ("330402", "330481", "330400"):
            published(owner, name=f"载体{code}", region_code=code)
        rows = covering.coverage(city_day(), "330400")
        assert len(rows) == 8, "seven districts, and the city's own"
        assert covering.total(rows, "330400").number == 3
        province = {row.region_code: row.number for row in covering.coverage(city_day(), "330000")}
        assert (province["330400"], province["330100"]) == (3, 0)
        assert covering.home_city(city_day()) == "330400"


def test_the_pages_of_a_carrier_are_walked_by_staff_and_authority(client):
    owner, organiser = staff(), factories.actor(Role.ORGANISER)
    made = published(owner)
    sign_in(client, owner)
    for kind, form in (
        ("platforms", {"name": "中试平台", "mode": "joint", "partner": "某研究院", "equipment_value": "800万"}),
        ("funds", {"name": "天使基金", "mode": "cooperating", "size": "2亿"}),
        ("staff", {"name": "王联络", "training": "junior", "trained_on": "2025-03-01"}),
    ):
        path = f"/carriers/{made.id}/{kind}"
        assert client.post(f"{path}/new", data={**form, "name": ""}).status_code == 422
        assert client.post(f"{path}/new", data=form).status_code == 303
        assert form["name"] in client.get(path).text
        assert form["name"] in client.get(f"{path}?format=csv").text
    page = client.application.test_client().get(f"/carriers/{made.id}").text
    assert "中试平台" in page
    assert "天使基金" in page
    assert "王联络" not in page
    assert "2亿" not in page
    form = {"title": "carrier", "level": "municipal", "number": "嘉科1号", "issued_on": "2025-01-01"}
    answer = client.post(f"/carriers/{made.id}/accreditations/new", data=form)
    assert answer.status_code == 303
    file = {"file": (io.BytesIO(samples.pdf()), "认定.pdf")}
    assert client.post(answer.location, data=file, content_type="multipart/form-data").status_code == 303
    (row,) = of_carrier(made)
    authority = sign_in(client.application.test_client(), organiser)
    assert "南湖孵化器" in authority.get("/accreditations").text
    assert authority.post(f"/carriers/accreditations/{row.id}/decline").status_code == 303
    assert row.state == "submitted", "a refusal needs a reason"
    assert authority.post(f"/carriers/accreditations/{row.id}/accept").status_code == 303
    assert client.post(f"/carriers/accreditations/{row.id}/withdraw").status_code == 409
    assert "市级" in authority.get("/carriers").text
    assert "嘉科1号" in authority.get("/accreditations?format=csv").text


def test_the_coverage_page_answers_any_day_and_region(client, statements):
    published(staff())
    for query in ("", "?region=330000", "?region=", "?region=330402", "?region=zz", "?on=2020-01-01", "?on=soon"):
        assert client.get(f"/carriers/coverage{query}").status_code == 200, query
    with statements() as one:
        client.get("/carriers/coverage?region=330400")
    published(staff(), name="第二家")
    published(staff(), name="第三家", region_code="330411")
    with statements() as three:
        page = client.get("/carriers/coverage?region=330400")
    assert len(one) == len(three) <= 4
    assert "南湖区" in page.text
    assert client.get("/carriers/coverage?region=330400&format=csv").text.count("\n") == 8

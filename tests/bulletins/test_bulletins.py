"""Bulletins: what they count, how they are written, and that a published one never changes."""

import dataclasses
import io
import re
import zipfile

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from app.accounts.models import Role
from app.bulletins import queries, services
from app.bulletins.document import read
from app.bulletins.models import Bulletin, BulletinFigure, BulletinStory
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.model import new_id
from app.extensions import db
from app.indicators import catalogue, periods
from app.indicators.models import Return
from app.indicators.services.targets import set_targets
from app.notifications.models import Notification
from app.stories import services as stories
from app.taxonomy import catalogue as places
from tests import factories
from tests.bulletins.factories import CITY, NORTH, SOUTH, draft, last, reported, told
from tests.carriers.factories import published, tenant
from tests.factories import sign_in
from tests.indicators.factories import entered


@pytest.fixture
def staff(app):
    return factories.actor(Role.CARRIER_STAFF)


@pytest.fixture
def organiser(app):
    return factories.actor(Role.ORGANISER)


def story(organiser, title="从实验室到产线"):
    made = stories.create(actor=organiser, kind="story", title=title, summary="三年前", body="一台样机。")
    stories.publish(actor=organiser, story=made)
    return made


def test_figures_against_targets_and_the_past(staff, organiser):
    reported(staff, revenue=(500, 300, 0, 0, 250))
    reported(staff, zone=SOUTH, revenue=(100,))
    quarter = last()
    set_targets(actor=organiser, region=CITY, code="revenue", year=quarter.year, amounts={CITY: 1500}, source="计划")
    made = draft(organiser, headlines=("revenue", "carriers"))
    made.compared = ["revenue"]
    services.recount(actor=organiser, bulletin=made)
    known = read(made)
    [revenue, carriers] = known.headlines
    assert (revenue.amount, revenue.previous, revenue.year_before, revenue.rows) == (600, 300, 250, 2)
    this_year = sum(
        amount for back, amount in enumerate((600, 300, 0, 0, 250)) if quarter.before(back).year == quarter.year
    )
    assert (revenue.target, revenue.reached, revenue.percent) == (1500, this_year, this_year * 100 // 1500)
    assert revenue.provenance["target_source"] == "计划"
    assert (carriers.amount, carriers.target) == (2, None)
    assert [row.amount for row in known.trends["revenue"]] == [None, None, None, 250, 0, 0, 300, 600]
    assert [(zone.code, zone.place) for zone in known.zones[:2]] == [(NORTH, 1), (SOUTH, 2)]
    assert known.zones[0].figures["revenue"].year_before == 250
    assert known.sections == ["headlines", "changes", "ranking", "trends"]


def test_an_organiser_starts_arranges_writes_and_publishes(client, staff, organiser, statements):
    carrier = reported(staff, jobs=(40, 30))
    district = factories.actor(Role.ORGANISER)
    district.membership.organisation.region_code = NORTH
    elsewhere = factories.actor(Role.ORGANISER)
    elsewhere.membership.organisation.region_code = "320500"
    told_story = story(organiser)
    db.session.commit()
    sign_in(client, organiser)
    assert "还没有通报" in client.get("/today?lang=zh").text
    assert client.post("/bulletins/new", data={"period": "2019-Q1", "region": CITY}).status_code == 422
    started = client.post("/bulletins/new", data={"period": last().code, "region": CITY})
    address = started.location
    [made] = db.session.query(Bulletin)
    # Starting again leads to the same draft.
    assert client.post("/bulletins/new", data={"period": last().code, "region": CITY}).location == address
    arrange = f"{address}/arrange"
    for code, step in (("jobs", "up"), ("mentors", "remove"), ("revenue", "add"), ("revenue", "up")):
        client.post(arrange, data={"part": "headlines", "code": code, "step": step})
    client.post(arrange, data={"part": "sections", "code": "remarks", "step": "remove"})
    assert made.headlines[-3:] == ["jobs", "revenue", "investment"]
    assert "mentors" not in made.headlines
    assert client.post(arrange, data={"part": "headlines", "code": "mentors", "step": "up"}).status_code == 409
    page = client.get(f"{address}/edit?lang=zh").text
    assert "从实验室到产线" in page
    form = {
        "title": "三季度通报",
        "audience": "public",
        "changes": "从业人员**明显**增加。",
        "stories": [str(told_story.id)],
    }
    assert client.post(f"{address}/edit", data={**form, "title": ""}).status_code == 422
    assert client.post(f"{address}/edit", data=form).status_code == 303
    visitor = client.application.test_client()
    assert visitor.get(address).status_code == 404
    with statements() as seen:
        page = client.get(f"{address}?lang=zh").text
    assert len(seen) <= 12
    assert f"/figures/jobs/rows?region={CITY}" in page
    assert "data-chart=" in page
    assert client.get(f"{address}/publish").status_code == 200
    client.post(f"{address}/publish")
    with statements() as seen:
        page = visitor.get(f"{address}?lang=zh").text
    assert len(seen) <= 8
    assert "<strong>明显</strong>" in page
    assert "/rows?" not in page
    assert "三季度通报" in visitor.get("/bulletins").text
    assert "三季度通报" in visitor.get("/bulletins.atom").text
    assert visitor.get(f"/bulletins?region={CITY}&year={last().year}&format=csv").mimetype == "text/csv"
    assert client.post(f"{address}/publish").status_code == 409
    assert client.get(f"{address}/edit").status_code == 403
    assert "还没有通报" not in client.get("/today?lang=zh").text
    people = set(db.session.scalars(sa.select(Notification.account_id)))
    assert {staff.account_id, district.account_id} <= people
    assert not people & {organiser.account_id, elsewhere.account_id}
    assert carrier.is_published


def test_lists_take_as_many_statements_whatever_their_length(client, organiser, statements):
    sign_in(client, organiser)

    def asked():
        found = []
        for path in ("/bulletins", "/bulletins/mine"):
            with statements() as seen:
                assert client.get(path).status_code == 200
            found.append(len(seen))
        return found

    told(organiser)
    db.session.commit()
    asked()
    one = asked()
    for back in (1, 2):
        made = services.start(actor=organiser, region=CITY, quarter=last().before(back))
        services.publish(actor=organiser, bulletin=made)
    db.session.commit()
    assert asked() == one


def contents(client, address):
    """The page and the workbook, but for what is made anew for each reader."""
    found = []
    for language in ("zh", "en"):
        text = client.get(f"{address}?lang={language}").text
        found.append(re.search(r"<main.*</main>", text, re.S)[0])
        with zipfile.ZipFile(io.BytesIO(client.get(f"{address}?lang={language}&format=xlsx").data)) as book:
            found += [book.read(name) for name in sorted(book.namelist()) if "worksheets" in name or "Strings" in name]
    return found


def test_a_published_bulletin_never_changes(client, staff, organiser, monkeypatch):
    carrier = reported(staff, revenue=(500, 300), jobs=(20, 10))
    tenant(staff, carrier, factories.actor())
    told_story = story(organiser)
    set_targets(actor=organiser, region=CITY, code="revenue", year=last().year, amounts={CITY: 900}, source="计划")
    values = {"changes": "=1+1", "remarks": "备注", "stories": [str(told_story.id)]}
    made = told(organiser, headlines=("revenue", "jobs", "tenants"), **values)
    db.session.commit()
    address, visitor = f"/bulletins/{made.id}", client.application.test_client()
    first = contents(visitor, address)

    def figures_change():
        other = published(staff, name="新孵化器", region_code=SOUTH)
        entered(other, last(), revenue=7_000)
        tenant(staff, other, factories.actor())

    def targets_change():
        common = {"actor": organiser, "region": CITY, "code": "revenue", "year": last().year}
        set_targets(**common, amounts={CITY: 5}, source="另一份文件")

    def a_return_is_counted_no_more():
        db.session.query(Return).filter_by(carrier_id=carrier.id).update({"accepted_revision": None, "state": "draft"})

    def names_change():
        organiser.membership.organisation.name = "改名后的局"
        carrier.name, carrier.region_code = "改名后的孵化器", SOUTH
        stories.update(actor=organiser, story=told_story, title="改名后的故事", summary="")
        stories.archive(actor=organiser, story=told_story)

    def the_catalogue_changes():
        known = [dataclasses.replace(each, zh="改", en="Changed", unit="count") for each in catalogue.indicators()]
        monkeypatch.setattr(catalogue, "indicators", lambda: tuple(known[3:]))
        monkeypatch.setattr(catalogue, "by_code", lambda: {each.code: each for each in known[3:]})
        monkeypatch.setattr(places, "region", lambda _code: None)

    for change in (figures_change, targets_change, a_return_is_counted_no_more, names_change, the_catalogue_changes):
        change()
        db.session.commit()
        db.session.expire_all()
        assert contents(visitor, address) == first, change.__name__
    for act in (services.recount, services.discard, services.restore, services.publish):
        with pytest.raises(Conflict):
            act(actor=organiser, bulletin=made)
    with pytest.raises(Conflict):
        services.write(actor=organiser, bulletin=made, title="另一个")
    assert contents(visitor, address) == first


def test_the_database_refuses_to_change_what_is_published(organiser):
    made = told(organiser, stories=[str(story(organiser).id)])
    row = db.session.query(BulletinFigure).first()
    values = {column.name: getattr(row, column.name) for column in BulletinFigure.__table__.c}
    for statement in (
        *(
            sa.update(model).values({key: value})
            for model, key, value in (
                (Bulletin, "title", "x"),
                (BulletinFigure, "amount", 1),
                (BulletinStory, "title", "x"),
            )
        ),
        *(sa.delete(model) for model in (BulletinFigure, BulletinStory, Bulletin)),
        sa.insert(BulletinFigure).values(**values | {"id": new_id(), "code": "another"}),
    ):
        with pytest.raises(DatabaseError, match="published bulletin is final"), db.session.begin_nested():
            db.session.execute(statement)
    assert made.is_published


def test_what_changed_since_the_look_is_looked_at_first(staff, organiser):
    reported(staff, jobs=(20,))
    made = draft(organiser, headlines=("jobs",))
    reported(staff, zone=SOUTH, jobs=(5,))
    assert made.counted_at
    made.counted_at -= 2 * services.FRESH
    db.session.flush()
    assert not services.publish(actor=organiser, bulletin=made)
    assert made.is_draft
    assert read(made).headlines[0].amount == 25
    assert services.publish(actor=organiser, bulletin=made)
    with pytest.raises(Invalid):
        services.start(actor=organiser, region=CITY, quarter=last())
    assert queries.untold(CITY)[0] == last().before()


def test_a_mistake_is_corrected_by_another(client, staff, organiser):
    reported(staff, jobs=(20,))
    made = told(organiser, headlines=("jobs",))
    reported(staff, zone=SOUTH, jobs=(5,))
    correction = services.correct(actor=organiser, bulletin=made)
    assert services.correct(actor=organiser, bulletin=made) is correction
    assert (correction.number, correction.title[-4:]) == (1, "（更正）")
    with pytest.raises(Invalid):
        services.publish(actor=organiser, bulletin=correction)
    services.write(actor=organiser, bulletin=correction, cause="一家载体补报。")
    assert services.publish(actor=organiser, bulletin=correction)
    db.session.commit()
    assert [read(each).headlines[0].amount for each in (made, correction)] == [20, 25]
    old, new = (client.get(f"/bulletins/{each.id}?lang=zh").text for each in (made, correction))
    assert f"/bulletins/{correction.id}" in old
    assert "一家载体补报。" in new
    assert f"/bulletins/{made.id}" in new
    with pytest.raises(Conflict):
        services.correct(actor=organiser, bulletin=made)
    assert services.correct(actor=organiser, bulletin=correction).number == 2


def test_of_two_authorities_one_publishes(organiser):
    other = factories.actor(Role.ORGANISER)
    first, second = draft(organiser, region=NORTH), draft(other, region=NORTH)
    services.publish(actor=organiser, bulletin=first)
    with pytest.raises(Conflict):
        services.publish(actor=other, bulletin=second)
    with pytest.raises(Forbidden):
        services.write(actor=other, bulletin=first, title="x")
    with pytest.raises(Forbidden):
        services.start(actor=other, region="320500", quarter=last())
    assert periods.parse(first.period) == last()


def test_an_internal_one_is_read_in_its_region(app, client, staff, organiser):
    published(staff, region_code=NORTH)
    far = factories.actor(Role.CARRIER_STAFF)
    published(far, name="外地孵化器", region_code="320505")
    district = factories.actor(Role.ORGANISER)
    district.membership.organisation.region_code = NORTH
    made = told(organiser, audience="internal", title="内部通报")
    db.session.commit()
    address = f"/bulletins/{made.id}"
    for person, reads in ((staff, True), (district, True), (organiser, True), (far, False), (factories.actor(), False)):
        browser = app.test_client()
        sign_in(browser, person)
        db.session.commit()
        assert browser.get(address).status_code == (200 if reads else 404)
        assert ("内部通报" in browser.get("/bulletins").text) is reads
    for path in ("/bulletins", "/bulletins.atom", "/bulletins?format=csv"):
        assert "内部通报" not in client.get(path).text

"""Returns: asked for, filled in, filed, decided and corrected; nothing that was filed changes."""

import datetime as dt
import io
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Role
from app.core.days import city_day
from app.core.errors import Conflict, Forbidden, Invalid
from app.extensions import db
from app.indicators import periods, services, tasks
from app.indicators.models import ReturnEntry, ReturnState
from app.indicators.queries import Scope, figure
from app.notifications.models import Notification
from tests import factories
from tests.carriers.factories import published
from tests.factories import sign_in
from tests.indicators.factories import accepted, asked, entered, filed, filled, of

QUARTER = periods.around(dt.datetime.now(ZoneInfo("Asia/Shanghai")).date(), "quarter")


@pytest.fixture
def city(app):
    staff, organiser = factories.actor(Role.CARRIER_STAFF), factories.actor(Role.ORGANISER)
    carrier = published(staff, name="南湖孵化器")
    return staff, organiser, carrier


def told(person):
    rows = db.session.query(Notification).filter_by(account_id=person.account_id)
    return [row.kind for row in rows.order_by(Notification.id)]


def jobs(carrier):
    """Of the last quarter's accepted entries, whatever today is."""
    rows = db.session.query(ReturnEntry).filter_by(carrier_id=carrier.id, code="jobs").order_by(ReturnEntry.revision)
    return [(row.revision, row.amount) for row in rows]


def test_from_the_question_to_the_correction(city):
    staff, organiser, carrier = city
    with pytest.raises(Invalid) as refusal:
        services.collections.open_collection(actor=organiser, period=QUARTER.before(-1), due_on=city_day())
    assert refusal.value.field == "period"
    with pytest.raises(Forbidden):
        asked(staff)
    collection = asked(organiser)
    with pytest.raises(Invalid):
        asked(factories.actor(Role.ORGANISER))
    item = of(collection, carrier)
    assert told(staff) == ["return.asked"]
    filled(staff, item, jobs=None)
    with pytest.raises(Invalid) as refusal:
        services.returns.submit(actor=staff, item=item)
    assert refusal.value.field == "jobs"
    filled(staff, item, ip_inventions=101)
    with pytest.raises(Invalid) as refusal:
        services.returns.submit(actor=staff, item=item)
    assert refusal.value.field == "ip_inventions"
    filed(staff, item, ip_inventions=50)
    assert "return.submitted" in told(organiser)
    with pytest.raises(Conflict):
        services.returns.submit(actor=staff, item=item)
    services.returns.take_back(actor=staff, item=item)
    filed(staff, item)
    for person in (staff, factories.actor(Role.ORGANISER, of=factories.organisation(region_code="320500"))):
        with pytest.raises(Forbidden):
            services.returns.accept(actor=person, item=item)
    with pytest.raises(Invalid):
        services.returns.send_back(actor=organiser, item=item, reason="")
    services.returns.send_back(actor=organiser, item=item, reason="从业人员数与社保不符。")
    assert (item.state, item.accepted_revision) == (ReturnState.RETURNED, None)
    accepted(organiser, staff, item, jobs=120)
    assert {"return.accepted", "return.sent_back"} <= set(told(staff))
    services.returns.correct(actor=staff, item=item)
    services.returns.drop_correction(actor=staff, item=item)
    assert item.state == ReturnState.ACCEPTED
    services.returns.correct(actor=staff, item=item)
    filled(staff, item, jobs=130)
    with pytest.raises(Invalid) as refusal:
        services.returns.submit(actor=staff, item=item)
    assert refusal.value.field == "cause"
    services.returns.submit(actor=staff, item=item, cause="补计新入驻企业。")
    assert item.accepted_revision == 3
    services.returns.accept(actor=organiser, item=item)
    assert jobs(carrier) == [(1, 100), (2, 100), (3, 120), (4, 130)]
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(update(ReturnEntry).values(amount=1))


def test_what_stands_out_is_explained_and_not_forbidden(city):
    staff, organiser, carrier = city
    entered(carrier, QUARTER.before(), jobs=1000, revenue=100)
    item = filled(staff, of(asked(organiser), carrier))
    with pytest.raises(Invalid) as refusal:
        services.returns.submit(actor=staff, item=item)
    assert refusal.value.field == "remark_jobs"
    services.returns.save(actor=staff, item=item, values={}, remarks={"jobs": "两家企业毕业迁出。"})
    services.returns.submit(actor=staff, item=item)
    assert item.state == ReturnState.SUBMITTED


def test_only_accepted_figures_count(city):
    staff, organiser, carrier = city
    item = of(asked(organiser), carrier)
    filed(staff, item, revenue=123_45)
    entry = db.session.query(ReturnEntry).filter_by(code="revenue").one()
    assert (entry.zone_code, entry.first_day, entry.months) == ("330402", QUARTER.first, 3)
    past = QUARTER.before()
    entered(carrier, past, revenue=100)
    assert figure("revenue", Scope(carrier_id=carrier.id), past).amount == 100
    assert figure("revenue", Scope(carrier_id=carrier.id), QUARTER).amount is None


def test_reminders_are_sent_once_and_newcomers_are_asked(city):
    staff, organiser, _carrier = city
    collection = asked(organiser)
    collection.due_on = city_day() + dt.timedelta(6)
    late = published(staff, name="新载体")
    for _again in range(2):
        tasks.watch_returns()
    assert told(staff) == ["return.asked", "return.asked", "return.reminder", "return.reminder"]
    assert of(collection, late).state == ReturnState.DRAFT
    services.collections.remind(actor=organiser, collection=collection)
    services.collections.postpone(actor=organiser, collection=collection, due_on=city_day() + dt.timedelta(30))
    with pytest.raises(Forbidden):
        services.collections.remind(actor=factories.actor(Role.ORGANISER), collection=collection)


def sheet_of(rows):
    book, buffer = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(buffer)
    return io.BytesIO(buffer.getvalue())


def test_a_carrier_files_from_a_spreadsheet_with_errors_and_the_authority_accepts(app, client, city):
    staff, organiser, carrier = city
    entered(carrier, QUARTER.before(), jobs=100, revenue=5_000_000_00)
    item = of(asked(organiser), carrier)
    here = f"/returns/{item.id}"
    sign_in(client, staff)
    assert "南湖孵化器" in client.get("/returns?lang=zh").text
    cells = (
        load_workbook(io.BytesIO(client.get(f"{here}/sheet?lang=zh").data)).worksheets[0].iter_rows(values_only=True)
    )
    rows = [list(row) for row in cells]
    assert rows[0] == ["编号", "指标", "单位", "本期数值", "上期数值", "备注"]
    assert ["revenue", "在孵企业营业收入", "元", None, 5_000_000, None] in [row[:6] for row in rows]
    for row in rows[1:]:
        row[3] = {"jobs": "一百多", "revenue": "520万", "jobs_graduates": -3}.get(row[0], 0)
    send = {"file": (sheet_of(rows), "季报.xlsx")}
    refused = client.post(f"{here}/upload", data=send, content_type="multipart/form-data")
    assert refused.status_code == 422
    line = 1 + next(place for place, row in enumerate(rows) if row[0] == "jobs")
    assert f"第{line}行" in refused.text
    assert "文件中有2行有误" in refused.text
    db.session.refresh(item)
    assert item.draft == {}
    for row in rows[1:]:
        row[3] = {"jobs": "110", "jobs_graduates": 3}.get(row[0], row[3])
    send = {"file": (sheet_of(rows), "季报.xlsx")}
    assert client.post(f"{here}/upload", data=send, content_type="multipart/form-data").status_code == 303
    page = client.get(f"{here}/edit").text
    assert "520万" in page
    db.session.refresh(item)
    version = str(item.version)
    assert client.post(f"{here}/edit", data={"version": "1", "jobs": "115"}).status_code == 409
    wrong = client.post(f"{here}/edit", data={"version": version, "jobs": "2", "jobs_graduates": "3", "send": "1"})
    assert wrong.status_code == 422
    assert "不能超过它" in wrong.text
    assert client.post(f"{here}/edit", data={"version": version, "jobs": "115", "send": "1"}).status_code == 303
    assert "115" in client.get(here).text
    assert "签字" in client.get(f"{here}/print").text
    sign_in(client, organiser)
    assert "待审核" in client.get(f"/collections/{item.collection_id}").text
    assert client.post(f"{here}/send-back", data={"reason": ""}).status_code == 422
    assert client.post(f"{here}/accept").status_code == 303
    assert client.get("/collections?lang=zh").status_code == 200
    assert "第1次提交" in client.get(here).text

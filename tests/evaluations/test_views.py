"""The way of an evaluation over its pages: scheme, run, judgement, publication, appeal, rectification."""

import datetime as dt
import io

from openpyxl import load_workbook

from app.accounts.models import Role
from app.core.days import city_day
from app.core.model import utc_now
from app.evaluations import services
from app.evaluations.models import Run, Scheme, Standing
from app.evaluations.tasks import watch_rectifications
from app.extensions import db
from app.notifications.models import Notification
from tests import factories
from tests.carriers.factories import published as carrier
from tests.evaluations.factories import own_scheme, published, result_of, results, run_of
from tests.factories import sign_in
from tests.files import samples
from tests.trust.forms import _offered

LATER = str((utc_now() + dt.timedelta(30)).date())


def typed(client, path):
    """What the fields of the page's form hold, as a browser would send it."""
    return _offered(client.get(path).text, path)


def test_a_scheme_is_copied_and_edited(client):
    organiser = factories.actor(Role.ORGANISER)
    sign_in(client, organiser)
    assert "35,000" in client.get("/evaluations/schemes/shipped/seven_ones?lang=en").text
    made = client.post("/evaluations/schemes/shipped/general_incubator/copy")
    here = made.location
    page = client.get(f"{here}?lang=zh").text
    assert "权重合计为100" in page
    fields = typed(client, here)
    assert client.post(here, data={**fields, "weight_mentoring": "1.234"}).status_code == 422
    assert client.post(here, data={**fields, "marks_mentoring": "0 = 100%\n80% = 10%"}).status_code == 422
    assert client.post(here, data={**fields, "marks_mentoring": "胡言"}).status_code == 422
    changed = {
        **fields,
        "weight_mentoring": "6",
        "weight_trained": "",
        "marks_own_funds": "0 = 0%\n2000万 = 100%",
        "gate_0": "3",
        "new_zh": "企业满意度",
        "new_kind": "steps",
        "new_indicator": "satisfaction",
        "new_weight": "2.5",
        "new_marks": "80% = 60%；90% = 100%",
    }
    assert client.post(here, data=changed).status_code == 303
    rules = db.session.query(Scheme).one().rules
    assert [str(rules.criterion(code).weight) for code in ("mentoring", "own_1")] == ["6", "2.5"]
    assert rules.criterion("trained") is None
    assert rules.criterion("own_funds").marks == ((0, 0), (2000 * 10**6, 100))
    assert (rules.criterion("own_1").marks, rules.gates[0].at) == (((8000, 60), (9000, 100)), 3)
    assert "95.5" in client.get(here.removesuffix("/edit")).text


def test_from_a_run_to_the_published_list(client):
    organiser, staff = factories.actor(Role.ORGANISER), factories.actor(Role.CARRIER_STAFF)
    made = carrier(staff)
    scheme = own_scheme(organiser)
    sign_in(client, organiser)
    new = "/evaluations/runs/new"
    values = {"scheme_id": str(scheme.id), "period": str(city_day().year), "links": ["incubator"]}
    assert client.post(new, data={**values, "links": ["park"]}).status_code == 422
    here = client.post(new, data=values).location
    assert client.post(new, data=values).status_code == 422
    run = db.session.query(Run).one()
    assert client.post(f"{here}/reviewers", data={"reviewers": [str(organiser.membership.id)]}).status_code == 303
    [result] = results(run)
    there = f"/evaluations/results/{result.id}"
    given = {"points_management": "9", "reason_management": "好", "points_public": "3", "reason_public": "好"}
    assert client.post(f"{there}/judge", data=given).status_code == 422
    assert (
        client.post(f"{there}/judge", data={**given, "reason_public": "", "points_management": "8"}).status_code == 422
    )
    assert client.post(f"{there}/judge", data={**given, "points_management": "8"}).status_code == 303
    sheet = load_workbook(io.BytesIO(client.get(f"{here}?format=xlsx&lang=zh").data)).worksheets[0]
    assert [cell.value for cell in sheet[2]][:2] == [1, made.name]
    fields = {"seen": client.get(here).text.split('name="seen" value="')[1].split('"')[0]}
    days = {"appeal_until": LATER, "rectify_until": LATER}
    assert client.post(f"{here}/publish", data={**fields, **days, "appeal_until": "2020-01-01"}).status_code == 422
    sign_in(client, staff)
    assert client.get(there).status_code == 404
    assert made.name not in client.get("/evaluations").text
    sign_in(client, organiser)
    assert client.post(f"{here}/publish", data={**fields, **days}).status_code == 303
    listed = f"/evaluations/published/{run.id}"
    client.post("/sign-out")
    page = client.get(f"{listed}?lang=zh").text
    assert made.name in page
    assert "限期整改" in page
    sign_in(client, staff)
    assert "距“合格”还差什么" in client.get(f"{there}?lang=zh").text
    assert client.get(f"{there}?format=xlsx").status_code == 200


def test_appeal_and_rectification(client):
    organiser, staff = factories.actor(Role.ORGANISER), factories.actor(Role.CARRIER_STAFF)
    made = carrier(staff)
    run = published(organiser, run_of(organiser, own_scheme(organiser)))
    there = f"/evaluations/results/{result_of(run, made).id}"
    db.session.commit()
    sign_in(client, staff)
    assert client.post(f"{there}/appeal", data={"text": ""}).status_code == 422
    documents = client.post(f"{there}/appeal", data={"text": "面积口径有误"}).location
    file = (io.BytesIO(samples.pdf()), "证明.pdf")
    assert client.post(documents, data={"file": file}, content_type="multipart/form-data").status_code == 303
    assert "证明.pdf" in client.get(documents).text
    assert client.post(f"{there}/report", data={"text": "已整改"}).status_code == 303
    sign_in(client, organiser)
    assert "申诉" in client.get("/today?lang=zh").text
    appeal = documents.removesuffix("/documents")
    assert client.post(f"{appeal}/decide", data={"reason": "", "decision": "reject"}).status_code == 422
    assert client.post(f"{appeal}/decide", data={"reason": "口径一致", "decision": "reject"}).status_code == 303
    assert client.post(f"{there}/send-back", data={"reason": "还差导师"}).status_code == 422
    assert client.post(f"{there}/send-back", data={"reason": "还差导师", "due_on": LATER}).status_code == 303
    sign_in(client, staff)
    assert "整改" in client.get("/today?lang=zh").text
    assert "还差导师" in client.get(f"{there}/report").text
    assert client.post(f"{there}/report", data={"text": "已聘导师"}).status_code == 303
    sign_in(client, organiser)
    assert client.post(f"{there}/accept", data={}).status_code == 303
    assert db.session.query(Standing).one().state == "qualified"


def test_lists_ask_as_much_for_three_as_for_one(client, statements):
    organiser, staff = factories.actor(Role.ORGANISER), factories.actor(Role.CARRIER_STAFF)
    scheme = own_scheme(organiser)
    first = carrier(staff, name="一")
    run = published(organiser, run_of(organiser, scheme))
    quarter = run_of(organiser, scheme, "quarter")
    other = own_scheme(organiser, "seven_ones")
    pages = (
        (staff, "/evaluations", 14),
        (staff, f"/evaluations/results/{result_of(run, first).id}", 16),
        (organiser, "/evaluations/runs", 14),
        (organiser, f"/evaluations/runs/{quarter.id}", 18),
        (organiser, "/evaluations/schemes", 12),
        (organiser, f"/evaluations/schemes/{other.id}/simulate?against={scheme.id}&period={city_day().year}", 16),
        (staff, f"/evaluations/published/{run.id}", 10),
    )

    def count(person, path):
        sign_in(client, person)
        client.get(path)
        with statements() as seen:
            assert client.get(path).status_code == 200
        return len(seen)

    one = [count(person, path) for person, path, _most in pages]
    for name in ("二", "三"):
        carrier(staff, name=name)
    services.runs.compute(actor=organiser, run=quarter)
    published(organiser, run_of(organiser, scheme, "month"))
    three = [count(person, path) for person, path, _most in pages]
    assert three == one
    assert all(number <= most for number, (_person, _path, most) in zip(one, pages, strict=True)), one


def test_reminders_are_sent_once(app):
    organiser, staff = factories.actor(Role.ORGANISER), factories.actor(Role.CARRIER_STAFF)
    carrier(staff)
    published(organiser, run_of(organiser, own_scheme(organiser)), rectify_until=city_day() + dt.timedelta(7))
    for _time in range(2):
        watch_rectifications()
    assert db.session.query(Notification).filter_by(kind="evaluation.reminder").count() == 1

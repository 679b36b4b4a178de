import datetime as dt
import io
import re

import icalendar
import openpyxl
import pytest

from app.accounts.models import Role
from app.core.model import utc_now
from app.extensions import db
from app.roadshows.meetings.models import MeetingRequest
from app.roadshows.models import Application, FundInvitation, Interest, Roadshow, RoadshowState
from app.roadshows.queries import lineup_places
from app.roadshows.services import applications, invite_fund, lineup, moves, registrations
from tests import factories
from tests.factories import sign_in
from tests.funds.factories import published as published_fund
from tests.projects.factories import project
from tests.projects.factories import published as published_project
from tests.roadshows.factories import application, opened, published, roadshow

CANARY = "canary-5d1c"


@pytest.fixture
def organiser(app):
    return factories.actor(Role.ORGANISER)


def form(**values):
    return {
        "title": "秋季路演",
        "summary": "欢迎报名",
        "venue": "南湖",
        "mode": "both",
        "starts_at": "2030-10-01T14:00",
        "ends_at": "2030-10-01T17:30",
        "apply_from": "2030-08-01T09:00",
        "apply_until": "2030-09-15T18:00",
        "capacity": "10",
        "reviews_wanted": "2",
        "seats": "50",
        "organisation_seats": "3",
        **values,
    }


def test_an_organiser_sets_up_opens_and_undoes(client, organiser):
    sign_in(client, organiser)
    made = client.post("/roadshows/new", data=form(sectors=["robotics"], rounds=["angel"]))
    assert made.status_code == 303
    stored = db.session.query(Roadshow).one()
    assert stored.starts_at == dt.datetime(2030, 10, 1, 6, 0, tzinfo=dt.UTC)
    assert (stored.codes("sector"), stored.codes("round")) == (["robotics"], ["angel"])
    assert 'value="2030-10-01T14:00"' in client.get(f"/roadshows/{stored.id}/edit").text
    assert client.post(f"/roadshows/{stored.id}/move", data={"to": "open"}).status_code == 303
    assert stored.state is RoadshowState.OPEN
    assert 'value="draft"' in client.get(f"/roadshows/{stored.id}/manage").text
    client.post(f"/roadshows/{stored.id}/move", data={"to": "draft"})
    assert stored.state is RoadshowState.DRAFT
    assert client.post(f"/roadshows/{stored.id}/move", data={"to": "held"}).status_code == 409
    assert client.post(f"/roadshows/{stored.id}/move", data={"to": "nonsense"}).status_code == 409


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("starts_at", "gestern"),
        ("starts_at", "9999-99-99T99:99"),
        ("ends_at", "2030-10-01T13:00"),
        ("capacity", "0"),
        ("capacity", "1e30"),
        ("online_url", "javascript:alert(1)"),
        ("title", ""),
        ("mode", "telepathy"),
        ("series_id", "not-a-series"),
    ],
)
def test_errors_stand_at_their_field_and_nothing_typed_is_lost(client, organiser, name, value):
    sign_in(client, organiser)
    answer = client.post("/roadshows/new", data=form(**{"summary": "留住我", name: value}))
    assert answer.status_code == 422
    assert "留住我" in answer.text
    assert f"{name}-error" in answer.text


def test_two_tabs_do_not_overwrite_each_other(client, organiser):
    made = opened(organiser)
    sign_in(client, organiser)
    version = made.version
    assert client.post(f"/roadshows/{made.id}/edit", data=form(version=version)).status_code == 303
    assert client.post(f"/roadshows/{made.id}/edit", data=form(version=version, title="后来的")).status_code == 409


def test_the_rubric_is_edited_with_field_errors_and_weights_shown_in_percent(client, organiser):
    made = roadshow(organiser)
    sign_in(client, organiser)
    rows = {"id": ["", ""], "name": ["团队", "市场"], "name_en": ["", ""], "hint": ["", ""], "weight": ["30", "70"]}
    assert client.post(f"/roadshows/{made.id}/rubric", data=rows).status_code == 303
    page = client.get(f"/roadshows/{made.id}/rubric").text
    assert "70 %" in page
    broken = client.post(f"/roadshows/{made.id}/rubric", data={**rows, "weight": ["30", "viel"]})
    assert broken.status_code == 422
    assert "市场" in broken.text


MANAGEMENT = [
    "manage",
    "edit",
    "rubric",
    "applications",
    "reviewers",
    "lineup",
    "registrations",
    "invitations",
]


@pytest.mark.parametrize("path", MANAGEMENT)
def test_management_pages_belong_to_the_organiser_s_organisation(client, organiser, path):
    made = opened(organiser)
    application(made)
    for person, status in (
        (organiser, 200),
        (factories.actor(Role.ORGANISER, of=organiser.membership.organisation), 200),
        (factories.actor(Role.ORGANISER), 404),
        (factories.actor(Role.CARRIER_STAFF), 404),
        (factories.actor(), 404),
        (factories.actor(Role.REVIEWER, of=organiser.membership.organisation), 404),
    ):
        assert sign_in(client, person).get(f"/roadshows/{made.id}/{path}").status_code == status


def test_a_carrier_operator_runs_its_own_roadshow(client, app):
    carrier = factories.actor(Role.CARRIER_STAFF)
    sign_in(client, carrier)
    assert client.post("/roadshows/new", data=form()).status_code == 303
    made = db.session.query(Roadshow).one()
    assert client.get(f"/roadshows/{made.id}/manage").status_code == 200
    assert made.title in client.get("/roadshows/managed").text


def test_a_draft_is_its_organiser_s_alone(client, organiser):
    made = roadshow(organiser)
    assert client.get(f"/roadshows/{made.id}").status_code == 404
    assert client.get(f"/roadshows/{made.id}/roadshow.ics").status_code == 404
    for path in ("/roadshows", "/roadshows.ics", "/roadshows?format=csv", "/search?q=南湖天使路演"):
        assert "天使路演</a>" not in client.get(path).text
        assert str(made.id) not in client.get(path).text
    assert sign_in(client, organiser).get(f"/roadshows/{made.id}").status_code == 200


def test_the_calendar_is_filtered_and_exported(client, organiser):
    made = opened(organiser)
    assert made.title in client.get("/roadshows").text
    assert made.title in client.get("/roadshows?sector=robotics&mode=on_site&region=330000").text
    for query in ("sector=biotech", "mode=online", "region=110000", "time=past"):
        assert made.title not in client.get(f"/roadshows?{query}").text
    sheet = openpyxl.load_workbook(io.BytesIO(client.get("/roadshows?format=xlsx").data)).active
    assert sheet["A2"].value == made.title
    made.starts_at, made.ends_at = utc_now() - dt.timedelta(days=2), utc_now() - dt.timedelta(days=1)
    db.session.commit()
    assert made.title in client.get("/roadshows?time=past").text


def test_calendar_files_are_valid_and_hold_nothing_private(client, organiser):
    made = opened(organiser, mode="both", online_url=f"https://live.example.cn/{CANARY}")
    for path in ("/roadshows.ics", f"/roadshows/{made.id}/roadshow.ics"):
        answer = client.get(path)
        book = icalendar.Calendar.from_ical(answer.data)
        event = next(iter(book.walk("VEVENT")))
        assert event["summary"] == made.title
        assert event.decoded("dtstart") == made.starts_at.replace(microsecond=0)
        assert CANARY not in answer.text
        assert answer.content_type.startswith("text/calendar")


def test_the_live_room_is_shown_to_those_who_take_part(client, organiser):
    owner, investor = factories.actor(), factories.actor(Role.INVESTOR)
    made, sent = published(organiser, owner, mode="both", online_url=f"https://live.example.cn/{CANARY}")
    registrations.register(actor=investor, roadshow=made, people=1)
    url = f"/roadshows/{made.id}"
    for person, sees in (
        (None, False),
        (factories.actor(), False),
        (factories.actor(Role.INVESTOR), False),
        (factories.actor(Role.ORGANISER), False),
        (owner, True),
        (investor, True),
        (organiser, True),
    ):
        if person:
            sign_in(client, person)
        assert (CANARY in client.get(url).text) is sees
    applications.withdraw(actor=owner, application=sent)
    db.session.commit()
    assert CANARY not in sign_in(client, owner).get(url).text


def test_the_line_up_is_public_once_it_is_published(client, organiser):
    owner = factories.actor()
    made = opened(organiser)
    sent = application(made, owner, published_project(owner, name="触觉皮肤"))
    lineup.add(actor=organiser, roadshow=made, application_ids=[sent.id])
    moves.move(actor=organiser, roadshow=made, to=RoadshowState.LINEUP_FIXED)
    db.session.commit()
    assert "触觉皮肤" not in client.get(f"/roadshows/{made.id}").text
    sign_in(client, organiser).post(f"/roadshows/{made.id}/move", data={"to": "published"})
    page = client.application.test_client().get(f"/roadshows/{made.id}").text
    assert "触觉皮肤" in page
    assert "<svg" in page


def test_an_entrepreneur_applies_in_three_steps(client, organiser):
    made, owner = opened(organiser, mode="both"), factories.actor()
    mine = published_project(owner)
    sign_in(client, owner)
    refused = client.post(f"/roadshows/{made.id}/apply", data={"project_id": str(mine.id)})
    assert refused.status_code == 422
    assert 'id="consent-error"' in refused.text
    begun = client.post(f"/roadshows/{made.id}/apply", data={"project_id": str(mine.id), "consent": "y"})
    stored = db.session.query(Application).one()
    assert begun.location.endswith(f"/applications/{stored.id}/pitch")
    later = client.post(begun.location, data={"wants": "写了一半", "attendance": "online", "then": "later"})
    assert later.location.endswith("/applications")
    assert "写了一半" in client.get(begun.location).text
    assert client.post(f"/applications/{stored.id}/check").status_code == 422
    client.post(begun.location, data={"wants": "见投资人", "presenter": "陈晓", "attendance": "online"})
    assert "陈晓" in client.get(f"/applications/{stored.id}/check").text
    sent = client.post(f"/applications/{stored.id}/check")
    assert sent.location.endswith(f"/applications/{stored.id}")
    assert client.get(sent.location).status_code == 200
    assert stored.attendance == "online"
    assert client.post(f"/applications/{stored.id}/check").status_code == 409
    assert client.post(f"/applications/{stored.id}/withdraw").status_code == 303
    assert client.post(f"/applications/{stored.id}/withdraw").status_code == 409
    assert client.post(f"/applications/{stored.id}/restore").status_code == 303


def test_an_application_is_its_startup_s_alone(client, organiser):
    made, owner = opened(organiser), factories.actor()
    sent = application(made, owner, wants=CANARY)
    teammate = factories.actor(of=owner.membership.organisation, is_manager=False)
    others = [factories.actor(), factories.actor(Role.ORGANISER), factories.actor(Role.INVESTOR)]
    for person, status in ((owner, 200), (teammate, 200), *((other, 404) for other in others)):
        assert sign_in(client, person).get(f"/applications/{sent.id}").status_code == status
    for person in others:
        sign_in(client, person)
        for path in (f"/roadshows/{made.id}", f"/projects/{sent.project_id}", f"/roadshows/{made.id}/applications"):
            assert CANARY not in client.get(path).text
    assert CANARY in sign_in(client, organiser).get(f"/roadshows/{made.id}/applications?format=csv").text


def test_someone_else_s_or_an_unpublished_project_cannot_apply(client, organiser):
    made, owner = opened(organiser), factories.actor()
    foreign, draft = published_project(factories.actor()), project(owner)
    published_project(owner)
    sign_in(client, owner)
    for one in (foreign, draft):
        answer = client.post(f"/roadshows/{made.id}/apply", data={"project_id": str(one.id), "consent": "y"})
        assert answer.status_code == 422
    assert db.session.query(Application).count() == 0


def test_the_outcome_is_told_when_the_line_up_is_fixed(client, organiser):
    owner = factories.actor()
    made = opened(organiser)
    sent = application(made, owner)
    lineup.add(actor=organiser, roadshow=made, application_ids=[sent.id])
    db.session.commit()
    sign_in(client, owner)
    assert "入选" not in client.get(f"/applications/{sent.id}").text
    moves.move(actor=organiser, roadshow=made, to=RoadshowState.LINEUP_FIXED)
    db.session.commit()
    assert "入选" in client.get(f"/applications/{sent.id}").text


def test_the_line_up_is_built_without_dragging(client, organiser):
    made = opened(organiser)
    sent = [application(made) for _ in range(3)]
    sign_in(client, organiser)
    base = f"/roadshows/{made.id}/lineup"
    ids = [str(row.id) for row in sent]
    client.post(f"{base}/add", data={"application": ids})
    assert made.lineup_count == 0
    client.post(f"{base}/add", data={"application": [*ids[:2], "junk"]})
    client.post(f"{base}/add", data={"application": ids[2], "waiting": "1"})
    places = lineup_places(made.id)
    client.post(f"{base}/{places[1].id}", data={"step": "up"})
    assert [place.application_id for place in lineup_places(made.id)] == [sent[1].id, sent[0].id]
    client.post(f"{base}/{places[0].id}", data={"step": "remove"})
    client.post(f"{base}/{lineup_places(made.id, waiting=True)[0].id}", data={"step": "switch"})
    assert made.lineup_count == 2
    assert client.get(base).status_code == 200
    assert client.get(f"{base}?format=xlsx").status_code == 200
    assert client.post(f"{base}/{factories.actor().account_id}", data={"step": "up"}).status_code == 409


def test_reviewers_are_chosen_and_score(client, organiser):
    made = opened(organiser)
    application(made)
    person = factories.actor(Role.REVIEWER, of=organiser.membership.organisation, is_manager=False)
    sign_in(client, organiser)
    base = f"/roadshows/{made.id}/reviewers"
    assert person.account.name in client.get(base).text
    assert client.post(base, data={"membership_id": str(person.membership_id)}).status_code == 303
    assert client.post(f"/roadshows/{made.id}/assign", data={"evenly": "1"}).status_code == 303
    page = sign_in(client, person).get("/reviews").text
    review = re.search(r"/reviews/([0-9a-f-]{36})", page)[0]
    names = set(re.findall(r'name="(score_[0-9a-f-]{36})"', client.get(review).text))
    assert len(names) == 4
    assert client.post(review, data={"comment": "不错"}).status_code == 422
    assert client.post(review, data=dict.fromkeys(names, "4")).status_code == 303
    assert "4.00" in sign_in(client, organiser).get(f"/roadshows/{made.id}/applications").text
    assert client.get(f"/roadshows/{made.id}/applications?format=xlsx").status_code == 200


def test_an_investor_registers_changes_and_cancels(client, organiser):
    made = opened(organiser)
    sign_in(client, factories.actor(Role.INVESTOR))
    url = f"/roadshows/{made.id}/register"
    too_many = client.post(url, data={"people": "4"})
    assert too_many.status_code == 422
    assert 'id="people-error"' in too_many.text
    assert client.post(url, data={"people": "2"}).status_code == 303
    assert client.post(url, data={"people": "3"}).status_code == 303
    assert made.seats_taken == 3
    assert client.post(f"{url}/cancel").status_code == 303
    assert made.seats_taken == 0
    assert sign_in(client, factories.actor()).get(url).status_code == 403


def test_a_fund_is_invited_on_the_page_and_answers_on_its_own(client, organiser):
    made, sent = published(organiser)
    investor = factories.actor(Role.INVESTOR)
    fund = published_fund(investor, name="南湖天使二期", contact_phone="13911112222")
    sign_in(client, organiser)
    page = client.post(
        f"/roadshows/{made.id}/invitations",
        data={"fund_id": str(fund.id), "project_ids": [str(sent.project_id)], "message": "欢迎来"},
    )
    assert page.status_code == 303
    assert "13911112222" not in client.get(f"/roadshows/{made.id}/invitations").text
    row = db.session.query(FundInvitation).one()
    stranger = factories.actor(Role.INVESTOR)
    assert sign_in(client, stranger).post(f"/invitations/{row.id}/accept", data={"people": 1}).status_code == 404
    sign_in(client, investor)
    assert "欢迎来" in client.get("/requests/roadshows").text
    client.post(f"/invitations/{row.id}/decline", data={"reason": ""})
    assert row.is_open
    assert client.post(f"/invitations/{row.id}/accept", data={"people": "2"}).status_code == 303
    assert made.seats_taken == 2
    assert client.post(f"/invitations/{row.id}/decline", data={"reason": "晚了"}).status_code == 409
    assert "南湖天使二期" in sign_in(client, organiser).get("/requests/roadshows?format=csv").text


def test_contacts_open_when_the_project_agrees(client, organiser):
    owner, investor = factories.actor(), factories.actor(Role.INVESTOR)
    made, sent = published(organiser, owner)
    sent.project.contact_phone = "13700009999"
    fund = published_fund(investor, contact_phone="13911112222")
    db.session.commit()
    sign_in(client, investor)
    assert "13700009999" not in client.get(f"/projects/{sent.project_id}").text
    url = f"/roadshows/{made.id}/interests"
    marked = client.post(
        f"{url}/{sent.project_id}", data={"fund_id": str(fund.id), "level": "wants_contact", "message": "想聊聊"}
    )
    assert marked.status_code == 303
    row = db.session.query(MeetingRequest).one()
    assert client.get(url).status_code == 200
    assert client.post(f"/meeting-requests/{row.id}/accept").status_code == 403
    sign_in(client, owner)
    page = client.get("/requests/roadshows", follow_redirects=True).text
    assert "想聊聊" in page
    assert "13911112222" not in page
    assert client.post(f"/meeting-requests/{row.id}/accept").status_code == 303
    assert "13911112222" in client.get(f"/funds/{fund.id}").text
    assert "13700009999" in sign_in(client, investor).get(f"/projects/{sent.project_id}").text
    assert "13700009999" not in sign_in(client, factories.actor(Role.INVESTOR)).get(f"/projects/{sent.project_id}").text


def test_a_foreign_fund_marks_nothing(client, organiser):
    made, sent = published(organiser)
    fund = published_fund()
    published_fund(investor := factories.actor(Role.INVESTOR))
    sign_in(client, investor)
    client.post(
        f"/roadshows/{made.id}/interests/{sent.project_id}", data={"fund_id": str(fund.id), "level": "interested"}
    )
    assert db.session.query(Interest).count() == 0


def test_lists_take_as_many_statements_for_three_rows_as_for_one(client, organiser, statements):
    made = opened(organiser, capacity=10)
    investor, owner = factories.actor(Role.INVESTOR), factories.actor()
    paths = {
        organiser: [
            "/roadshows/managed",
            f"/roadshows/{made.id}/applications",
            f"/roadshows/{made.id}/reviewers",
            f"/roadshows/{made.id}/lineup",
            f"/roadshows/{made.id}/registrations",
            f"/roadshows/{made.id}/invitations",
            "/requests/roadshows",
        ],
        owner: ["/applications"],
        investor: ["/requests/roadshows", "/roadshows"],
    }

    def more():
        other = opened(organiser)
        application(other, owner)
        application(made)
        invite_fund(actor=organiser, roadshow=made, fund_id=published_fund().id)
        invite_fund(actor=organiser, roadshow=made, fund_id=published_fund(investor).id)
        registrations.register(actor=factories.actor(Role.INVESTOR), roadshow=made, people=1)
        lineup.add(actor=organiser, roadshow=made, application_ids=[application(made).id])
        db.session.commit()

    def counted():
        found = {}
        for person, pages in paths.items():
            sign_in(client, person)
            for path in pages:
                with statements() as log:
                    assert client.get(path).status_code == 200
                found[path, person.role] = len(log)
        return found

    more()
    counted()
    one = counted()
    more()
    more()
    assert counted() == one

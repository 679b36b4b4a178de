import html
import io
import uuid

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from app.accounts.models import Membership, Role
from app.deals.models import Deal, DealNote, DealTask, LedgerEntry, PassReason, Reminder, Stage
from app.deals.queries.conflicts import investing_mentors
from app.deals.queries.rounds import commitments_of
from app.deals.services import ledger, notes, pipeline, rounds, todo
from app.extensions import db
from app.mentorships import services as mentorships
from app.roadshows.models import InterestLevel
from app.roadshows.services import interests
from tests import factories
from tests.deals import factories as deals
from tests.deals.factories import WAN
from tests.factories import sign_in
from tests.mentorships.factories import pair
from tests.mentorships.factories import request as ask
from tests.projects.factories import published as published_project
from tests.roadshows.factories import published as published_roadshow

TODAY = "2026-05-04"


def investing():
    """An investor with a fund, a founder with a project, and the deal between them."""
    investor, owner = factories.actor(Role.INVESTOR), factories.actor()
    deal = deals.deal(investor, project=published_project(owner))
    db.session.commit()
    return investor, owner, deal


def test_a_deal_goes_from_the_project_s_page_to_the_ledger(client):
    investor, owner = factories.actor(Role.INVESTOR), factories.actor()
    fund, project = deals.fund(investor), published_project(owner)
    db.session.commit()
    sign_in(client, investor)
    assert project.name in client.get("/deals/new?q=触觉").text
    assert f"/projects/{project.id}/deal" in client.get(f"/projects/{project.id}").text
    form = {"fund_id": str(fund.id), "owner_id": str(investor.membership_id), "amount": "100万"}
    assert client.post(f"/projects/{project.id}/deal", data={**form, "fund_id": ""}).status_code == 422
    made = client.post(f"/projects/{project.id}/deal", data=form)
    deal = db.session.scalars(select(Deal)).unique().one()
    assert made.location == f"/deals/{deal.id}"
    assert client.get(f"/projects/{project.id}/deal").location == f"/deals/{deal.id}"
    assert client.post(f"/projects/{project.id}/deal", data=form).status_code == 409
    for path in ("/deals", "/deals?view=table", f"/deals/{deal.id}"):
        page = client.get(path)
        assert (page.status_code, project.name in page.text) == (200, True)
    moved = client.post(f"/deals/{deal.id}/move", data={"to": "meeting", "version": deal.version, "next": "/deals"})
    assert (moved.location, deal.stage) == ("/deals", Stage.MEETING)
    assert client.post(f"/deals/{deal.id}/move", data={"to": "term_sheet", "version": "1"}).status_code == 409
    assert client.post(f"/deals/{deal.id}/move", data={"to": "invested"}).status_code == 409
    assert deal.stage is Stage.MEETING
    invest = {"kind": "own", "amount": "600万", "made_on": TODAY, "instrument": "equity", "tell": "y"}
    assert "500" in client.get(f"/deals/{deal.id}/invest").text
    assert client.post(f"/deals/{deal.id}/invest", data=invest).status_code == 422
    assert client.post(f"/deals/{deal.id}/invest", data={**invest, "amount": "200万"}).status_code == 303
    assert (deal.stage, deal.told_stage, fund.remaining_capital) == (Stage.INVESTED, Stage.INVESTED, 300 * WAN)
    assert project.name in client.get(f"/funds/{fund.id}/ledger").text
    assert fund.name in sign_in(client, owner).get("/deals/told").text


def test_passing_and_reopening(client):
    investor, owner, deal = investing()
    sign_in(client, investor)
    assert client.get(f"/deals/{deal.id}/pass").status_code == 200
    assert client.post(f"/deals/{deal.id}/pass", data={"note": "x"}).status_code == 422
    data = {"reason": "valuation", "note": "内部意见", "tell": "y", "message": "谢谢，暂不继续"}
    assert client.post(f"/deals/{deal.id}/pass", data=data).status_code == 303
    assert "内部意见" in client.get(f"/deals/{deal.id}").text
    for path in ("pass", "edit", "invest"):
        assert client.get(f"/deals/{deal.id}/{path}").status_code == 409
    told = sign_in(client, owner).get("/deals/told").text
    assert "谢谢，暂不继续" in told
    assert "内部意见" not in told
    assert sign_in(client, investor).post(f"/deals/{deal.id}/reopen").status_code == 303
    assert client.post(f"/deals/{deal.id}/reopen").status_code == 409


def test_editing_needs_the_version_that_was_seen(client):
    investor, _owner, deal = investing()
    sign_in(client, investor)
    form = {"owner_id": str(investor.membership_id), "amount": "50万", "version": str(deal.version)}
    assert client.get(f"/deals/{deal.id}/edit").status_code == 200
    assert client.post(f"/deals/{deal.id}/edit", data={**form, "amount": "无"}).status_code == 422
    assert client.post(f"/deals/{deal.id}/edit", data=form).status_code == 303
    assert client.post(f"/deals/{deal.id}/edit", data=form).status_code == 409


def test_the_team_works_on_a_deal(client):
    investor, _owner, deal = investing()
    colleague = factories.actor(Role.INVESTOR, of=investor.membership.organisation)
    db.session.commit()
    sign_in(client, investor)
    assert client.post(f"/deals/{deal.id}/notes", data={"text": ""}).status_code == 422
    client.post(f"/deals/{deal.id}/notes", data={"text": "给大家看"})
    client.post(f"/deals/{deal.id}/notes", data={"text": "只给自己", "is_private": "y"})
    task = {"title": "约访谈", "due_on": TODAY, "reminder": "day", "assignee_id": str(colleague.membership_id)}
    assert client.post(f"/deals/{deal.id}/tasks", data={**task, "title": ""}).status_code == 422
    assert client.post(f"/deals/{deal.id}/tasks", data=task).status_code == 303
    sign_in(client, colleague)
    page = client.get(f"/deals/{deal.id}").text
    assert "给大家看" in page
    assert "只给自己" not in page
    assert "约访谈" in client.get("/deals/tasks").text
    assert "约访谈" in client.get("/today").text
    made = db.session.scalars(select(DealTask)).unique().one()
    assert client.get(f"/deals/tasks/{made.id}/edit").status_code == 200
    assert client.post(f"/deals/tasks/{made.id}/edit", data={**task, "title": "改期"}).status_code == 303
    assert client.post(f"/deals/tasks/{made.id}/done", data={"next": "tasks"}).location == "/deals/tasks"
    assert client.post(f"/deals/tasks/{made.id}/done").status_code == 409
    assert client.get(f"/deals/tasks/{made.id}/edit").status_code == 409
    assert "改期" in client.get("/deals/tasks?for=all&state=done").text
    assert client.post(f"/deals/tasks/{made.id}/not-done").status_code == 303
    comment = db.session.scalars(select(DealNote).where(~DealNote.is_private)).one()
    assert client.post(f"/deals/notes/{comment.id}/remove").status_code == 403
    sign_in(client, investor)
    assert client.post(f"/deals/notes/{comment.id}/remove").status_code == 303
    assert "给大家看" not in client.get(f"/deals/{deal.id}").text
    assert client.post(f"/deals/notes/{comment.id}/put-back").status_code == 303


def test_strangers_learn_nothing(client):
    investor, owner, deal = investing()
    note = notes.add(actor=investor, deal=deal, text="保密的话")
    entry = deals.entry(investor, deal.fund)
    db.session.commit()
    paths = (f"/deals/{deal.id}", f"/deals/{deal.id}/edit", f"/deals/{deal.id}/invest", f"/ledger/{entry.id}/reverse")
    for person in (factories.actor(Role.INVESTOR), owner, factories.actor(Role.ORGANISER)):
        sign_in(client, person)
        for path in (*paths, f"/funds/{deal.fund_id}/ledger"):
            assert client.get(path).status_code == 404
        assert client.post(f"/deals/notes/{note.id}/remove").status_code == 404
        assert client.post(f"/deals/{deal.id}/move", data={"to": "meeting"}).status_code == 404
        for path in ("/deals", "/deals?format=csv", "/deals/tasks", "/deals/told", f"/projects/{deal.project_id}"):
            assert "保密的话" not in client.get(path).text
            assert deal.fund.name not in client.get(path).text


def test_a_deal_starts_from_an_interest_of_a_roadshow(client):
    organiser, investor, owner = factories.actor(Role.ORGANISER), factories.actor(Role.INVESTOR), factories.actor()
    fund = deals.fund(investor)
    roadshow, sent = published_roadshow(organiser, owner)
    interests.mark(actor=investor, roadshow=roadshow, fund=fund, project=sent.project, level=InterestLevel.OBSERVING)
    db.session.commit()
    sign_in(client, investor)
    way = f"/projects/{sent.project_id}/deal?fund={fund.id}&roadshow={roadshow.id}"
    assert way in html.unescape(client.get(f"/roadshows/{roadshow.id}/interests").text)
    form = {"fund_id": str(fund.id), "owner_id": str(investor.membership_id)}
    assert client.post(way, data=form).status_code == 303
    deal = db.session.scalars(select(Deal)).unique().one()
    assert (deal.origin, deal.roadshow_id) == ("roadshow", roadshow.id)
    assert roadshow.label in client.get(f"/deals/{deal.id}").text


def test_the_ledger_is_written_and_corrected_on_its_pages(client):
    investor = factories.actor(Role.INVESTOR)
    fund = deals.fund(investor)
    db.session.commit()
    sign_in(client, investor)
    assert client.get("/ledger").location == f"/funds/{fund.id}/ledger"
    assert client.get(f"/funds/{fund.id}/ledger").status_code == 200
    form = {"kind": "incubate", "company": "某某", "amount": "0", "made_on": TODAY, "instrument": "equity"}
    assert client.post(f"/funds/{fund.id}/ledger/new", data=form).status_code == 422
    assert client.post(f"/funds/{fund.id}/ledger/new", data={**form, "share": "5"}).status_code == 303
    entry = db.session.scalars(select(LedgerEntry)).unique().one()
    assert client.get(f"/ledger/{entry.id}/reverse").status_code == 200
    assert client.post(f"/ledger/{entry.id}/reverse", data={"note": ""}).status_code == 422
    reversed_ = client.post(f"/ledger/{entry.id}/reverse", data={"note": "重复"})
    assert reversed_.location == f"/funds/{fund.id}/ledger/new?like={entry.id}"
    assert "某某" in client.get(reversed_.location).text
    assert client.get(f"/ledger/{entry.id}/reverse").status_code == 409
    assert client.post(f"/ledger/{entry.id}/reverse", data={"note": "重复"}).status_code == 409
    book = load_workbook(io.BytesIO(client.get(f"/funds/{fund.id}/ledger?format=xlsx").data))
    assert book.active.max_row == 3
    deals.fund(investor, name="二号")
    db.session.commit()
    assert "二号" in client.get("/ledger").text


def test_a_round_from_opening_to_the_ledger(client):
    owner, ((lead, first), (follower, second)) = factories.actor(), deals.investors(2)
    project = published_project(owner)
    deals.agree(project, first, second)
    db.session.commit()
    sign_in(client, owner)
    assert client.get("/rounds").status_code == 200
    new = f"/projects/{project.id}/rounds/new"
    assert first.name in client.get(new).text
    form = {"amount_sought": "500万", "instrument": "equity", "lead_required": "y", "funds": [str(first.id)]}
    assert client.post(new, data={**form, "amount_sought": ""}).status_code == 422
    here = client.post(new, data=form).location
    assert client.post(new, data=form).status_code == 409
    assert client.post(f"{here}/invite", data={"funds": [str(second.id)]}).location == here
    (one, two) = commitments_of(uuid.UUID(here.split("/")[-1]))
    assert sign_in(client, factories.actor(Role.INVESTOR)).get(here).status_code == 404
    sign_in(client, lead)
    assert project.name in client.get("/rounds").text
    assert "500" in client.get(here).text
    answer = f"/rounds/commitments/{one.id}"
    assert client.get(answer).status_code == 200
    given = {"amount": "300万", "firm": "yes", "lead": "y", "version": str(one.version)}
    assert client.post(answer, data={**given, "amount": "600万"}).status_code == 422
    assert client.post(answer, data=given).location == here
    assert client.post(answer, data=given).status_code == 409
    assert client.get(f"/rounds/commitments/{two.id}").status_code == 404
    assert client.post(f"{here}/close").status_code == 403
    sign_in(client, follower)
    assert client.post(f"/rounds/commitments/{two.id}", data={"amount": "100万", "firm": ""}).status_code == 303
    page = client.get(here).text
    assert first.name in page
    assert client.post(f"/rounds/commitments/{two.id}/decline", data={"note": "额度已满"}).status_code == 303
    sign_in(client, owner)
    assert "额度已满" in client.get(here).text
    assert client.get(f"{here}/edit").status_code == 200
    assert client.post(f"/rounds/commitments/{one.id}/release").status_code == 303
    assert client.post(f"{here}/close").status_code == 409
    rounds.commit(actor=lead, commitment=one, amount=300 * WAN, firm=True, lead=True)
    db.session.commit()
    assert client.post(f"{here}/close").status_code == 303
    assert client.get(f"{here}/edit").status_code == 409
    assert client.post(f"{here}/cancel").status_code == 409
    assert client.get(f"{here}?format=csv").status_code == 200
    deal = db.session.scalars(select(Deal).where(Deal.fund_id == first.id)).unique().one()
    sign_in(client, lead)
    assert "300万" in client.get(f"/deals/{deal.id}/invest").text
    invest = {"kind": "lead", "amount": "300万", "made_on": TODAY, "instrument": "equity", "in_round": "y"}
    assert client.post(f"/deals/{deal.id}/invest", data=invest).status_code == 303
    entry = db.session.scalars(select(LedgerEntry)).unique().one()
    assert (str(entry.round_id), first.remaining_capital) == (here.split("/")[-1], 200 * WAN)


def test_a_mentor_who_invests_is_seen_by_project_and_organiser_once_the_project_is_told(client):
    owner, project, coach, mentor = pair()
    running = mentorships.accept(actor=coach, request=ask(owner, project, mentor))
    fund_side = factories.actor(Role.INVESTOR)
    deal = deals.deal(fund_side, project=project)
    factories.save(
        Membership(account_id=coach.account_id, organisation_id=fund_side.organisation_id, role=Role.INVESTOR)
    )
    organiser = factories.actor(Role.ORGANISER, of=coach.membership.organisation)
    db.session.commit()
    manager = fund_side.membership.organisation.name

    def sees(person):
        return manager in sign_in(client, person).get(f"/mentorships/{running.id}").text

    assert investing_mentors(project.id) == []
    assert not any(sees(person) for person in (owner, organiser))
    pipeline.tell(actor=fund_side, deal=deal)
    db.session.commit()
    (found,) = investing_mentors(project.id)
    assert (found.mentor_id, found.fund_id) == (mentor.id, deal.fund_id)
    assert all(sees(person) for person in (owner, organiser))
    assert mentor.name in sign_in(client, fund_side).get(f"/deals/{deal.id}").text
    pipeline.pass_on(actor=fund_side, deal=deal, reason=PassReason.CONFLICT)
    pipeline.tell(actor=fund_side, deal=deal)
    db.session.commit()
    assert not any(sees(person) for person in (owner, organiser))


def test_exports_hold_the_same_rows(client):
    investor, owner, deal = investing()
    pipeline.tell(actor=investor, deal=deal)
    deals.raising(owner, deal.fund, project=deal.project)
    db.session.commit()
    sign_in(client, investor)
    for path in ("/deals", "/deals/tasks", "/rounds"):
        book = load_workbook(io.BytesIO(client.get(f"{path}?format=xlsx").data))
        assert book.active.max_row == (1 if path == "/deals/tasks" else 2)
    assert load_workbook(io.BytesIO(client.get("/deals?format=xlsx&q=没有这个").data)).active.max_row == 1
    sign_in(client, owner)
    for path in ("/rounds", "/deals/told"):
        assert client.get(f"{path}?format=csv").text.count("\n") == 2


@pytest.mark.parametrize("path", ["/deals", "/deals?view=table", "/deals/tasks", "/rounds", "/ledger", "/deals/new"])
def test_empty_pages_say_why(client, path):
    investor, owner = factories.actor(Role.INVESTOR), factories.actor()
    assert sign_in(client, investor).get(path).status_code == 200
    assert sign_in(client, owner).get(path).status_code == (200 if path == "/rounds" else 403)
    assert client.get("/deals/told").status_code == 200
    assert sign_in(client, factories.actor(Role.MENTOR)).get(path).status_code == 403


def test_lists_take_as_many_statements_for_three_rows_as_for_one(client, statements):
    investor, owner = factories.actor(Role.INVESTOR), factories.actor()
    fund = deals.fund(investor)

    def counted():
        found = []
        paths = ["/deals", "/deals?view=table", "/deals/tasks", "/rounds", f"/funds/{fund.id}/ledger", "/today"]
        for person, path in [*((investor, path) for path in paths), (owner, "/deals/told"), (owner, "/rounds")]:
            sign_in(client, person)
            with statements() as log:
                assert client.get(path).status_code == 200
            found.append(len(log))
        return found

    def more():
        colleague = factories.actor(Role.INVESTOR, of=investor.membership.organisation)
        project = published_project(owner)
        deal = deals.deal(investor, fund, project, owner_id=colleague.membership_id)
        due = {"title": "约谈", "due_on": deals.today(), "reminder": Reminder.DAY}
        todo.add(actor=colleague, deal=deal, assignee_id=investor.membership_id, **due)
        pipeline.tell(actor=investor, deal=deal)
        deals.raising(owner, fund, project=project)
        over = deals.deal(investor, fund, published_project(owner))
        entry = ledger.invest(actor=colleague, deal=over, investment=deals.investment(WAN))
        ledger.reverse(actor=colleague, entry=entry, reason="有误")
        db.session.commit()

    more()
    counted()
    one = counted()
    more()
    more()
    assert counted() == one


def test_tasks_and_closings_stand_in_the_calendar_and_among_what_is_due(client):
    investor, owner, deal = investing()
    due = {"title": "约访谈", "due_on": deals.today(), "reminder": Reminder.DAY}
    todo.add(actor=investor, deal=deal, assignee_id=investor.membership_id, **due)
    made = deals.raising(owner, deal.fund, project=deal.project, closes_on=deals.today())
    db.session.commit()
    closing, answer = f"/rounds/{made.id}", "答复“"
    sign_in(client, investor)
    for path in ("/calendar?view=list", "/today"):
        assert "约访谈" in client.get(path).text
    assert answer in client.get("/today").text
    assert closing not in client.get("/calendar?view=list").text
    rounds.commit(actor=investor, commitment=commitments_of(made.id)[0], amount=WAN, firm=True)
    db.session.commit()
    assert closing in client.get("/calendar?view=list").text
    assert answer not in client.get("/today").text
    sign_in(client, owner)
    for path in ("/calendar?view=list", "/today"):
        assert closing in client.get(path).text
    assert closing not in sign_in(client, factories.actor()).get("/calendar?view=list").text

"""Pages of data rooms for the project, its readers and strangers."""

import io

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from app.accounts.models import Role
from app.core.answering import AnswerState
from app.datarooms import queries, services
from app.datarooms.models import RoomDocument, RoomRequest, RoomVersion
from app.extensions import db
from app.files.models import FileOpening
from tests import factories
from tests.datarooms.factories import document, granted, in_days, reader, room
from tests.files import samples
from tests.funds.factories import published as published_fund
from tests.projects.factories import published


@pytest.fixture
def owner(app):
    return factories.actor()


@pytest.fixture
def made(owner):
    found = room(owner)
    db.session.commit()
    return found


def browser(app, person):
    return factories.sign_in(app.test_client(), person)


def test_a_project_fills_its_room_and_a_fund_reads_it(app, owner):
    """From setting up to the log of openings."""
    project, fund = published(owner), factories.actor(Role.INVESTOR)
    published_fund(fund, name="南湖天使")
    db.session.commit()
    ours, theirs = browser(app, owner), browser(app, fund)
    assert "Not set up" in ours.get("/rooms?lang=en").text
    made = queries.room_of(db.session.merge(project).id)
    assert made is None
    assert ours.get(f"/projects/{project.id}").status_code == 200
    base = ours.post(f"/projects/{project.id}/room").location
    assert ours.post(f"{base}/folders", data={"name": "财务"}).status_code == 303
    assert "already" not in ours.get(base).text
    made = queries.room_of(project.id)
    folder = queries.folders(made)[0]
    data = {"file": (io.BytesIO(samples.pdf()), "计划.pdf"), "name": "五年计划", "folder_id": str(folder.id)}
    assert ours.post(f"{base}/documents/new", data=data).status_code == 303
    plan = db.session.scalars(select(RoomDocument)).one()
    data = {"file": (io.BytesIO(samples.pdf(2)), "计划二.pdf")}
    assert ours.post(f"/rooms/documents/{plan.id}/versions", data=data).status_code == 303
    assert theirs.get(base).status_code == 404
    page = theirs.get(f"/projects/{project.id}?lang=en").text
    assert f"/projects/{project.id}/room/ask" in page
    assert theirs.post(f"/projects/{project.id}/room/ask", data={"message": "想看五年计划。"}).status_code == 303
    assert "想看五年计划。" in ours.get(f"{base}/access").text
    assert "/rooms" in ours.get("/today").text
    asked = db.session.scalars(select(RoomRequest)).one()
    answer = {"until": in_days(20).isoformat()}
    assert ours.post(f"/rooms/requests/{asked.id}/accept", data=answer).status_code == 303
    assert theirs.get(base).location.endswith(f"{base}/agreement")
    file = db.session.scalars(select(RoomVersion).where(RoomVersion.number == 2)).one().file
    assert theirs.get(f"/files/{file.id}").status_code == 404
    assert theirs.post(f"{base}/agreement/accept", data={"number": "1"}).status_code == 303
    shown = theirs.get(base).text
    assert "五年计划" in shown
    assert f'action="/files/{file.id}"' in shown
    opened = theirs.get(theirs.post(f"/files/{file.id}").location)
    assert fund.account.name in PdfReader(io.BytesIO(opened.data)).pages[1].extract_text()
    for page in (f"{base}/log", f"{base}/log?format=csv", f"{base}/agreement", f"/rooms/documents/{plan.id}"):
        assert fund.account.name in ours.get(page).text
    assert fund.account.name in ours.get(f"{base}/log?document={plan.id}&organisation={fund.organisation_id}").text
    assert fund.account.name not in ours.get(f"{base}/log?organisation={owner.organisation_id}").text
    assert opened.status_code == 200


def test_who_may_not_gets_nothing_or_the_right_answer(app, owner, made):
    person = reader(owner, made)
    document(owner, made)
    db.session.commit()
    stranger, fund, theirs = (browser(app, one) for one in (factories.actor(), factories.actor(Role.INVESTOR), person))
    teammate = browser(app, factories.actor(of=owner.membership.organisation))
    base = f"/rooms/{made.id}"
    for path in ("", "/access", "/log", "/agreement", "/agreement/edit", "/documents/new"):
        assert stranger.get(base + path).status_code == fund.get(base + path).status_code == 404
        assert teammate.get(base + path).status_code == 200
        assert theirs.get(base + path).status_code == (200 if path in ("", "/agreement") else 403)
    assert stranger.get("/rooms").status_code == 200
    assert browser(app, factories.actor(Role.ORGANISER)).get("/rooms").status_code == 403
    assert theirs.get("/rooms?format=csv").status_code == 200


def test_revoking_stops_the_next_request_and_can_be_undone(app, owner, made):
    person = reader(owner, made)
    document(owner, made)
    db.session.commit()
    ours, theirs = browser(app, owner), browser(app, person)
    file = db.session.scalars(select(RoomVersion)).one().file
    handed = theirs.post(f"/files/{file.id}").location
    assert theirs.get(handed).status_code == 200
    given = queries.grant_of(made.id, person.organisation_id)
    assert ours.post(f"/rooms/grants/{given.id}/revoke").status_code == 303
    for path in (handed, f"/files/{file.id}", f"/rooms/{made.id}"):
        assert theirs.get(path).status_code == 404
    assert ours.post(f"/rooms/grants/{given.id}/revoke").status_code == 409
    undo = {"until": in_days(30).isoformat()}
    assert f"/rooms/grants/{given.id}/renew" in ours.get(f"/rooms/{made.id}/access").text
    assert ours.post(f"/rooms/grants/{given.id}/renew", data=undo).status_code == 303
    assert theirs.get(f"/rooms/{made.id}").status_code == 200
    assert db.session.scalars(select(FileOpening)).one().account_id == person.account_id


def test_errors_stand_beside_their_fields(app, owner, made):
    ours, base = browser(app, owner), f"/rooms/{made.id}"
    services.add_folder(actor=owner, room=made, name="财务")
    db.session.commit()
    wrong = ours.post(f"{base}/grants", data={"organisation": "没有这家", "until": in_days(5).isoformat()})
    assert (wrong.status_code, 'id="organisation-error"' in wrong.text) == (422, True)
    late = ours.post(f"{base}/grants", data={"organisation": "没有这家", "until": "2020-01-01"})
    assert late.status_code == 422
    assert ours.post(f"{base}/documents/new", data={"name": "空"}).status_code == 422
    text = {"file": (io.BytesIO(b"<html>"), "x.pdf")}
    assert ours.post(f"{base}/documents/new", data=text).status_code == 422
    assert ours.post(f"{base}/agreement/edit", data={"body": ""}).status_code == 422
    assert ours.post(f"{base}/folders", data={"name": "财务"}, follow_redirects=True).text.count("财务") >= 1
    assert ours.post(f"{base}/agreement/accept", data={"number": "1"}).status_code == 403
    fund = factories.actor(Role.INVESTOR)
    published_fund(fund, name="南湖二期")
    db.session.commit()
    named = {"organisation": "南湖二期", "until": in_days(5).isoformat()}
    assert ours.post(f"{base}/grants", data=named).status_code == 303
    assert ours.post(f"{base}/grants", data=named).status_code == 409
    theirs = browser(app, fund)
    assert theirs.post(f"{base}/agreement/accept", data={"number": "7"}).status_code == 409
    assert theirs.post(f"{base}/agreement/accept", data={"number": "x"}).status_code == 409


def test_a_declined_fund_reads_why_and_may_withdraw_another_time(app, owner, made):
    fund = factories.actor(Role.INVESTOR)
    asked = services.ask(actor=fund, room=made, message="想看。")
    db.session.commit()
    ours, theirs = browser(app, owner), browser(app, fund)
    assert ours.post(f"/rooms/requests/{asked.id}/withdraw").status_code == 403
    assert ours.post(f"/rooms/requests/{asked.id}/decline", data={"reason": "下轮再说"}).status_code == 303
    assert "下轮再说" in theirs.get("/rooms").text
    again = services.ask(actor=fund, room=made, message="再问。")
    db.session.commit()
    assert theirs.post(f"/rooms/requests/{again.id}/withdraw").status_code == 303
    assert db.session.get(RoomRequest, again.id).state is AnswerState.WITHDRAWN
    assert theirs.post(f"/rooms/requests/{again.id}/withdraw").status_code == 409


def test_pages_ask_as_much_for_one_row_as_for_three(app, owner, made, statements):
    ours = browser(app, owner)
    upload = document(owner, made)
    version = db.session.scalars(select(RoomVersion).where(RoomVersion.document_id == upload.id)).one()
    counts = []
    for rows in (1, 2):
        for number in range(rows):
            person = factories.actor(Role.INVESTOR)
            granted(owner, made, person)
            services.ask(actor=factories.actor(Role.INVESTOR), room=made, message="想看。")
            services.agree(actor=person, room=made, number=1)
            services.add_folder(actor=owner, room=made, name=f"文件夹{rows}{number}")
            opening = {"file_id": version.file_id, "account_id": person.account_id}
            factories.save(FileOpening(**opening, organisation_id=person.organisation_id))
        db.session.commit()
        seen_now = []
        for path in ("", "/access", "/log", "/agreement"):
            with statements() as seen:
                assert ours.get(f"/rooms/{made.id}{path}").status_code == 200
            seen_now.append(len(seen))
        counts.append(seen_now)
    assert counts[0] == counts[1]

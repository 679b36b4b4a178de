"""An organiser's way from a template to a result."""

import datetime as dt
import io
import uuid

import pytest
from flask import current_app
from sqlalchemy import func, select, update

from app.accounts.models import Role
from app.admin.imports import PAGES, running, store, tenants
from app.admin.imports.template import workbook
from app.admin.models import Import, ImportState
from app.admin.services import imports as services
from app.core import jobs
from app.core.i18n import in_language
from app.core.model import utc_now
from app.extensions import db
from app.projects.models import Project
from tests import factories
from tests.admin.factories import MENTOR, PROJECT, ROUND, csv_file, xlsx_file
from tests.carriers.factories import published
from tests.factories import sign_in


@pytest.fixture
def organiser(client):
    person = factories.actor(Role.ORGANISER)
    sign_in(client, person)
    return person


def upload(client, *rows, kind="projects", name="rows.csv", **fields):
    file = xlsx_file(*rows) if name.endswith("xlsx") else csv_file(*rows)
    return client.post(f"/admin/imports/{kind}/new", data={"file": (file, name), **fields})


def latest():
    db.session.expire_all()
    return db.session.scalars(select(Import).order_by(Import.created_at.desc(), Import.id.desc())).first()


def work(run=None):
    """What the job runner does, in a context of its own."""
    db.session.commit()
    job_id = (run or latest()).job_id
    with current_app.app_context():
        jobs.run(job_id)
    return latest()


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def test_upload_check_confirm_and_take_back(client, organiser):
    answer = upload(client, PROJECT, name="rows.xlsx")
    assert answer.status_code == 303
    page = answer.location
    assert "hx-get" in client.get(page).text
    run = work()
    assert run.state is ImportState.CHECKED
    preview = client.get(page).text
    assert "给机器人装上触觉" in preview
    assert "机器人" in preview
    assert "13800138000" not in preview
    assert count(Project) == 0
    assert client.post(f"{page}/confirm").status_code == 303
    run = work()
    assert (run.state, run.counts["projects"]["new"]) == (ImportState.DONE, 1)
    assert not (store.folder() / str(run.id)).exists()
    assert "柔性电子皮肤" in client.get("/projects").text
    assert client.get(page).status_code == 200
    assert client.post(f"{page}/take-back").status_code == 303
    assert "柔性电子皮肤" not in client.get("/projects").text
    assert "柔性电子皮肤" not in client.get("/search?q=电子皮肤").text.replace("q=电子皮肤", "")
    # The same file again publishes them again.
    upload(client, PROJECT)
    work()
    client.post(f"/admin/imports/runs/{latest().id}/confirm")
    assert work().counts["projects"]["changed"] == 1
    assert "柔性电子皮肤" in client.get("/projects").text


def test_errors_are_a_table_and_a_spreadsheet(client, organiser):
    upload(client, PROJECT, {**PROJECT, "项目名称": "另一个", "拟融资金额": "很多"})
    run = work()
    assert (run.state, run.problem_count) == (ImportState.REFUSED, 1)
    page = client.get(f"/admin/imports/runs/{run.id}")
    assert "拟融资金额" in page.text
    assert "很多" in page.text
    exported = client.get(f"/admin/imports/runs/{run.id}?format=csv").text
    assert "3,拟融资金额,很多," in exported
    assert client.get(f"/admin/imports/runs/{run.id}?format=xlsx").data.startswith(b"PK")
    assert client.post(f"/admin/imports/runs/{run.id}/confirm").status_code == 409
    path = f"/admin/imports/runs/{run.id}"
    assert client.post(f"{path}/discard").status_code == 303
    assert client.get(path).status_code == 404


def test_a_heading_that_nobody_knows_is_named_whether_the_file_is_good_or_not(client, organiser):
    upload(client, {**PROJECT, "吉祥物": "熊猫"})
    assert "吉祥物" in client.get(f"/admin/imports/runs/{work().id}").text
    misspelt = {("项目明称" if heading == "项目名称" else heading): cell for heading, cell in PROJECT.items()}
    upload(client, misspelt)
    run = work()
    assert run.state is ImportState.REFUSED
    assert "项目明称" in client.get(f"/admin/imports/runs/{run.id}").text


def test_messages_are_in_the_uploaders_language(client, organiser):
    client.get("/admin/imports?lang=en")
    upload(client, {**PROJECT, "拟融资金额": "很多"})
    work()
    assert latest().findings["problems"][0]["message"] == "Write an amount such as 3,000,000 or 300万."


def test_confirming_twice_imports_once(client, organiser):
    upload(client, PROJECT)
    page = f"/admin/imports/runs/{work().id}"
    assert client.post(f"{page}/confirm").status_code == 303
    assert client.post(f"{page}/confirm").status_code == 409
    work()
    assert client.post(f"{page}/confirm").status_code == 409
    assert count(Project) == 1


def test_a_run_that_was_killed_after_writing_keeps_its_first_counts(client, organiser):
    upload(client, PROJECT)
    run = work()
    client.post(f"/admin/imports/runs/{run.id}/confirm")
    work()
    run_id = latest().id
    store.save(run_id, csv_file(PROJECT))  # as if the runner had died before it removed the file
    services.perform_write(running.silent, run_id)
    db.session.commit()
    assert latest().counts["projects"]["new"] == 1


def test_mentors_go_to_the_register_of_the_uploader_and_rounds_take_days(client, organiser):
    upload(client, MENTOR, kind="mentors")
    client.post(f"/admin/imports/runs/{work().id}/confirm")
    assert work().counts["mentors"]["new"] == 1
    late = {**ROUND, "date": "2015-10-01", "company": "晚公司"}
    assert upload(client, ROUND, late, kind="rounds", until="2015-09-01").status_code == 303
    assert work().counts["investments"]["new"] == 2
    assert upload(client, ROUND, kind="rounds", since="2015-09-01", until="2015-01-01").status_code == 422


@pytest.mark.parametrize(("name", "content"), [("rows.xls", b"x"), ("rows.pdf", b"x"), ("", b"")])
def test_what_is_no_spreadsheet_is_refused_at_the_field(client, organiser, name, content):
    answer = client.post("/admin/imports/projects/new", data={"file": (io.BytesIO(content), name)})
    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text
    assert count(Import) == 0


def test_a_broken_workbook_is_an_error_of_the_check(client, organiser):
    client.post("/admin/imports/projects/new", data={"file": (io.BytesIO(b"PK\x03\x04nonsense"), "rows.xlsx")})
    assert work().state is ImportState.REFUSED


def test_a_file_that_was_swept_is_said_plainly(client, organiser):
    upload(client, PROJECT)
    run = work()
    assert store.sweep(now=4_000_000_000) >= 1
    client.post(f"/admin/imports/runs/{run.id}/confirm")
    work()
    page = client.get(f"/admin/imports/runs/{run.id}")
    assert "重新上传" in page.text or "Upload it again" in page.text
    assert count(Project) == 0


def test_colleagues_see_it_and_other_authorities_do_not(client, organiser):
    colleague = factories.actor(Role.ORGANISER, of=organiser.membership.organisation)
    upload(client, PROJECT)
    run = work()
    sign_in(client, colleague)
    assert client.get(f"/admin/imports/runs/{run.id}").status_code == 200
    for stranger in (factories.actor(Role.ORGANISER), factories.actor(Role.ADMINISTRATOR)):
        sign_in(client, stranger)
        for path, method in (
            ("", "get"),
            ("/confirm", "post"),
            ("/discard", "post"),
            ("/take-back", "post"),
            ("/check", "post"),
        ):
            assert getattr(client, method)(f"/admin/imports/runs/{run.id}{path}").status_code == 404
        assert "rows.csv" not in client.get("/admin/imports").text


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.ORGANISER, Role.ADMINISTRATOR}])
def test_nobody_else_imports(client, role):
    sign_in(client, factories.actor(role))
    for path in ("/admin/imports", "/admin/imports/projects/new", "/admin/imports/projects/template"):
        assert client.get(path).status_code == 403
    assert client.get(f"/admin/imports/runs/{uuid.uuid4()}").status_code == 404


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", list(PAGES))
def test_the_template_reads_back_as_its_one_example(app, kind, language):
    if kind == "tenants":  # which come into carriers that are there
        for name in tenants.KIND.columns[3].example:
            published(factories.actor(Role.CARRIER_STAFF), name=name)
    with in_language(language):
        content = workbook(PAGES[kind])
        sheet = running.open_sheet(PAGES[kind], io.BytesIO(content), "template.xlsx")
    assert not sheet.problems
    assert not sheet.ignored
    assert len(sheet.lines) == 1
    assert sheet.lines[0].number == 3


@pytest.mark.parametrize("kind", list(PAGES))
def test_every_kind_has_its_pages(client, organiser, kind):
    assert client.get(f"/admin/imports/{kind}/new").status_code == 200
    assert client.get(f"/admin/imports/{kind}/template").data.startswith(b"PK")
    assert client.get("/admin/imports/startups/new").status_code == 404


def test_the_list_takes_as_many_statements_for_three_rows_as_for_one(client, organiser, statements):
    upload(client, PROJECT)
    with statements() as one:
        client.get("/admin/imports")
    upload(client, PROJECT)
    upload(client, PROJECT)
    with statements() as three:
        client.get("/admin/imports")
    assert len(one) == len(three) <= 10


def test_an_import_outlives_its_job(client, organiser):
    upload(client, PROJECT)
    run_id, job_id = latest().id, latest().job_id
    work()
    db.session.execute(
        update(jobs.Job).where(jobs.Job.id == job_id).values(finished_at=utc_now() - dt.timedelta(days=40))
    )
    db.session.commit()
    jobs.forget_old()
    assert db.session.get(Import, run_id).job_id is None
    assert client.get(f"/admin/imports/runs/{run_id}").status_code == 200

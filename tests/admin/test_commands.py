import secrets

import pytest
from sqlalchemy import func, select

from app.accounts.models import OrganisationKind
from app.admin import deployment
from app.core.audit import AuditEntry
from app.extensions import db
from app.funds.models import FundInvestment
from app.mentors.models import Mentor
from app.projects.models import Project
from tests import factories
from tests.admin.factories import MENTOR, PROJECT, ROUND, csv_file, xlsx_file


@pytest.fixture
def run(app, tmp_path):
    def invoke(kind, file, *options, name="rows.csv"):
        path = tmp_path / name
        path.write_bytes(file.getvalue())
        return app.test_cli_runner().invoke(args=["import", kind, str(path), *options])

    return invoke


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def test_a_file_is_imported_in_somebodys_name_and_says_what_it_did(run):
    person = factories.account(email="who@example.cn")
    db.session.commit()
    first = run("projects", xlsx_file(PROJECT), "--as", "who@example.cn", name="rows.xlsx")
    assert first.exit_code == 0, first.output
    assert "projects: 1 new, 0 changed, 0 unchanged" in first.output
    assert "projects: 0 new, 0 changed, 1 unchanged" in run("projects", csv_file(PROJECT)).output
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.table == "project")).one()
    assert entry.actor_id == person.id
    assert db.session.scalars(select(Project)).unique().one().created_by_id == person.id


def test_a_dry_run_changes_nothing(run):
    told = run("projects", csv_file(PROJECT), "--dry-run")
    assert "projects: 1 new" in told.output
    assert count(Project) == 0


def test_one_bad_line_stops_the_whole_file(run):
    told = run("projects", csv_file(PROJECT, {**PROJECT, "项目名称": "另一个", "拟融资金额": "很多"}))
    assert told.exit_code == 1
    assert "line 3: Amount sought: Write an amount such as 3,000,000 or 300万. [很多]" in told.output
    assert "Errors: 1. Nothing was changed." in told.output
    assert count(Project) == 0
    assert "拟融资金额" in run("projects", csv_file({**PROJECT, "拟融资金额": "很多"}), "--lang", "zh").output


def test_mentors_need_their_authority(run):
    one = factories.organisation(OrganisationKind.AUTHORITY, name="甲市科技局")
    db.session.commit()
    assert run("mentors", csv_file(MENTOR)).exit_code == 0
    other = factories.organisation(OrganisationKind.AUTHORITY, name="乙市科技局")
    db.session.commit()
    assert run("mentors", csv_file(MENTOR)).exit_code == 2
    assert run("mentors", csv_file(MENTOR), "--organisation", "丙市科技局").exit_code == 2
    assert run("mentors", csv_file(MENTOR), "--organisation", "乙市科技局").exit_code == 0
    assert {mentor.organisation_id for mentor in db.session.scalars(select(Mentor)).unique()} == {one.id, other.id}


def test_rounds_and_startups_of_a_period(run):
    late = {**ROUND, "date": "2015-09-10", "company": "新公司", "round": "种子轮"}
    file = csv_file(ROUND, late)
    run("rounds", file, "--before", "2015-09-01")
    assert count(FundInvestment) == 2
    run("startups", file, "--from", "2015-09-01", "--until", "2015-11-01", "--rounds", "seed,天使轮", "--unseen")
    assert [project.name for project in db.session.scalars(select(Project)).unique()] == ["新公司"]
    assert run("startups", file, "--unseen").exit_code == 2
    assert run("startups", file, "--rounds", "nonsense").exit_code == 2


PUBLIC = {
    "TESTING": False,
    "PROPAGATE_EXCEPTIONS": None,
    "SECRET_KEY": secrets.token_hex(32),
    "BASE_URL": "https://fuqiao.example.cn",
    "TRUSTED_HOSTS": ["fuqiao.example.cn"],
    "SESSION_COOKIE_SECURE": True,
    "WTF_CSRF_ENABLED": True,
    "RATELIMIT_ENABLED": True,
    "MAIL_SERVER": "smtp.example.cn",
    "MAIL_SENDER": "no-reply@example.cn",
    "MAIL_STARTTLS": True,
}


@pytest.fixture
def public(app, monkeypatch):
    """An installation that may go public."""
    monkeypatch.setenv("BACKUP_COMMAND", "pg_dump")
    monkeypatch.setenv("SECRET_KEY", PUBLIC["SECRET_KEY"])
    for name, value in PUBLIC.items():
        monkeypatch.setitem(app.config, name, value)
    return app


def failed():
    return {check.name for check in deployment.checks() if check.verdict == deployment.FAIL}


def test_a_sound_installation_passes_with_a_line_a_check(public):
    told = public.test_cli_runner().invoke(args=["check-deploy"])
    assert told.exit_code == 0, told.output
    lines = told.output.splitlines()
    assert len(lines) == len(list(deployment.checks())) + 1
    assert all(line.startswith(("OK", "WARN")) for line in lines[:-1])


@pytest.mark.parametrize(
    ("name", "value", "check"),
    [
        ("SECRET_KEY", "short", "secret"),
        ("SECRET_KEY", "please-change-this-secret-0123456789", "secret"),
        ("SECRET_KEY", "a" * 64, "secret"),
        ("TESTING", True, "debug"),
        ("DEBUG", True, "debug"),
        ("BASE_URL", "http://fuqiao.example.cn", "address"),
        ("BASE_URL", "https://127.0.0.1:8000", "address"),
        ("TRUSTED_HOSTS", ["*"], "hosts"),
        ("TRUSTED_HOSTS", None, "hosts"),
        ("TRUSTED_HOSTS", ["127.0.0.1", "localhost"], "hosts"),
        ("TRUSTED_HOSTS", ["other.example.cn"], "hosts"),
        ("SESSION_COOKIE_SECURE", False, "cookies"),
        ("RATELIMIT_ENABLED", False, "cookies"),
        ("MAIL_SERVER", "", "mail"),
        ("MAIL_SENDER", "Fuqiao <no-reply@localhost>", "mail"),
        ("MAIL_STARTTLS", False, "mail"),
    ],
)
def test_what_must_not_go_public_is_refused(public, monkeypatch, name, value, check):
    monkeypatch.setitem(public.config, name, value)
    assert check in failed()
    assert public.test_cli_runner().invoke(args=["check-deploy"]).exit_code == 1


def test_an_installation_without_backup_or_with_the_sample_is_refused(public, monkeypatch):
    monkeypatch.delenv("BACKUP_COMMAND")
    assert failed() == {"backup"}
    monkeypatch.setenv("BACKUP_COMMAND", "pg_dump")
    marker = public.config["INSTANCE_PATH"] / "sample"
    marker.touch()
    try:
        assert failed() == {"sample"}
    finally:
        marker.unlink()


def test_the_default_installation_is_refused(app):
    assert {"secret", "address", "mail", "backup"} <= failed()

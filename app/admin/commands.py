"""Commands of the staff: importing spreadsheets, and checking an installation before it goes public."""

import datetime as dt
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup, with_appcontext

from app.accounts import queries as accounts
from app.accounts.actor import Actor
from app.accounts.models import Account, OrganisationKind, Role
from app.admin import deployment
from app.admin.imports import KINDS, running
from app.admin.imports.columns import Sheet
from app.admin.imports.kinds import Settings
from app.core import audit
from app.core.i18n import in_language
from app.core.text import clean
from app.extensions import db
from app.taxonomy import catalogue

imports = AppGroup("import", help="Projects, mentors, funds, financing rounds, carriers and tenants from files.")
MOST_SHOWN = 200
DAY = click.DateTime(["%Y-%m-%d"])


class Bar:
    """What a terminal shows while a file is read, written and indexed; nothing when nobody watches."""

    def __init__(self) -> None:
        self.step: str = ""
        self.bar: Any = None

    def __call__(self, done: int, total: int, step: str) -> None:
        if step != self.step:
            from tqdm import tqdm  # here, because web workers load the commands and never draw a bar

            self.close()
            self.step, self.bar = step, tqdm(desc=step, total=total or None, disable=None, leave=False)
        if self.bar is not None:
            self.bar.update(done - self.bar.n)

    def close(self) -> None:
        if self.bar is not None:
            self.bar.close()


def options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path)),
        click.option("--as", "email", help="The account in whose name the import is logged."),
        click.option("--lang", type=click.Choice(["zh", "en"]), default="en", show_default=True, help="For messages."),
        click.option("--dry-run", is_flag=True, help="Say what would change and change nothing."),
    ):
        command = option(command)
    return command


@imports.command("projects")
@options
def import_projects(**given: Any) -> None:
    """Startup projects."""
    _run("projects", **given)


@imports.command("mentors")
@options
@click.option("--organisation", help="The authority that keeps the register; needed when there are several.")
def import_mentors(organisation: str | None, **given: Any) -> None:
    """Mentors of an authority's register."""
    _run("mentors", organisation_id=_authority(organisation), **given)


@imports.command("funds")
@options
def import_funds(**given: Any) -> None:
    """Funds with their mandates."""
    _run("funds", **given)


@imports.command("rounds")
@options
@click.option("--after", type=DAY, help="Only rounds on or after this day.")
@click.option("--before", type=DAY, help="Only rounds before this day.")
def import_rounds(after: dt.datetime | None, before: dt.datetime | None, **given: Any) -> None:
    """Financing rounds: every investor becomes a fund with its portfolio."""
    _run("rounds", since=after and after.date(), until=before and before.date(), **given)


@imports.command("startups")
@options
@click.option("--from", "since", type=DAY, help="Only rounds on or after this day.")
@click.option("--until", type=DAY, help="Only rounds before this day.")
@click.option("--rounds", help="Only these rounds, such as seed,angel.")
@click.option("--unseen", is_flag=True, help="Leave out companies that the file holds with an earlier round.")
def import_startups(
    since: dt.datetime | None, until: dt.datetime | None, rounds: str | None, unseen: bool, **given: Any
) -> None:
    """The startups of a file of financing rounds, as projects."""
    if unseen and since is None:
        raise click.UsageError("--unseen needs --from.")
    wanted = frozenset(_round(name) for name in (rounds or "").split(",") if name.strip())
    _run("startups", since=since and since.date(), until=until and until.date(), rounds=wanted, unseen=unseen, **given)


@imports.command("carriers")
@options
def import_carriers(**given: Any) -> None:
    """Carriers with their operators."""
    _run("carriers", **given)


@imports.command("tenants")
@options
def import_tenants(**given: Any) -> None:
    """Who is or was inside which carrier, and who graduated."""
    _run("tenants", **given)


def _round(name: str) -> str:
    code = catalogue.resolve_round(name)
    if code is None:
        raise click.UsageError(f"No round is called {name.strip()}.")
    return code


def _authority(name: str | None) -> Any:
    known = [row for row in accounts.authorities() if name is None or row.name == clean(name)]
    db.session.rollback()
    if len(known) != 1:
        raise click.UsageError(
            "Name the authority with --organisation." if name is None else f"There is no authority {name}."
        )
    assert known[0].kind is OrganisationKind.AUTHORITY
    return known[0].id


def _authority_of(account: Account | None) -> Any:
    """Where the account organises, so that its colleagues may hand over what it imports."""
    memberships = Actor(account).memberships
    found = [row for row in memberships if row.role in {Role.ORGANISER, Role.ADMINISTRATOR}]
    return found[0].organisation_id if found else None


def _run(kind_name: str, *, file: Path, email: str | None, lang: str, dry_run: bool, **settings: Any) -> None:
    kind, started, bar = KINDS[kind_name], time.monotonic(), Bar()
    account = accounts.account_by_email(email.lower()) if email else None
    if email and account is None:
        raise click.UsageError(f"There is no account {email}.")
    settings.setdefault("organisation_id", _authority_of(account))
    limits = Settings(account_id=account.id if account else None, **settings)
    audit.acting(actor_id=limits.account_id)
    db.session.rollback()
    with in_language(lang), file.open("rb") as opened:
        sheet = running.open_sheet(kind, opened, file.name, limits, report=bar)
        db.session.rollback()
        bar.close()
        _say(sheet)
        if sheet.problems:
            raise SystemExit(1)
        outcome = running.compare(kind, sheet, limits) if dry_run else running.write(kind, sheet, limits, report=bar)
        bar.close()
    for name, counts in outcome.counts.items():
        parts = [f"{number:,} {state}" for state, number in counts.items() if number or state != "kept"]
        click.echo(f"{name}: {', '.join(parts)}")
    done = "Nothing was changed (dry run)" if dry_run else "Done"
    click.echo(f"{done}: {len(sheet.lines):,} lines in {time.monotonic() - started:.1f} s.")


def _say(sheet: Sheet) -> None:
    """Errors and warnings on standard error, a line each."""
    for heading in sheet.ignored:
        click.echo(f"The column {heading} is not known and was passed over.", err=True)
    for problem in [*sheet.warnings, *sheet.problems][:MOST_SHOWN]:
        place = ": ".join(part for part in (f"line {problem.line}" if problem.line else "", problem.column) if part)
        value = f" [{problem.value}]" if problem.value else ""
        click.echo(f"{place or 'file'}: {problem.message}{value}", err=True)
    if sheet.problems:
        click.echo(f"Errors: {sheet.problem_count:,}. Nothing was changed.", err=True)


@click.command("check-deploy")
@with_appcontext
def check_deploy() -> None:
    """Refuse an installation that must not go public: secrets, hosts, cookies, mail, backups, sample data."""
    failed = 0
    for check in deployment.checks():
        click.echo(f"{check.verdict:4}  {check.name}: {check.message}")
        failed += check.verdict == deployment.FAIL
    click.echo(f"Problems: {failed}" if failed else "Ready to be public.")
    raise SystemExit(1 if failed else 0)


commands = (imports, check_deploy)

"""Accounts from the command line, for the first administrator and for emergencies."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import current_app
from flask.cli import AppGroup

from app.accounts import emails, queries, services
from app.accounts.models import OrganisationKind, Role
from app.accounts.signing import end_sessions
from app.core.errors import DomainError
from app.extensions import db

group = AppGroup("accounts", help="People and their roles.")
_password = click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True)


def _checked_region(_context: click.Context, _option: click.Parameter, code: str) -> str:
    if code and not re.fullmatch(r"\d{6}", code, re.ASCII):
        raise click.BadParameter("write six digits, such as 330400, or nothing")
    return code


@contextmanager
def _said_plainly() -> Iterator[None]:
    """A refusal by a service is a line of text, not a traceback."""
    try:
        yield
    except DomainError as error:
        raise click.ClickException(str(error)) from error


@group.command("create-admin")
@click.option("--email", prompt="Mail address")
@click.option("--name", prompt="Name")
@click.option("--authority", prompt="Name of the authority", help="Created when there is none of this name.")
@click.option(
    "--region",
    prompt="Its region, as six digits of GB/T 2260",
    default=lambda: current_app.config["REGION"],
    callback=_checked_region,
    help="Where the authority sits; kept when it is known already.",
)
@_password
def create_admin(email: str, name: str, authority: str, region: str, password: str) -> None:
    """Make somebody an administrator of an authority; an account of this address is used, and keeps its password."""
    with _said_plainly():
        account = queries.account_by_email(emails.checked(email))
        if account is None:
            account = services.create_account(email=email, name=name, password=password)
        organisation = queries.organisation_by_name(authority)
        if organisation is None:
            organisation = services.create_organisation(kind=OrganisationKind.AUTHORITY, name=authority)
        organisation.region_code = organisation.region_code or region
        services.add_membership(account=account, organisation=organisation, role=Role.ADMINISTRATOR, is_manager=True)
        db.session.commit()
    click.echo(f"{account.email} is an administrator of {organisation.name}.")


@group.command("set-password")
@click.option("--email", prompt="Mail address")
@_password
def set_password(email: str, password: str) -> None:
    """Set somebody's password and end their sessions."""
    with _said_plainly():
        account = queries.account_by_email(emails.checked(email))
        if account is None:
            raise click.ClickException("There is no account of this address.")
        services.set_password(account=account, password=password)
        end_sessions(account_id=account.id)
        db.session.commit()
    click.echo(f"The password of {account.email} is set.")


@group.command("reset-second-factor")
@click.option("--email", prompt="Mail address")
def reset_second_factor(email: str) -> None:
    """Turn two-step sign-in off for somebody who lost phone and recovery codes, and end their sessions."""
    with _said_plainly():
        account = queries.account_by_email(emails.checked(email))
        if account is None or account.totp_enabled_at is None:
            raise click.ClickException("There is no account of this address with two-step sign-in.")
        services.forget_second_factor(account=account)
        end_sessions(account_id=account.id)
        db.session.commit()
    click.echo(f"{account.email} signs in with the password alone until it is set up anew.")


@group.command("reseal")
def reseal() -> None:
    """After a change of SECRET_KEY: encrypt what the earlier keys sealed with the present one."""
    done, lost = services.reseal_second_factors()
    db.session.commit()
    click.echo(f"Sealed with the present key: {done}.")
    if lost:
        raise click.ClickException(f"{lost} cannot be opened; add the earlier key to SECRET_KEY_FALLBACKS.")

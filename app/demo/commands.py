"""The sample city: `flask demo seed`, and what `make run` does on its first start."""

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import func, select
from tqdm import tqdm

from app.accounts.models import Account
from app.core.i18n import in_language
from app.demo import (
    asking,
    bulletins,
    carriers,
    coaching,
    competitions,
    conversations,
    datarooms,
    deals,
    evaluations,
    events,
    figures,
    filings,
    neighbours,
    offerings,
    roadshows,
    seeding,
    stories,
    subsidies,
)
from app.extensions import db


@click.group("demo")
def group() -> None:
    """An invented city to look around in."""


@group.command()
@with_appcontext
def seed() -> None:
    """Load the sample city into an empty installation."""
    if _people():
        raise click.ClickException("There are people in this installation already; the sample city needs an empty one.")
    _seed()
    _show_sign_ins()


@group.command()
@with_appcontext
def prepare() -> None:
    """For `make run`: load the sample city when nothing is there yet, compute its matches, show the sign-ins."""
    if not _people():
        _seed()
        _match()
    if _is_sample():
        _show_sign_ins()


def _people() -> int:
    return db.session.scalar(select(func.count()).select_from(Account)) or 0


def _is_sample() -> bool:
    return (current_app.config["INSTANCE_PATH"] / "sample").exists()


def _seed() -> None:
    (current_app.config["INSTANCE_PATH"] / "sample").touch()
    with tqdm(total=seeding.total(), desc="Sample city", unit="profile") as bar, in_language("zh"):
        city = seeding.build(lambda _name: bar.update())
        filings.build(city)
        roadshows.build(city)
        carriers.build(city)
        coaching.build(city)
        asking.build(city)
        datarooms.build(city)
        deals.build(city)
        stories.build(city)
        events.build(city)
        conversations.build(city)
        competitions.build(city)
        figures.build(city)
        bulletins.build(city)
        evaluations.build(city)
        offerings.build(city)
        subsidies.build(city)
        neighbours.build(city)
        bar.update(bar.total - bar.n)


def _match() -> None:
    from app.recommendations.services.ranking import refresh

    with tqdm(desc="Matches", unit="step") as bar:

        def show(done: int, total: int, step: str = "") -> None:
            bar.total = total
            bar.set_postfix_str(step)
            bar.update(done - bar.n)

        refresh(show, everything=True)
        db.session.commit()


def _show_sign_ins() -> None:
    click.echo("\n  Sample sign-ins (everything in this city is invented); password for all: " + seeding.PASSWORD)
    for role, email in {**seeding.SAMPLE, **seeding.AROUND}.items():
        click.echo(f"    {role:<14} {email}")

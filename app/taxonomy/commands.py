"""Commands of the vocabularies."""

import click
from flask.cli import AppGroup

from app.core.database import reading
from app.extensions import db
from app.taxonomy import loading

group = AppGroup("taxonomy", help="Regions, sectors and the other vocabularies.")


@group.command("load")
def load() -> None:
    """Copy the vocabulary files into the database; does nothing when they are loaded already."""
    with reading():  # asked at each start, also while another process writes
        outdated = loading.outdated()
        db.session.rollback()
    if not outdated:
        click.echo("The vocabularies are up to date.")
        return
    for outcome in loading.load():
        click.echo(describe(outcome))
    db.session.commit()


def describe(outcome: loading.Outcome) -> str:
    if outcome.newer:
        return f"{outcome.name}: the newer version {outcome.newer} is loaded; {outcome.version} is left aside"
    parts = {"new": outcome.added, "changed": outcome.changed, "retired": outcome.retired}
    said = ", ".join(f"{number} {word}" for word, number in parts.items() if number) or "nothing changed"
    return f"{outcome.name} {outcome.version}: {said}"

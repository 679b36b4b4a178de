"""Commands that belong to no slice: translations, the job runner, serving everything at once."""

import click
from flask import current_app
from flask.cli import with_appcontext

from app.core import audit, catalogues, serving


@click.group()
def i18n() -> None:
    """Chinese catalogues, one a slice."""


@i18n.command()
@click.argument("slices", nargs=-1)
def update(slices: tuple[str, ...]) -> None:
    """Take the message ids out of code and templates into the catalogues; translations are kept."""
    for name, missing in catalogues.update(slices):
        click.echo(f"{name}: {missing} untranslated")


@i18n.command()
def check() -> None:
    """Fail when a message has no translation, or a placeholder differs."""
    problems = catalogues.problems()
    for problem in problems:
        click.echo(problem)
    click.echo(f"{len(problems)} problems in the translations")
    raise SystemExit(1 if problems else 0)


@click.command("worker")
@click.option("--threads", default=2, show_default=True)
@with_appcontext
def worker(threads: int) -> None:
    """Run background jobs until stopped."""
    serving.run_worker(current_app, threads=threads)


@click.command("run-all")
@click.option("--port", default=8000, show_default=True)
def run_all(port: int) -> None:
    """Migrate, load the sample city on the first run, then serve pages and jobs until Ctrl-C."""
    raise SystemExit(serving.run_all(port=port))


@click.command("audit-verify")
@with_appcontext
def audit_verify() -> None:
    """Check that the audit log is complete and unchanged."""
    broken = audit.verify()
    click.echo("the chain is whole" if broken is None else f"the chain breaks at position {broken}")
    raise SystemExit(0 if broken is None else 1)


commands = (i18n, worker, run_all, audit_verify)

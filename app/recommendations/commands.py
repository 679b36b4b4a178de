"""`flask recommendations …`: the same work as the jobs, watched from a terminal."""

import uuid
from typing import Any

import click
from flask.cli import with_appcontext

from app.extensions import db
from app.recommendations.tasks import STEPS
from app.roadshows.models import Roadshow

FIGURES = {"hit10": "in first 10", "hit50": "in first 50", "ndcg10": "nDCG@10"}


@click.group("recommendations")
def group() -> None:
    """Matches of projects with mentors and funds."""


@group.command()
@click.option("--everything", is_flag=True, help="Compare everybody anew, not only who changed.")
@with_appcontext
def refresh(everything: bool) -> None:
    """Bring the stored matches up to date."""
    from app.recommendations.services.ranking import refresh as bring_up_to_date

    with Bar() as bar:
        summary = bring_up_to_date(bar, everything=everything)
    _print(summary)


@group.command()
@click.option("--roadshow", "roadshow_id", type=click.UUID, required=True)
@click.option("--mentors", nargs=2, type=click.IntRange(0, 20), help="Least and most mentors a project.")
@click.option("--funds", nargs=2, type=click.IntRange(0, 50), help="Least and most funds a project.")
@with_appcontext
def run(roadshow_id: uuid.UUID, mentors: tuple[int, int] | None, funds: tuple[int, int] | None) -> None:
    """Assign mentors and funds to the whole line-up of a roadshow."""
    from app.recommendations.services.planning import carry_out, open_run

    if db.session.get(Roadshow, roadshow_id) is None:
        raise click.BadParameter("there is no such roadshow", param_hint="--roadshow")
    parameters: dict[str, Any] = {}
    for name, limits in (("mentors", mentors), ("funds", funds)):
        if limits:
            parameters |= {f"{name}_min": limits[0], f"{name}_max": limits[1]}
    opened = open_run(roadshow_id=roadshow_id, **parameters)
    run_id = opened.id
    db.session.commit()
    with Bar() as bar:
        summary = carry_out(bar, run_id=run_id)
    _print(summary)


@group.command()
@with_appcontext
def evaluate() -> None:
    """Measure the ranking on what really came about, beside activity, text and chance."""
    from app.recommendations.services.quality import evaluate as measure

    with Bar() as bar:
        table = measure(bar)
    db.session.commit()
    for outcome, found in table["measured"].items():
        click.echo(f"{outcome}, as of {found['as_of']}: shares and nDCG@10 with 95 % intervals")
        click.echo(f"{'ranking':<12}{'projects':>10}" + "".join(f"{name:>28}" for name in FIGURES.values()))
        for name, figures in found["rankings"].items():
            cells = ["{:.3f} [{:.3f}, {:.3f}]".format(*figures[key]) for key in FIGURES]
            click.echo(f"{name:<12}{figures['outcomes']:>10}" + "".join(f"{cell:>28}" for cell in cells))
    if not table["measured"]:
        click.echo("no outcome is recorded yet: nobody accepted, met or invested")


class Bar:
    """A progress bar a step, on a terminal; plain lines elsewhere."""

    def __init__(self) -> None:
        self.step = ""
        self.bar: Any = None

    def __enter__(self) -> "Bar":
        return self

    def __exit__(self, *_error: object) -> None:
        self._close()

    def __call__(self, done: int, total: int, step: str = "") -> None:
        if step != self.step:
            self._close()
            self.step = step
            self.bar = click.progressbar(length=max(total, 1), label=str(STEPS.get(step, step)))
            self.bar.__enter__()
        if self.bar is not None:
            self.bar.length = max(total, 1)
            self.bar.update(done - self.bar.pos)

    def _close(self) -> None:
        if self.bar is not None:
            self.bar.update(self.bar.length - self.bar.pos)
            self.bar.__exit__(None, None, None)
            self.bar = None


def _print(summary: dict[str, Any]) -> None:
    for name, value in summary.items():
        if not isinstance(value, dict | list):
            click.echo(f"{name:<14}{value}")

"""Keeping what a project adds about itself, and what is near to it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, insert

from app.accounts.actor import Actor
from app.core.days import city_day
from app.core.errors import Invalid, require
from app.extensions import db
from app.projects.models import Project
from app.projects.policies import owns
from app.recommendations.engine.products import best_products
from app.recommendations.finance import queries
from app.recommendations.finance.models import FinanceFacts, ProductMatch
from app.recommendations.rows import Profile

MOST = 30
MOST_RIGHTS = 100_000
# Projects of one short transaction.
AT_ONCE = 100


def describe(
    *,
    actor: Actor,
    project: Project,
    founded_on: dt.date | None = None,
    revenue: int | None = None,
    ip_rights: int | None = None,
) -> FinanceFacts:
    """What the project's own people fill in; nobody else reads it."""
    require(owns(actor, project))
    if founded_on is not None and not dt.date(1950, 1, 1) <= founded_on <= city_day():
        raise Invalid(_("Choose a day up to today."), "founded_on")
    if ip_rights is not None and not 0 <= ip_rights <= MOST_RIGHTS:
        raise Invalid(_("Write a figure from 0 on."), "ip_rights")
    facts = db.session.get(FinanceFacts, project.id)
    if facts is None:
        facts = FinanceFacts(project_id=project.id)
        db.session.add(facts)
    facts.founded_on, facts.revenue, facts.ip_rights = founded_on, revenue, ip_rights
    db.session.flush()
    return facts


def refresh(
    progress: Any, projects: Sequence[Profile], *, day: dt.date, state: Mapping[str, Any], read_at: dt.datetime
) -> int:
    """For the job that compares profiles: put the nearest products of these projects in the place of earlier ones."""
    products = queries.products()
    db.session.rollback()
    written = 0
    for start in range(0, len(projects) if products else 0, AT_ONCE):
        part = projects[start : start + AT_ONCE]
        found = best_products(part, products, day=day, state=state, most=MOST)
        rows = [{**row, "computed_at": read_at} for ranked in found for row in ranked]
        db.session.execute(delete(ProductMatch).where(ProductMatch.project_id.in_([profile.id for profile in part])))
        if rows:
            db.session.execute(insert(ProductMatch), rows)
        db.session.commit()
        written += len(rows)
        progress(start + len(part), len(projects), "product")
    return written

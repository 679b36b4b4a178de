"""The contact person of a project: handed out with their data, and taken off when they close their account."""

from typing import Any

from sqlalchemy import select

from app.accounts.models import Account
from app.extensions import db
from app.projects.models import Project

CONTACT = ("contact_name", "contact_phone", "contact_email")


def export(account: Account) -> list[dict[str, Any]]:
    return [{"project": p.name, **{name: getattr(p, name) for name in CONTACT}} for p in _named(account)]


def erase(account: Account) -> None:
    """The project is its organisation's and stays; only the person leaves it."""
    for project in _named(account):
        for name in CONTACT:
            setattr(project, name, "")
    db.session.flush()


def _named(account: Account) -> list[Project]:
    """Projects that name this person's address or telephone."""
    named = Project.contact_email == account.email
    if account.phone:
        named = named | (Project.contact_phone == account.phone)
    return list(db.session.scalars(select(Project).where(named).order_by(Project.id)))

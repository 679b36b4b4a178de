"""Who may do what with a project, and how far into it a reader reaches."""

from collections.abc import Callable

from sqlalchemy import select

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.core.profiles import readable
from app.core.visibility import Visibility
from app.extensions import db
from app.files.models import File
from app.messages.queries import agreed_projects
from app.projects.fields import FIELDS
from app.projects.models import Project

# Higher slices add who reads the whole project because its owner agreed to it, such as the reviewers of an application.
CONSENTED: list[Callable[[Actor, Project], bool]] = []


def owns(actor: Actor, project: Project) -> bool:
    """The project belongs to the organisation the person acts for."""
    return actor.is_(Role.ENTREPRENEUR) and actor.acts_for(project.organisation_id)


def can_see(actor: Actor, project: Project) -> bool:
    """Published projects have a public teaser; everything else is the owners' alone."""
    return project.is_published or owns(actor, project)


def can_edit(actor: Actor, project: Project) -> bool:
    return owns(actor, project) and not project.is_archived


def can_publish(actor: Actor, project: Project) -> bool:
    return owns(actor, project)


def reach(actor: Actor, project: Project, *, agreed: bool | None = None) -> Visibility:
    """The most private visibility this reader sees of the project. `agreed` spares the query when it is known."""
    if owns(actor, project):
        return Visibility.AGREED
    if agreed is None:
        agreed = bool(agreed_projects(actor, [project.id]))
    if agreed or any(reads(actor, project) for reads in CONSENTED):
        return Visibility.AGREED
    return Visibility.SIGNED_IN if actor.is_signed_in else Visibility.PUBLIC


def readable_fields(project: Project, within: Visibility) -> frozenset[str]:
    """The names of the fields a reader of this reach may read; every page, list, export and search asks here."""
    return readable(FIELDS, project, within)


def can_read_deck(actor: Actor, file: File) -> bool:
    """A deck is read by whoever reads the project's field `deck`."""
    project = db.session.scalar(select(Project).where(Project.deck_id == file.id))
    if project is None or not can_see(actor, project):
        return False
    return "deck" in readable_fields(project, reach(actor, project))

"""Writing projects."""

from typing import Any

from flask_babel import gettext as _

from app.accounts.actor import Actor
from app.core import search
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.model import utc_now
from app.core.visibility import Visibility, chosen
from app.extensions import db
from app.files import services as files
from app.projects.fields import BY_NAME, FIELDS
from app.projects.models import Project, ProjectState
from app.projects.policies import can_edit, can_publish, readable_fields

FACETS = {"sectors": "sector", "needs": "need", "languages": "language"}
TEXTS = ("tagline", "summary", "problem", "solution", "market", "traction", "team", "website", "need", "cap_table")
PLAIN = ("region_code", "second_region_code", "stage", "round", "amount_sought", "equity_offered")
CONTACT = ("contact_name", "contact_phone", "contact_email")
EDITABLE = frozenset({"name", "ranked", *TEXTS, *PLAIN, *CONTACT})


def create(*, actor: Actor, **values: Any) -> Project:
    """A draft of the actor's organisation."""
    if actor.organisation_id is None:
        raise Forbidden
    project = Project(organisation_id=actor.organisation_id, created_by_id=actor.account_id, visibility={}, name="")
    project.organisation = actor.membership.organisation  # type: ignore[union-attr]
    db.session.add(project)
    _fill(project, values)
    db.session.flush()
    return project


def update(*, actor: Actor, project: Project, **values: Any) -> Project:
    if not can_edit(actor, project):
        raise Forbidden
    _fill(project, values)
    project.updated_at = utc_now()  # a change of facets alone is a change of the project
    index(project)
    db.session.flush()
    return project


def publish(*, actor: Actor, project: Project) -> None:
    """Show the project to others; it needs enough to be understood."""
    _require(can_publish(actor, project))
    if project.state is ProjectState.PUBLISHED:
        raise Conflict(_("The project is already published."))
    for name, filled in (
        ("tagline", project.tagline),
        ("summary", project.summary),
        ("sectors", project.codes("sector")),
    ):
        if not filled:
            raise Invalid(_("Fill in the one-line description, the summary and a sector before publishing."), name)
    project.state = ProjectState.PUBLISHED
    project.published_at = project.published_at or utc_now()
    project.archived_at = None
    index(project)
    db.session.flush()


def archive(*, actor: Actor, project: Project) -> None:
    """Take the project out of every list; it stays readable to its owners and can be restored."""
    _require(can_publish(actor, project))
    if project.state is ProjectState.ARCHIVED:
        raise Conflict(_("The project is already archived."))
    project.state, project.archived_at = ProjectState.ARCHIVED, utc_now()
    index(project)
    db.session.flush()


def restore(*, actor: Actor, project: Project) -> None:
    """Back to a draft: whoever restores looks at it again before others do."""
    _require(can_publish(actor, project))
    if project.state is not ProjectState.ARCHIVED:
        raise Conflict(_("The project is not archived."))
    project.state, project.archived_at = ProjectState.DRAFT, None
    db.session.flush()


def set_visibility(*, actor: Actor, project: Project, choices: dict[str, str]) -> None:
    if not can_edit(actor, project):
        raise Forbidden
    allowed = {level.value for level in Visibility}
    given = {name: level for name, level in choices.items() if name in BY_NAME and level in allowed}
    project.visibility = {
        field.name: chosen(given, field.name, field.visibility).value for field in FIELDS if field.name in given
    }
    project.updated_at = utc_now()
    index(project)
    db.session.flush()


def set_file(*, actor: Actor, project: Project, kind: str, file_id: Any) -> None:
    """Attach a stored upload as `logo` or `deck`; None takes it off."""
    if not can_edit(actor, project):
        raise Forbidden
    column = {"logo": "logo_id", "deck": "deck_id"}[kind]
    files.discard(file_id=getattr(project, column))
    setattr(project, column, file_id)
    db.session.flush()


def _require(allowed: bool) -> None:
    if not allowed:
        raise Forbidden


def _fill(project: Project, values: dict[str, Any]) -> None:
    for name, value in values.items():
        if name in FACETS:
            project.set_codes(FACETS[name], value or [])
        elif name in EDITABLE:
            setattr(project, name, value if value is not None or name in PLAIN[-2:] else "")
    if not project.name:
        raise Invalid(_("Give the project a name."), "name")
    project.sort_key = search.sort_key(project.name)


def index(project: Project) -> None:
    """Only what everybody may read is searchable, so that a hit never tells a stranger something private."""
    if not project.is_published:
        search.remove(project.id)
        return
    public = readable_fields(project, Visibility.PUBLIC)
    texts = [getattr(project, name) for name in ("summary", "problem", "solution", "market", "need") if name in public]
    search.put("project", project.id, project.name, project.tagline, project.organisation.name, *texts)

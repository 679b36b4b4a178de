"""Writing projects."""

import uuid
from typing import Any

from flask_babel import gettext as _

from app.accounts.actor import Actor
from app.core import profiles, search
from app.core.errors import Forbidden, Invalid, require
from app.core.model import utc_now
from app.core.visibility import Visibility
from app.extensions import db
from app.files import services as files
from app.projects.fields import FIELDS
from app.projects.models import Project
from app.projects.policies import can_edit, can_publish, readable_fields

FACETS = {"sectors": "sector", "needs": "need", "languages": "language"}
TEXTS = ("tagline", "summary", "problem", "solution", "market", "traction", "team", "website", "need", "cap_table")
PLAIN = ("region_code", "second_region_code", "stage", "round", "amount_sought", "equity_offered")
CONTACT = ("contact_name", "contact_phone", "contact_email")
EDITABLE = frozenset({"name", "ranked", *TEXTS, *PLAIN, *CONTACT})


def create(*, actor: Actor, **values: Any) -> Project:
    """A draft of the actor's organisation."""
    if actor.membership is None:
        raise Forbidden
    owner = actor.membership.organisation
    project = Project(organisation_id=owner.id, created_by_id=actor.account_id, visibility={}, name="")
    project.organisation = owner
    db.session.add(project)
    _fill(project, values)
    db.session.flush()
    return project


def update(*, actor: Actor, project: Project, **values: Any) -> Project:
    require(can_edit(actor, project))
    _fill(project, values)
    project.updated_at = utc_now()  # a change of facets alone is a change of the project
    index(project)
    db.session.flush()
    return project


def publish(*, actor: Actor, project: Project) -> None:
    """Show the project to others; it needs enough to be understood."""
    require(can_publish(actor, project))
    needed = {"tagline": project.tagline, "summary": project.summary, "sectors": project.codes("sector")}
    missing = _("Fill in the one-line description, the summary and a sector before publishing.")
    profiles.publish(project, needed=needed, message=missing)
    index(project)


def archive(*, actor: Actor, project: Project) -> None:
    require(can_publish(actor, project))
    profiles.archive(project)
    index(project)


def restore(*, actor: Actor, project: Project) -> None:
    require(can_publish(actor, project))
    profiles.restore(project)


def set_visibility(*, actor: Actor, project: Project, choices: dict[str, str]) -> None:
    require(can_edit(actor, project))
    profiles.set_visibility(project, FIELDS, choices)
    index(project)


def set_file(*, actor: Actor, project: Project, kind: str, file_id: uuid.UUID | None) -> None:
    """Attach a stored upload as `logo` or `deck`; None takes it off."""
    require(can_edit(actor, project))
    files.replace(thing=project, column={"logo": "logo_id", "deck": "deck_id"}[kind], file_id=file_id)


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

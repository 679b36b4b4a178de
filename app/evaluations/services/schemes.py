"""Schemes: copied, edited while no run uses them, and continued in a new edition afterwards."""

import copy
from typing import Any

from flask_babel import gettext as _

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.core.errors import Conflict, Forbidden, Invalid, require
from app.core.model import new_id, utc_now
from app.evaluations.models import Scheme
from app.evaluations.policies import keeps
from app.evaluations.queries.schemes import editions
from app.evaluations.schemes import Template, check, version
from app.extensions import db


def copy_template(*, actor: Actor, template: Template) -> Scheme:
    """As an authority's own, to be changed."""
    scheme = Scheme(name=template.zh, name_en=template.en, source=template.zh_note[:300])
    scheme.document = copy.deepcopy(dict(template.document))
    scheme.origin = f"{template.code}@{version()}"
    return _add(actor, scheme)


def duplicate(*, actor: Actor, scheme: Scheme) -> Scheme:
    """The beginning of a scheme of its own."""
    require(keeps(actor, scheme))
    made = Scheme(source=scheme.source, origin=scheme.origin, document=copy.deepcopy(dict(scheme.document)))
    made.name = _("%(name)s (copy)", name=scheme.name)[:120]
    made.name_en = f"{scheme.name_en} (copy)"[:120] if scheme.name_en else ""
    return _add(actor, made)


def revise(*, actor: Actor, scheme: Scheme) -> Scheme:
    """The next edition, beginning as this one; one that is not in use yet is edited itself."""
    require(keeps(actor, scheme))
    _lock(scheme)
    last = editions(scheme)[0]
    if last.fixed_at is None:
        raise Conflict(_("The last edition of this scheme is not in use yet. Edit that one."))
    made = Scheme(
        family_id=scheme.family_id,
        edition=last.edition + 1,
        name=scheme.name,
        name_en=scheme.name_en,
        source=scheme.source,
        origin=scheme.origin,
        document=copy.deepcopy(dict(scheme.document)),
    )
    return _add(actor, made)


def edit(*, actor: Actor, scheme: Scheme, document: dict[str, Any], **texts: Any) -> None:
    require(keeps(actor, scheme))
    _lock(scheme)
    if scheme.fixed_at is not None:
        raise Conflict(_("A run uses this edition, so it stays as it is. Make a new edition."))
    if not texts.get("name"):
        raise Invalid(_("Give the scheme a name."), "name")
    check(document)
    for name in ("name", "name_en", "source"):
        setattr(scheme, name, texts.get(name) or "")
    scheme.document = document
    db.session.flush()


def discard(*, actor: Actor, scheme: Scheme) -> None:
    """An edition that nothing uses."""
    require(keeps(actor, scheme))
    _lock(scheme)
    if scheme.fixed_at is not None:
        raise Conflict(_("A run uses this edition, so it stays as it is. Make a new edition."))
    db.session.delete(scheme)
    db.session.flush()


def fix(scheme: Scheme) -> None:
    """From now on it stays as it is."""
    _lock(scheme)
    if scheme.fixed_at is None:
        check(scheme.document)
        scheme.fixed_at = utc_now()
        db.session.flush()


def _add(actor: Actor, scheme: Scheme) -> Scheme:
    if not actor.is_(Role.ORGANISER) or actor.organisation_id is None:
        raise Forbidden
    scheme.id = new_id()
    scheme.family_id = scheme.family_id or scheme.id
    scheme.organisation_id, scheme.created_by_id = actor.organisation_id, actor.account_id
    db.session.add(scheme)
    db.session.flush()
    return scheme


def _lock(scheme: Scheme) -> None:
    db.session.flush()
    db.session.refresh(scheme, with_for_update={"of": Scheme, "key_share": True})

"""What every profile has in common: its life from draft to archive, who reads which field, how complete it is.

A slice has a model made of `Profile`, a list of `ProfileField`s and rules of its own; its services check the right
first and call what is here.
"""

import enum
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column
from wtforms import RadioField

from app.core.errors import Conflict, Invalid
from app.core.facets import HasFacets
from app.core.forms import BaseForm
from app.core.model import Id, Json, Moment, Name, Timestamps, Versioned, enum_type, utc_now
from app.core.visibility import LABELS, REACH, Visibility, chosen
from app.extensions import db


class ProfileState(enum.StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"


STATE_LABELS = {
    ProfileState.DRAFT: _l("Draft"),
    ProfileState.PUBLISHED: _l("Published"),
    ProfileState.ARCHIVED: _l("Archived"),
}


class Profile(Timestamps, Versioned, HasFacets):
    """The columns of every profile; the slice adds whose it is and what it says."""

    organisation: Any
    id: Mapped[Id]
    state: Mapped[ProfileState] = mapped_column(enum_type(ProfileState), default=ProfileState.DRAFT)
    name: Mapped[Name]
    sort_key: Mapped[str] = mapped_column(String(200), default="", index=True)
    # Field name → what the owner chose; a field that is not named keeps its default.
    visibility: Mapped[Json] = mapped_column(default=dict)
    ranked: Mapped[bool] = mapped_column(default=True)
    logo_id: Mapped[uuid.UUID | None]
    published_at: Mapped[Moment | None]
    archived_at: Mapped[Moment | None]
    # Set by imports, so that the same file loaded again changes the same rows.
    source_key: Mapped[str | None] = mapped_column(String(200), unique=True)

    @property
    def organisation_name(self) -> str:
        return str(self.organisation.name)

    @property
    def is_published(self) -> bool:
        return self.state is ProfileState.PUBLISHED

    @property
    def is_archived(self) -> bool:
        return self.state is ProfileState.ARCHIVED


@dataclass(frozen=True, eq=False)
class ProfileField:
    """A part of a profile that has a choice of readers; its weight is what completeness counts."""

    name: str
    label: Any
    visibility: Visibility
    weight: int = 0


Basics = Sequence[tuple[str, Any, int]]


def completeness(
    fields: Sequence[ProfileField], basics: Basics, value: Callable[[str], Any]
) -> tuple[int, list[tuple[str, Any]]]:
    """(percent, [(field name, label) still empty]): what a reader and the matching would miss first."""
    parts = [*((field.name, field.label, field.weight) for field in fields if field.weight), *basics]
    missing = [(name, label, weight) for name, label, weight in parts if not value(name)]
    total, lost = (sum(weight for *_, weight in some) for some in (parts, missing))
    return round(100 * (total - lost) / total), [(name, label) for name, label, _ in missing]


def readable(fields: tuple[ProfileField, ...], profile: Profile, within: Visibility) -> frozenset[str]:
    """The names of the fields that a reader of this reach may read."""
    return _readable(fields, tuple(sorted(profile.visibility.items())), within)


@lru_cache(maxsize=1024)
def _readable(
    fields: tuple[ProfileField, ...], choices: tuple[tuple[str, str], ...], within: Visibility
) -> frozenset[str]:
    """Most owners leave the choices as they are, so a list of profiles asks for the same again and again."""
    seen, given = REACH[within], dict(choices)
    return frozenset(field.name for field in fields if chosen(given, field.name, field.visibility) in seen)


def visibility_form(fields: Sequence[ProfileField]) -> type[BaseForm]:
    """A form with one choice a field; made from the list of fields, so that a new field cannot be forgotten."""
    choices = {
        field.name: RadioField(field.label, choices=partial(_levels, field), default=field.visibility.value)
        for field in fields
    }
    return cast(type[BaseForm], type("VisibilityForm", (BaseForm,), choices))


def _levels(field: ProfileField) -> list[tuple[str, str]]:
    """What is private by nature cannot be made public."""
    levels = [level for level in Visibility if (field.visibility, level) != (Visibility.AGREED, Visibility.PUBLIC)]
    return [(level.value, str(LABELS[level])) for level in levels]


def publish(profile: Profile, *, needed: Mapping[str, Any], message: str) -> None:
    """Show the profile to others, once all that is `needed` to understand it is filled in."""
    if profile.is_published:
        raise Conflict(_("This is already published."))
    for name, value in needed.items():
        if not value:
            raise Invalid(message, name)
    profile.state, profile.archived_at = ProfileState.PUBLISHED, None
    profile.published_at = profile.published_at or utc_now()
    db.session.flush()


def archive(profile: Profile) -> None:
    """Take the profile out of every list; it stays readable to its owners and can be restored."""
    if profile.is_archived:
        raise Conflict(_("This is already archived."))
    profile.state, profile.archived_at = ProfileState.ARCHIVED, utc_now()
    db.session.flush()


def restore(profile: Profile) -> None:
    """Back to a draft: whoever restores looks at it again before others do."""
    if not profile.is_archived:
        raise Conflict(_("This is not archived."))
    profile.state, profile.archived_at = ProfileState.DRAFT, None
    db.session.flush()


def set_visibility(profile: Profile, fields: Sequence[ProfileField], choices: Mapping[str, str]) -> None:
    """Keep what the owner chose for the fields that have a choice."""
    profile.visibility = {
        field.name: chosen(choices, field.name, field.visibility).value
        for field in fields
        if choices.get(field.name) in set(Visibility)
    }
    profile.updated_at = utc_now()
    db.session.flush()

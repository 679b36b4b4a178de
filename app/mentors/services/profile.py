"""Writing mentors' profiles."""

import uuid
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts import contacts
from app.accounts.actor import Actor
from app.accounts.models import Organisation, Role
from app.core import profiles, search
from app.core.errors import Conflict, Forbidden, Invalid, require
from app.core.forms import CONSTRAINT_MESSAGES
from app.core.model import utc_now
from app.core.visibility import Visibility
from app.extensions import db
from app.files import services as files
from app.mentors import queries
from app.mentors.fields import FIELDS
from app.mentors.models import ConflictRelation, Mentor, MentorConflict, MentorText, Standing, TextKind
from app.mentors.policies import can_edit, can_edit_conflict, can_publish, readable_fields
from app.mentors.services import places

FACETS = {"sectors": "sector", "expertise": "expertise", "stages": "stage", "languages": "language"}
TEXTS = ("headline", "bio", "employer", "position")
PLAIN = ("region_code",)
CONTACT = ("contact_phone", "contact_email", "contact_wechat")
EDITABLE = frozenset({"name", "ranked", *TEXTS, *PLAIN, *CONTACT})

CONSTRAINT_MESSAGES["uq_mentor_account_id_organisation_id"] = (
    "",
    _l("You already have a profile with this authority."),
)


def create(*, actor: Actor, **values: Any) -> Mentor:
    """A draft: a mentor's own profile, or one that an organiser keeps for a mentor who has not signed up."""
    if actor.membership is None or not actor.is_(Role.MENTOR, Role.ORGANISER):
        raise Forbidden
    own = actor.is_(Role.MENTOR)
    if own and queries.own_mentor(actor) is not None:
        raise Conflict(_("You already have a profile with this authority."))
    mentor = _new(actor.membership.organisation)
    mentor.account_id = actor.account_id if own else None
    _fill(mentor, values)
    db.session.flush()
    return mentor


def update(*, actor: Actor, mentor: Mentor, **values: Any) -> Mentor:
    require(can_edit(actor, mentor))
    _fill(mentor, values)
    mentor.updated_at = utc_now()  # a change of facets or texts alone is a change of the mentor
    index(mentor)
    db.session.flush()
    return mentor


def claim(*, actor: Actor, mentor: Mentor) -> None:
    """Take over the profile that the authority kept under the person's own address."""
    waiting = queries.waiting_profile(actor)
    if waiting is None or waiting.id != mentor.id:
        raise Forbidden
    if queries.own_mentor(actor) is not None:
        raise Conflict(_("You already have a profile with this authority."))
    mentor.account_id = actor.account_id
    db.session.flush()


def publish(*, actor: Actor, mentor: Mentor) -> None:
    """Let others see the profile; into the register it comes by being filed."""
    require(can_publish(actor, mentor))
    show(mentor)


def show(mentor: Mentor) -> None:
    """Let others see the profile; the caller has checked the right."""
    missing = _("Fill in the one-line description, the expertise and a sector before publishing.")
    profiles.publish(mentor, needed=needed(mentor), message=missing)
    index(mentor)


def needed(mentor: Mentor) -> dict[str, Any]:
    """What a profile must say to be understood."""
    return {"headline": mentor.headline, "expertise": mentor.codes("expertise"), "sectors": mentor.codes("sector")}


def archive(*, actor: Actor, mentor: Mentor) -> None:
    require(can_publish(actor, mentor))
    profiles.archive(mentor)
    index(mentor)


def restore(*, actor: Actor, mentor: Mentor) -> None:
    require(can_publish(actor, mentor))
    profiles.restore(mentor)


def set_visibility(*, actor: Actor, mentor: Mentor, choices: dict[str, str]) -> None:
    require(can_edit(actor, mentor))
    profiles.set_visibility(mentor, FIELDS, choices)
    index(mentor)


def set_file(*, actor: Actor, mentor: Mentor, kind: str, file_id: uuid.UUID | None) -> None:
    """Attach a stored upload as the photo (`logo`); None takes it off."""
    require(can_edit(actor, mentor))
    files.replace(thing=mentor, column={"logo": "logo_id"}[kind], file_id=file_id)


def declare_conflict(*, actor: Actor, mentor: Mentor, name: str, relation: str, note: str = "") -> MentorConflict:
    """Say that the mentor has an interest in a company or project; it keeps them from being matched."""
    require(can_edit(actor, mentor))
    if not name:
        raise Invalid(_("Name the company or the project."), "name")
    if any(known.ended_at is None and known.name == name for known in mentor.conflicts):
        raise Invalid(_("This interest is already declared."), "name")
    organisation_id, project_id = queries.meant_by(name)
    conflict = MentorConflict(
        name=name,
        organisation_id=organisation_id,
        project_id=project_id,
        relation=ConflictRelation(relation),
        note=note or "",
        created_at=utc_now(),
    )
    mentor.conflicts.append(conflict)
    db.session.flush()
    return conflict


def end_conflict(*, actor: Actor, conflict: MentorConflict) -> None:
    require(can_edit_conflict(actor, conflict))
    if conflict.ended_at is not None:
        raise Conflict(_("This interest has already ended."))
    conflict.ended_at = utc_now()
    db.session.flush()


def reopen_conflict(*, actor: Actor, conflict: MentorConflict) -> None:
    require(can_edit_conflict(actor, conflict))
    if conflict.ended_at is None:
        raise Conflict(_("This interest is declared and holds."))
    conflict.ended_at = None
    db.session.flush()


def _new(organisation: Organisation) -> Mentor:
    mentor = Mentor(name="", organisation_id=organisation.id, capacity=3, mentee_count=0, paused=False, visibility={})
    mentor.standing = Standing.UNFILED
    mentor.organisation = organisation
    db.session.add(mentor)
    return mentor


def _fill(mentor: Mentor, values: dict[str, Any]) -> None:
    for name, value in values.items():
        if name in FACETS:
            mentor.set_codes(FACETS[name], value or [])
        elif name == "texts":
            _set_texts(mentor, value or [])
        elif name == "capacity":
            places.set_capacity(mentor, value)
        elif name in CONTACT:
            setattr(mentor, name, contacts.checked(name, value or ""))
        elif name in EDITABLE:
            setattr(mentor, name, "" if value is None else value)
    if not mentor.name:
        raise Invalid(_("Give the mentor’s name."), "name")
    mentor.sort_key = search.sort_key(mentor.name)


def _set_texts(mentor: Mentor, blocks: list[dict[str, Any]]) -> None:
    """Rows are changed in place, so that the audit log shows what was rewritten; blank blocks leave nothing."""
    written = [block for block in blocks if block.get("title") or block.get("text")]
    del mentor.texts[len(written) :]
    for position, block in enumerate(written):
        if position == len(mentor.texts):
            mentor.texts.append(MentorText(position=position, kind=TextKind.OTHER))
        row = mentor.texts[position]
        row.position, row.kind = position, TextKind(block.get("kind") or TextKind.OTHER)
        row.title, row.text = block.get("title") or "", block.get("text") or ""


def index(mentor: Mentor) -> None:
    """Only what everybody may read is searchable, and who stands in the register: a hit tells nothing private."""
    if not (mentor.is_published and mentor.is_filed):
        search.remove(mentor.id)
        return
    public = readable_fields(mentor, Visibility.PUBLIC)
    texts = [mentor.bio] if "bio" in public else []
    if "texts" in public:
        texts += [part for row in mentor.texts for part in (row.title, row.text)]
    search.put("mentor", mentor.id, mentor.name, mentor.headline, mentor.employer, mentor.position, *texts)

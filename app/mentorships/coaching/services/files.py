"""Files that the two sides share with each other."""

from typing import Any

from flask_babel import gettext as _

from app.accounts.actor import Actor
from app.core.errors import Conflict, require
from app.core.model import utc_now
from app.extensions import db
from app.files import services as files
from app.files.models import FileKind
from app.mentorships.coaching import notices
from app.mentorships.coaching.models import MentorshipFile, Side
from app.mentorships.coaching.policies import shared_by
from app.mentorships.coaching.services.locks import acting_side, lock_running
from app.mentorships.models import Mentorship


def share(*, actor: Actor, mentorship: Mentorship, upload: Any) -> MentorshipFile:
    """A mentor's file is the person's own, a project's belongs to its organisation."""
    side = acting_side(actor, mentorship)
    lock_running(mentorship)
    of_project = side is Side.PROJECT
    file = files.store(
        actor=actor,
        upload=upload,
        kind=FileKind.ATTACHMENT,
        organisation_id=mentorship.project.organisation_id if of_project else None,
        account_id=None if of_project else actor.account_id,
    )
    shared = MentorshipFile(mentorship_id=mentorship.id, file_id=file.id, side=side)
    db.session.add(shared)
    db.session.flush()
    notices.shared(mentorship, side, by=actor)
    return shared


def take_back(*, actor: Actor, shared: MentorshipFile) -> None:
    """Also after the end: nobody reads it any more, and its content is deleted."""
    require(shared_by(actor, shared))
    if shared.removed_at is not None:
        raise Conflict(_("The file is deleted already."))
    shared.removed_at = utc_now()
    files.delete(file=shared.file)

"""Sending what a plan proposes. Each question is its own short transaction, so the job can stop and go on anywhere."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.actor import Actor
from app.accounts.models import Membership
from app.core import jobs
from app.core.errors import Conflict, DomainError, Forbidden
from app.core.i18n import in_language
from app.core.model import utc_now
from app.core.visibility import Visibility
from app.extensions import db
from app.funds.models import Fund
from app.funds.policies import readable_fields as fund_fields
from app.mentorships.services import invite_mentor
from app.projects.models import Project
from app.projects.policies import readable_fields as project_fields
from app.recommendations import evidence, phrases, planned
from app.recommendations.models import Assignment, AssignmentState, Kind, Match, MatchRun
from app.recommendations.services.ranking import Progress
from app.recommendations.tasks import INVITE
from app.roadshows.models import Roadshow
from app.roadshows.policies import manages
from app.roadshows.services import invite_fund


def start_sending(*, actor: Actor, run: MatchRun, message: str = "", location: str = "") -> jobs.Job:
    """Send the invitations of the newest plan in the background; a second click joins the first."""
    if run.roadshow is None or not manages(actor, run.roadshow):
        raise Forbidden
    newest = planned.newest_run(run.roadshow.id)
    if newest is None or newest.id != run.id:
        raise Conflict(_("There is a newer plan. Look at it before you send invitations."))
    arguments = {"run_id": str(run.id), "membership_id": str(actor.membership_id), "message": message}
    return jobs.running(INVITE, **arguments) or jobs.start(INVITE, arguments=arguments, actor=actor, location=location)


def send(progress: Progress, *, run_id: uuid.UUID, membership_id: uuid.UUID, message: str = "") -> dict[str, Any]:
    """Ask every mentor and fund of the plan who has not been asked. What cannot be sent is counted with its reason."""
    membership = db.session.get_one(Membership, membership_id)
    if membership.ended_at is not None:
        raise Forbidden
    run = db.session.get_one(MatchRun, run_id)
    batches = _batches(planned.lines_of(run_id))
    roadshow_id, language = run.roadshow_id, membership.account.locale
    db.session.rollback()
    sent, refused = 0, []
    for done, line_ids in enumerate(batches, start=1):
        try:
            with in_language(language):
                sent += _send_batch(roadshow_id, membership_id, line_ids, message)
            db.session.commit()
        except DomainError as error:
            db.session.rollback()
            refused.append(str(error))
        progress(done, len(batches), "invite")
    run = db.session.get_one(MatchRun, run_id)
    run.invited_at = utc_now()
    run.summary = {**run.summary, "sent": run.summary.get("sent", 0) + sent, "refused": sorted(set(refused))[:50]}
    db.session.commit()
    return {"sent": sent, "refused": len(refused)}


def _batches(lines: Sequence[Assignment]) -> list[list[uuid.UUID]]:
    """What is still to be sent: one question a mentor and project, one a fund with all its projects."""
    batches: dict[Any, list[uuid.UUID]] = defaultdict(list)
    for line in lines:
        if line.candidate_id is not None and line.state is AssignmentState.PROPOSED:
            key = line.id if line.candidate_kind is Kind.MENTOR else line.candidate_id
            batches[key].append(line.id)
    return list(batches.values())


def _send_batch(
    roadshow_id: uuid.UUID | None, membership_id: uuid.UUID, line_ids: Sequence[uuid.UUID], message: str
) -> int:
    membership = db.session.get_one(Membership, membership_id)
    actor = Actor(membership.account, membership)
    roadshow = db.session.get_one(Roadshow, roadshow_id)
    statement = select(Assignment).where(Assignment.id.in_(line_ids), Assignment.state == AssignmentState.PROPOSED)
    lines = db.session.scalars(statement.order_by(Assignment.score.desc(), Assignment.id).with_for_update()).all()
    if not lines or lines[0].candidate_id is None:
        return 0
    candidate_id, project_ids = lines[0].candidate_id, [line.project_id for line in lines]
    if lines[0].candidate_kind is Kind.MENTOR:
        invite_mentor(
            actor=actor, roadshow=roadshow, project_id=project_ids[0], mentor_id=candidate_id, message=message
        )
    else:
        invite_fund(
            actor=actor,
            roadshow=roadshow,
            fund_id=candidate_id,
            project_ids=project_ids,
            reasons=_reasons(candidate_id, project_ids),
            message=message,
        )
    for line in lines:
        line.state = AssignmentState.INVITED
    return 1


def _reasons(fund_id: uuid.UUID, project_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The first reason of each project, of what every signed-in member may read."""
    fund = db.session.get_one(Fund, fund_id)
    theirs = fund_fields(fund, Visibility.SIGNED_IN) | evidence.ALWAYS
    statement = (
        select(Match, Project)
        .join(Project, Project.id == Match.project_id)
        .where(Match.candidate_id == fund_id, Match.project_id.in_(project_ids))
    )
    reasons = {}
    for match, project in db.session.execute(statement).unique():
        mine = project_fields(project, Visibility.SIGNED_IN) | evidence.ALWAYS
        told = phrases.sentences(entry for entry in match.evidence if evidence.readable(entry, mine, theirs))
        reasons[project.id] = told[0] if told else ""
    return reasons

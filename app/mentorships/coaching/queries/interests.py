"""Conflicts of interest: a mentor who also has a stake in the project, or works for a fund manager that has one."""

import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from app.accounts.models import Membership, Organisation, Role
from app.core.answering import AnswerState
from app.extensions import db
from app.funds.models import Fund
from app.funds.ties import all_ties, binds
from app.mentors.models import ConflictRelation, Mentor, MentorConflict
from app.mentorships.models import Mentorship
from app.projects.models import Project
from app.roadshows.meetings.models import MeetingRequest
from app.roadshows.meetings.models import Side as AskingSide


@dataclass(frozen=True)
class Stake:
    """Declared by the mentor (`relation`), or through a fund manager (`kind`: investment, interest, deal)."""

    relation: ConflictRelation | None = None
    organisation: str = ""
    kind: str = ""


@binds("interest")
def interests() -> Any:
    """The fund asked to meet the project, or the two agreed to; its marks are its own."""
    asked = select(MeetingRequest.fund_id, MeetingRequest.project_id)
    by_fund = and_(MeetingRequest.asked_by == AskingSide.FUND, MeetingRequest.state == AnswerState.PENDING)
    return asked.where(or_(by_fund, MeetingRequest.state == AnswerState.ACCEPTED))


def stakes(mentorship_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Stake]]:
    """By mentorship; two statements whatever their number."""
    return _found(Mentorship.id.in_(mentorship_ids))


def with_stakes(authority_id: uuid.UUID | None) -> set[uuid.UUID]:
    """The mentorships of an authority's mentors in which there is one."""
    return set(_found(Mentor.organisation_id == authority_id))


def _found(wanted: ColumnElement[bool]) -> dict[uuid.UUID, list[Stake]]:
    found: dict[uuid.UUID, list[Stake]] = defaultdict(list)
    for row in db.session.execute(_declared(wanted)):
        found[row.id].append(Stake(relation=row.relation))
    for row in db.session.execute(_through_funds(wanted)):
        found[row.id].append(Stake(organisation=row.name, kind=row.kind))
    return dict(found)


def _pairs(*columns: Any) -> Select[Any]:
    statement = select(Mentorship.id, *columns).join(Mentor, Mentor.id == Mentorship.mentor_id)
    return statement.join(Project, Project.id == Mentorship.project_id)


def _declared(wanted: ColumnElement[bool]) -> Select[Any]:
    """As `mentors.queries.conflicts_between` finds them: the project, its company, or its name."""
    same = or_(
        MentorConflict.project_id == Project.id,
        MentorConflict.organisation_id == Project.organisation_id,
        and_(MentorConflict.project_id.is_(None), MentorConflict.name == Project.name),
    )
    statement = _pairs(MentorConflict.relation).join(MentorConflict, MentorConflict.mentor_id == Mentor.id)
    statement = statement.where(wanted, same, MentorConflict.ended_at.is_(None))
    return statement.order_by(MentorConflict.created_at, MentorConflict.id)


def _through_funds(wanted: ColumnElement[bool]) -> Select[Any]:
    """The manager is named, not the fund: a fund may be unpublished."""
    ties = all_ties().subquery()
    works = and_(
        Membership.account_id == Mentor.account_id, Membership.role == Role.INVESTOR, Membership.ended_at.is_(None)
    )
    statement = (
        _pairs(Organisation.name, ties.c.kind)
        .join(Membership, works)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .join(Fund, Fund.organisation_id == Organisation.id)
        .join(ties, and_(ties.c.fund_id == Fund.id, ties.c.project_id == Project.id))
    )
    return statement.where(wanted).distinct().order_by(Organisation.name, ties.c.kind, Mentorship.id)

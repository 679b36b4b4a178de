"""Data rooms as their owners and their readers see them."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager

from app.accounts.actor import Actor
from app.accounts.models import Organisation, OrganisationKind
from app.accounts.queries import organisation_by_name
from app.cities.sharing import put_before
from app.core.answering import AnswerState
from app.core.profiles import ProfileState
from app.datarooms.models import (
    DataRoom,
    RoomDocument,
    RoomFolder,
    RoomGrant,
    RoomRequest,
    RoomTerms,
    RoomVersion,
    TermsAcceptance,
)
from app.datarooms.policies import READERS, can_see, owns
from app.extensions import db
from app.files.models import FileOpening
from app.funds.models import Fund
from app.funds.queries import in_cities
from app.messages.models import Connection
from app.projects.models import Project

MOST_SUGGESTED = 300


def visible_room(actor: Actor, room_id: uuid.UUID) -> DataRoom | None:
    room = db.session.get(DataRoom, room_id)
    return room if room is not None and can_see(actor, room) else None


def visible_document(actor: Actor, document_id: uuid.UUID) -> RoomDocument | None:
    """Readers know of what is there now, owners of what they removed too."""
    document = db.session.get(RoomDocument, document_id)
    if document is None or not can_see(actor, document.room):
        return None
    return document if document.removed_at is None or owns(actor, document.room) else None


def visible_folder(actor: Actor, folder_id: uuid.UUID) -> RoomFolder | None:
    folder = db.session.get(RoomFolder, folder_id)
    return folder if folder is not None and can_see(actor, folder.room) else None


def visible_grant(actor: Actor, grant_id: uuid.UUID) -> RoomGrant | None:
    """Known to the project, and to those who got it."""
    grant = db.session.get(RoomGrant, grant_id)
    if grant is None:
        return None
    mine = actor.is_(*READERS) and actor.acts_for(grant.organisation_id)
    return grant if mine or owns(actor, grant.room) else None


def visible_request(actor: Actor, request_id: uuid.UUID) -> RoomRequest | None:
    """Known to the project, and to the organisation that asked."""
    request = db.session.get(RoomRequest, request_id)
    if request is None:
        return None
    mine = actor.is_(*READERS) and actor.acts_for(request.organisation_id)
    return request if mine or owns(actor, request.room) else None


def room_of(project_id: uuid.UUID) -> DataRoom | None:
    return db.session.scalar(select(DataRoom).where(DataRoom.project_id == project_id))


def askable_room(actor: Actor, project_id: uuid.UUID) -> DataRoom | None:
    """The room of a published project, which others may know of."""
    room = room_of(project_id)
    return room if room is not None and (room.project.is_published or owns(actor, room)) else None


def own_rooms(actor: Actor) -> Sequence[tuple[Project, DataRoom | None]]:
    """The projects of a startup that are not archived, each with its room."""
    statement = (
        select(Project, DataRoom)
        .outerjoin(DataRoom, DataRoom.project_id == Project.id)
        .options(contains_eager(DataRoom.project))
        .where(Project.organisation_id == actor.organisation_id, Project.state != ProfileState.ARCHIVED)
        .order_by(Project.sort_key, Project.id)
    )
    return [(project, room) for project, room in db.session.execute(statement).unique()]


def grants_to(actor: Actor) -> Select[RoomGrant]:
    """What an organisation may read, or could; the latest first."""
    statement = select(RoomGrant).join(RoomGrant.room).join(DataRoom.project)
    statement = statement.options(contains_eager(RoomGrant.room).contains_eager(DataRoom.project))
    return statement.where(RoomGrant.organisation_id == actor.organisation_id).order_by(
        RoomGrant.granted_at.desc(), RoomGrant.id
    )


def requests_by(actor: Actor) -> Sequence[RoomRequest]:
    """What an organisation asked and has no access for: waiting, and answered with a no."""
    statement = select(RoomRequest).where(
        RoomRequest.organisation_id == actor.organisation_id, RoomRequest.state != AnswerState.ACCEPTED
    )
    return db.session.scalars(statement.order_by(RoomRequest.asked_at.desc(), RoomRequest.id).limit(50)).unique().all()


def grants(room: DataRoom) -> Select[RoomGrant]:
    """By the name of the organisation."""
    statement = select(RoomGrant).join(RoomGrant.organisation).options(contains_eager(RoomGrant.organisation))
    return statement.where(RoomGrant.room_id == room.id).order_by(Organisation.name, RoomGrant.id)


def grant_of(room_id: uuid.UUID, organisation_id: uuid.UUID | None) -> RoomGrant | None:
    same = (RoomGrant.room_id == room_id, RoomGrant.organisation_id == organisation_id)
    return db.session.scalar(select(RoomGrant).where(*same))


def waiting_requests(room: DataRoom) -> Sequence[RoomRequest]:
    statement = select(RoomRequest).where(RoomRequest.room_id == room.id, RoomRequest.state == AnswerState.PENDING)
    found = db.session.scalars(statement.order_by(RoomRequest.asked_at, RoomRequest.id)).unique()
    return [request for request in found if request.is_open]


def last_request(room_id: uuid.UUID, organisation_id: uuid.UUID | None) -> RoomRequest | None:
    statement = select(RoomRequest).where(
        RoomRequest.room_id == room_id, RoomRequest.organisation_id == organisation_id
    )
    return db.session.scalars(statement.order_by(RoomRequest.asked_at.desc(), RoomRequest.id).limit(1)).first()


def pending_for(actor: Actor) -> int:
    """How many requests wait for the answer of a startup."""
    statement = (
        select(func.count(RoomRequest.id))
        .join(DataRoom, DataRoom.id == RoomRequest.room_id)
        .join(Project, Project.id == DataRoom.project_id)
        .where(Project.organisation_id == actor.organisation_id, RoomRequest.state == AnswerState.PENDING)
    )
    return db.session.scalar(statement) or 0


@dataclass(frozen=True)
class Shelf:
    """A folder, or what lies outside of any, with its documents in their last versions."""

    folder: RoomFolder | None
    versions: list[RoomVersion]


def shelves(room: DataRoom) -> list[Shelf]:
    """By name; what lies in no folder comes first."""
    folders = db.session.scalars(select(RoomFolder).where(RoomFolder.room_id == room.id).order_by(RoomFolder.name))
    versions = db.session.scalars(_current(room).where(RoomDocument.removed_at.is_(None))).all()
    places: dict[uuid.UUID | None, list[RoomVersion]] = {}
    for version in versions:
        places.setdefault(version.document.folder_id, []).append(version)
    named = [Shelf(folder, places.get(folder.id, [])) for folder in folders]
    loose = places.get(None, [])
    return [Shelf(None, loose), *named] if loose else named


def removed_documents(room: DataRoom) -> Sequence[RoomVersion]:
    return db.session.scalars(_current(room).where(RoomDocument.removed_at.is_not(None))).all()


def folders(room: DataRoom) -> Sequence[RoomFolder]:
    return db.session.scalars(select(RoomFolder).where(RoomFolder.room_id == room.id).order_by(RoomFolder.name)).all()


def versions(document: RoomDocument) -> Sequence[RoomVersion]:
    """The newest first."""
    statement = select(RoomVersion).where(RoomVersion.document_id == document.id)
    return db.session.scalars(statement.order_by(RoomVersion.number.desc())).all()


def _current(room: DataRoom) -> Select[RoomVersion]:
    statement = select(RoomVersion).join(RoomVersion.document).options(contains_eager(RoomVersion.document))
    same = (RoomDocument.room_id == room.id, RoomVersion.number == RoomDocument.version_number)
    return statement.where(*same).order_by(RoomDocument.name, RoomDocument.id)


def openings(
    room: DataRoom, *, document_id: uuid.UUID | None = None, organisation_id: uuid.UUID | None = None
) -> Select[FileOpening, RoomVersion]:
    """Who opened which version of which document, newest first."""
    statement = (
        select(FileOpening, RoomVersion)
        .join(RoomVersion, RoomVersion.file_id == FileOpening.file_id)
        .join(RoomVersion.document)
        .options(contains_eager(RoomVersion.document))
        .where(RoomDocument.room_id == room.id)
    )
    if document_id is not None:
        statement = statement.where(RoomDocument.id == document_id)
    if organisation_id is not None:
        statement = statement.where(FileOpening.organisation_id == organisation_id)
    return statement.order_by(FileOpening.at.desc(), FileOpening.id.desc())


def times_opened(room: DataRoom) -> dict[uuid.UUID, int]:
    """Document → how often others opened it, in any version."""
    statement = (
        select(RoomDocument.id, func.count(FileOpening.id))
        .join(RoomVersion, RoomVersion.document_id == RoomDocument.id)
        .join(FileOpening, FileOpening.file_id == RoomVersion.file_id)
        .where(RoomDocument.room_id == room.id)
        .group_by(RoomDocument.id)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def people_who_opened(room: DataRoom) -> int:
    statement = (
        select(func.count(func.distinct(FileOpening.account_id)))
        .join(RoomVersion, RoomVersion.file_id == FileOpening.file_id)
        .join(RoomDocument, RoomDocument.id == RoomVersion.document_id)
        .where(RoomDocument.room_id == room.id)
    )
    return db.session.scalar(statement) or 0


def current_terms(room: DataRoom) -> RoomTerms:
    same = (RoomTerms.room_id == room.id, RoomTerms.number == room.terms_number)
    return db.session.scalars(select(RoomTerms).where(*same)).one()


def all_terms(room: DataRoom) -> Sequence[RoomTerms]:
    """The newest first."""
    statement = select(RoomTerms).where(RoomTerms.room_id == room.id)
    return db.session.scalars(statement.order_by(RoomTerms.number.desc())).all()


def acceptances(room: DataRoom) -> Select[TermsAcceptance]:
    """Who agreed to which version, newest first."""
    statement = select(TermsAcceptance).join(TermsAcceptance.terms).options(contains_eager(TermsAcceptance.terms))
    return statement.where(RoomTerms.room_id == room.id).order_by(
        TermsAcceptance.accepted_at.desc(), TermsAcceptance.id.desc()
    )


def own_acceptance(actor: Actor, room: DataRoom) -> TermsAcceptance | None:
    """One's agreement to the version that holds now."""
    mine = (
        TermsAcceptance.account_id == actor.account_id,
        TermsAcceptance.organisation_id == actor.organisation_id,
        RoomTerms.number == room.terms_number,
    )
    return db.session.scalar(acceptances(room).where(*mine))


def organisation_named(name: str) -> Organisation | None:
    """By its own name, or by the name of a published fund that it manages."""
    found = organisation_by_name(name)
    if found is not None:
        return found
    fund = select(Fund).where(func.lower(Fund.name) == name.lower(), Fund.state == ProfileState.PUBLISHED)
    first = db.session.scalars(fund.order_by(Fund.id).limit(1)).first()
    return first.organisation if first is not None else None


def suggested_names(room: DataRoom) -> Sequence[str]:
    """Whom a project may want to let in: fund managers it talks with first, then funds of the public directory."""
    talking = select(Connection.other_organisation_id).where(
        Connection.project_id == room.project_id, Connection.ended_at.is_(None)
    )
    names = select(Organisation.name).where(
        Organisation.id.in_(talking), Organisation.kind == OrganisationKind.FUND_MANAGER
    )
    near = put_before(room.project.home_region, in_cities)
    public = select(Fund.name).where(Fund.state == ProfileState.PUBLISHED, near).order_by(Fund.sort_key, Fund.id)
    found = [*db.session.scalars(names.order_by(Organisation.name)), *db.session.scalars(public.limit(MOST_SUGGESTED))]
    return list(dict.fromkeys(found))

"""The organisations that a file names: found among the registered ones, or new."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, or_, select

from app.accounts.models import Membership, Organisation, OrganisationKind
from app.admin.imports.sync import NEW, Plan, normal
from app.core.bulk import chunks
from app.core.model import new_id
from app.extensions import db
from app.taxonomy.labels import region_prefix

# An organisation's name is unique, yet a company may found a startup and invest; the second one says which it is.
SUFFIXES = {OrganisationKind.STARTUP: "（创业企业）", OrganisationKind.FUND_MANAGER: "（投资机构）"}
SUFFIXES[OrganisationKind.CARRIER_OPERATOR] = "（运营机构）"
LONGEST_NAME = 120


@dataclass
class Named:
    """An organisation as a file names it; the details serve only a new one."""

    name: str
    credit_code: str | None = None
    region_code: str = ""


@dataclass
class Directory:
    """Where each named organisation is, and which of them are new."""

    plan: Plan
    ids: dict[str, uuid.UUID] = field(default_factory=dict)
    # Those with members, whose owners keep their profiles themselves, and those that another authority keeps.
    managed: set[uuid.UUID] = field(default_factory=set)

    def id_of(self, name: str) -> uuid.UUID:
        return self.ids[normal(name)]


def look_up(kind: OrganisationKind, named: Iterable[Named], *, by: uuid.UUID | None) -> Directory:
    """Find organisations by their credit code, then by name; plan those that nobody has registered, as brought `by`."""
    wanted = {normal(item.name): item for item in named}
    directory = Directory(Plan(Organisation))
    by_code, by_name = _registered(list(wanted.values()), kind)
    for name, item in wanted.items():
        official = item.name
        owner = by_code.get(item.credit_code or "")
        found = owner if owner and owner.kind is kind else by_name.get(name)
        if found is not None and found.kind is not kind:
            official = item.name[: LONGEST_NAME - len(SUFFIXES[kind])] + SUFFIXES[kind]
            found = by_name.get(normal(official))
        if found is not None:
            directory.ids[name] = found.id
        else:
            directory.ids[name] = _new(directory.plan, kind, item, official, code_taken=owner is not None)
            if item.credit_code:
                by_code[item.credit_code] = Found(directory.ids[name], kind)
    for row in directory.plan.inserts:
        row["registered_by_id"] = by
    found_ids = list(directory.ids.values())
    directory.managed = with_members(found_ids) | _brought_by_others(found_ids, by)
    return directory


@dataclass(frozen=True)
class Found:
    id: uuid.UUID
    kind: OrganisationKind


def profiles_of(model: Any, organisation_ids: Iterable[uuid.UUID]) -> dict[tuple[uuid.UUID, str], uuid.UUID]:
    """(organisation, name) → profile, of organisations that have signed up; these keep their profiles themselves."""
    found: dict[tuple[uuid.UUID, str], uuid.UUID] = {}
    for part in chunks(list(organisation_ids)):
        statement = select(model.id, model.organisation_id, model.name).where(model.organisation_id.in_(part))
        for profile_id, organisation_id, name in db.session.execute(statement):
            found[organisation_id, normal(name)] = profile_id
    return found


def _registered(named: list[Named], kind: OrganisationKind) -> tuple[dict[str, Found], dict[str, Found]]:
    """The registered organisations with one of these codes or names, whatever their kind."""
    by_code: dict[str, Found] = {}
    by_name: dict[str, Found] = {}
    columns = (Organisation.id, Organisation.kind, Organisation.credit_code, Organisation.name)
    for part in chunks(named):
        names = {spelling for item in part for spelling in (item.name, item.name.lower())}
        names |= {(item.name[: LONGEST_NAME - len(SUFFIXES[kind])] + SUFFIXES[kind]).lower() for item in part}
        codes = {item.credit_code for item in part if item.credit_code}
        same = or_(
            Organisation.name.in_(names), func.lower(Organisation.name).in_(names), Organisation.credit_code.in_(codes)
        )
        for organisation_id, its_kind, code, name in db.session.execute(select(*columns).where(same)):
            found = Found(organisation_id, its_kind)
            by_name[normal(name)] = found
            if code:
                by_code[code] = found
    return by_code, by_name


def _new(plan: Plan, kind: OrganisationKind, item: Named, name: str, *, code_taken: bool) -> uuid.UUID:
    organisation_id = new_id()
    plan.states[normal(name)] = NEW
    plan.inserts.append(
        {
            "id": organisation_id,
            "kind": kind,
            "name": name,
            "region_code": item.region_code,
            "credit_code": None if code_taken else item.credit_code,
        }
    )
    return organisation_id


def with_members(ids: list[uuid.UUID]) -> set[uuid.UUID]:
    """Those of these organisations that somebody acts for."""
    found: set[uuid.UUID] = set()
    for part in chunks(ids):
        active = select(Membership.organisation_id).where(
            Membership.organisation_id.in_(part), Membership.ended_at.is_(None)
        )
        found.update(db.session.scalars(active.distinct()))
    return found


def _brought_by_others(ids: list[uuid.UUID], by: uuid.UUID | None) -> set[uuid.UUID]:
    """What another authority's list brought is that authority's to change."""
    found: set[uuid.UUID] = set()
    for part in chunks(ids) if by else ():
        others = select(Organisation.id).where(Organisation.id.in_(part), Organisation.registered_by_id != by)
        found.update(db.session.scalars(others))
    return found


def reach(authority_id: uuid.UUID | None) -> str:
    """How the codes of the authority's region begin; a command without an authority reaches everywhere."""
    authority = db.session.get(Organisation, authority_id) if authority_id else None
    return region_prefix(authority.region_code) if authority else ""

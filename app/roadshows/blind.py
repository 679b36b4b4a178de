"""Blind reviews: what a reviewer reads of an application without learning whose it is.

Left out are the project's and the organisation's names, the presenter, the team, contacts, website, logo, deck and cap
table, the region below the city, and every link to the profile. In the texts that stay, the names that the platform
knows of the applicant are covered. A text in other words may still give its author away; applicants are told so.
"""

import re
import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.accounts.models import Account, Membership
from app.core.visibility import Visibility
from app.extensions import db
from app.projects.fields import FIELDS
from app.projects.policies import readable_fields
from app.roadshows.models import Application

TEXTS = ("summary", "problem", "solution", "market", "traction", "need")
COVER = "▇▇"
# What stands around the core of a company's name, and would leave the core readable.
_LEGAL = re.compile(
    r"（.*?）|\(.*?\)|(股份|集团|科技|技术|有限责任|有限|公司)+$|\b(co|ltd|inc|llc|corp|company|limited)\b\.?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class BlindDossier:
    """An application as its blind reviewer reads it: nothing of it leads to the project."""

    number: int
    tagline: str
    wants: str
    texts: list[tuple[Any, str]]
    sectors: list[str]
    city: str
    stage: str
    round: str
    amount_sought: int | None


def numbers(application_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    """What blind applications are called: their places in the order in which they were begun, which never change."""
    earlier = aliased(Application)
    statement = (
        select(Application.id, func.count(earlier.id))
        .join(earlier, (earlier.roadshow_id == Application.roadshow_id) & (earlier.id <= Application.id))
        .where(Application.id.in_(application_ids))
        .group_by(Application.id)
    )
    return dict(db.session.execute(statement).all())


def dossier(application: Application) -> BlindDossier:
    project = application.project
    within = Visibility.AGREED if application.consented_at else Visibility.SIGNED_IN
    shown = readable_fields(project, within)
    cover = _cover(known_names(application))
    return BlindDossier(
        number=numbers([application.id])[application.id],
        tagline=cover(project.tagline),
        wants=cover(application.wants),
        texts=[(field.label, cover(getattr(project, field.name))) for field in FIELDS if field.name in _open(shown)],
        sectors=project.codes("sector"),
        city=f"{project.region_code[:4]}00" if len(project.region_code) == 6 else "",
        stage=project.stage,
        round=project.round,
        amount_sought=project.amount_sought if "amount_sought" in shown else None,
    )


def known_names(application: Application) -> set[str]:
    """Everything by which the platform knows the applicant: the project, its organisation, the people of it."""
    project, organisation = application.project, application.project.organisation
    bodies = {project.name, organisation.name, organisation.name_en}
    cores = {_LEGAL.sub("", name).strip(" ,.") for name in bodies}
    people = select(Account.name).join(Membership, Membership.account_id == Account.id)
    people = people.where(Membership.organisation_id == organisation.id, Account.closed_at.is_(None))
    persons = {application.presenter, project.contact_name, *db.session.scalars(people)}
    # “陈晓（创始人）” and “Chen Xiao, founder” are known by the name alone as well.
    alone = {re.split(r"[（(,，、/]|(?<=[⺀-鿿])\s", person.strip(), maxsplit=1)[0].strip() for person in persons}
    sites = {re.sub(r"^https?://(www\.)?", "", site).strip("/") for site in (project.website, organisation.website)}
    names = bodies | persons | alone | sites | {project.contact_email, project.contact_phone}
    return {name for name in names if len(name) >= 2} | {core for core in cores if len(core) >= 3}


def _open(shown: Collection[str]) -> set[str]:
    return {name for name in TEXTS if name in shown}


def _cover(names: Collection[str]) -> Callable[[str], str]:
    """A function that covers these names in a text; a Latin name only as a word of its own."""
    kept = sorted(names, key=lambda name: (-len(name), name))
    parts = [rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])" if name.isascii() else re.escape(name) for name in kept]
    pattern = re.compile("|".join(parts), re.IGNORECASE)
    return lambda text: pattern.sub(COVER, text) if parts else text

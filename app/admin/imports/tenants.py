"""Tenants and graduates: one line a stay in a carrier. Companies that nobody has registered come as drafts."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, select
from sqlalchemy.orm import selectinload

from app.accounts.models import OrganisationKind
from app.admin.imports import organisations
from app.admin.imports.columns import Line, Sheet
from app.admin.imports.kinds import Changes, Kind, Settings, line_states, named, nobody_acts_for
from app.admin.imports.network import TENANTS as COLUMNS
from app.admin.imports.sync import Plan, Stored, Wanted, compare, normal, source_key, stored_rows
from app.carriers.models import Admission, Carrier, Graduation, LeaveReason, ServiceAssignment, Tenancy
from app.core.bulk import chunks
from app.core.days import city_day
from app.core.model import new_id
from app.extensions import db
from app.projects.models import Project, ProjectFacet

FIELDS = ("registered_on", "area", "left_on", "left_reason")
Stay = tuple[uuid.UUID, uuid.UUID, dt.date]


def owner_of(row: Mapping[str, Any]) -> str:
    return str(row.get("organisation") or row["name"])


def check(line: Line) -> Iterator[tuple[str, str]]:
    row, today = line.values, city_day()
    entered, left, registered = row["entered_on"], row.get("left_on"), row.get("registered_on")
    if not dt.date(1990, 1, 1) <= entered <= today:
        yield "entered_on", _("Choose a day of the past.")
    if registered and registered > today:
        yield "registered_on", _("Choose a day of the past.")
    if left and not entered <= left <= today:
        yield "left_on", _("Choose a day from %(day)s to today.", day=entered)
    if bool(left) != bool(row.get("left_reason")):
        yield "left_reason", _("The day and the reason of leaving belong together.")
    if row.get("left_reason") == LeaveReason.GRADUATED:
        yield from _not_graduated(row)


def _not_graduated(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    left, registered = row.get("left_on"), row.get("registered_on")
    if left and not (registered and registered <= left):
        yield "registered_on", _("Companies graduate: enter since when this tenant is one.")
    for name in ("criterion", "evidence"):
        if not row.get(name):
            yield name, _("A graduate needs its criterion and what shows it.")


def known(sheet: Sheet, settings: Settings) -> None:
    """The carriers are there, and nobody is in two of them at once."""
    carriers, reach = _carriers(sheet.lines), organisations.reach(settings.organisation_id)
    for line in sheet.lines:
        found = [row for row in carriers[normal(line.values["carrier"])] if row.zone_code.startswith(reach)]
        if len(found) != 1:
            none = _("No published carrier of your region has this name.")
            message = _("Several carriers have this name.") if found else none
            sheet.refuse(line.number, message, COLUMNS[3].heading, line.values["carrier"])
    if not sheet.problems:
        _refuse_overlaps(sheet, carriers, _Projects(sheet.lines, settings))


def _refuse_overlaps(sheet: Sheet, carriers: Mapping[str, list[Any]], projects: "_Projects") -> None:
    """Between the lines of one project, and with what is stored and the file does not restate."""
    stays: dict[Any, list[tuple[dt.date, dt.date | None, str]]] = defaultdict(list)
    stored = _stored(projects.known.values())
    managed = organisations.with_members([row[0].organisation_id for row in carriers.values()])
    restated = set()
    for line in sheet.lines:
        place = carriers[normal(line.values["carrier"])][0]
        stay = (projects.known.get(projects.key(line)), place.id, line.values["entered_on"])
        if stay in stored and not _is_kept(stored[stay], place, managed):
            restated.add(stay)
    for stay, row in stored.items():
        if stay not in restated:
            stays[row.project_id].append((row.entered_on, row.left_on, _("here already")))
    for line in sheet.lines:
        place = carriers[normal(line.values["carrier"])][0]
        project = projects.known.get(projects.key(line))
        entered, left = line.values["entered_on"], line.values.get("left_on")
        if (project, place.id, entered) in stored.keys() - restated:
            continue
        taken = stays[project or projects.key(line)]
        clash = next((where for first, last, where in taken if _overlap(first, last, entered, left)), "")
        if clash:
            message = _("The project is in another carrier in these days (%(place)s).", place=clash)
            sheet.refuse(line.number, message, COLUMNS[4].heading, str(entered))
        taken.append((entered, left, _("line %(line)s", line=line.number)))


def _overlap(entered: dt.date, left: dt.date | None, other_entered: dt.date, other_left: dt.date | None) -> bool:
    """A day of leaving is the first outside."""
    return entered < (other_left or dt.date.max) and other_entered < (left or dt.date.max)


def _is_kept(row: Any, place: Any, managed: set[uuid.UUID]) -> bool:
    """What has ended, what the startup confirmed and what a carrier's own staff keep is no list's any more."""
    return row.left_on is not None or row.agreed_at is not None or place.organisation_id in managed


class _Projects:
    """Which project a line means: by the key of an earlier import, else by its name at its startup."""

    def __init__(self, lines: Sequence[Line], settings: Settings) -> None:
        wanted = [organisations.Named(owner_of(line.values), line.values.get("credit_code")) for line in lines]
        self.directory = organisations.look_up(OrganisationKind.STARTUP, wanted, by=settings.organisation_id)
        self.stored = stored_rows(Project, [self.key(line) for line in lines], ())
        by_hand = organisations.profiles_of(Project, self.directory.ids.values())
        for line in lines:
            found = by_hand.get((self.directory.id_of(owner_of(line.values)), normal(line.values["name"])))
            if found is not None and self.key(line) not in self.stored:
                self.stored[self.key(line)] = Stored(found, {})
        self.known = {key: row.id for key, row in self.stored.items()}

    @staticmethod
    def key(line: Line) -> str:
        return source_key("project", owner_of(line.values), line.values["name"])

    def plan(self, lines: Sequence[Line], settings: Settings, zones: Mapping[int, str]) -> Plan:
        """What is known stays as it is; the others are drafts, since their startups did not ask to be shown."""
        wanted: dict[str, Wanted] = {}
        for line in lines:
            first = {
                "organisation_id": self.directory.id_of(owner_of(line.values)),
                "created_by_id": settings.account_id,
                "state": "draft",
                "name": line.values["name"],
                "region_code": zones[line.number],
                **named(line.values),
            }
            codes = {} if self.key(line) in self.stored else {"sector": line.values.get("sectors") or []}
            wanted.setdefault(self.key(line), Wanted(self.key(line), {}, first, codes))
        return compare(Project, wanted.values(), self.stored, facet_model=ProjectFacet, facet_column="project_id")


def plan(lines: Sequence[Line], settings: Settings) -> Changes:
    carriers, projects = _carriers(lines), _Projects(lines, settings)
    places = {line.number: carriers[normal(line.values["carrier"])][0] for line in lines}
    brought = projects.plan(lines, settings, {number: place.zone_code for number, place in places.items()})
    managed = organisations.with_members([place.organisation_id for place in places.values()])
    keys: dict[int, str] = {}
    wanted = []
    stays = _stored(projects.known.values())
    stored: dict[str, Stored] = {}
    for line in lines:
        place, project_id = places[line.number], brought.ids[projects.key(line)]
        stay = (project_id, place.id, line.values["entered_on"])
        keys[line.number] = key = "|".join(map(str, stay))
        if row := stays.get(stay):
            kept = _is_kept(row, place, managed)
            stored[key] = Stored(row.id, {name: getattr(row, name) for name in FIELDS}, kept=kept)
        given = {name: line.values[name] or None for name in FIELDS if name in line.values}
        first = dict(zip(("project_id", "carrier_id", "entered_on"), stay, strict=True))
        wanted.append(Wanted(key, given, first))
    found = compare(Tenancy, wanted, stored)
    for row in found.inserts:
        del row["source_key"]  # its project, carrier and day are its key
    graduations = _graduations(lines, keys, found, settings)
    states = line_states({number: [key] for number, key in keys.items()}, found)
    plans = [("organisations", projects.directory.plan), ("projects", brought), ("tenants", found)]
    return Changes([*plans, ("graduates", graduations)], states)


def _graduations(lines: Sequence[Line], keys: Mapping[int, str], found: Plan, settings: Settings) -> Plan:
    plan = Plan(Graduation)
    for line in lines:
        row, key = line.values, keys[line.number]
        if row.get("left_reason") == LeaveReason.GRADUATED and found.states[key] in {"new", "changed"}:
            plan.states[key] = "new"
            plan.inserts.append(
                {
                    "id": new_id(),
                    "tenancy_id": found.ids[key],
                    "graduated_on": row["left_on"],
                    "criterion": row["criterion"],
                    "evidence": row["evidence"],
                    "figure": row.get("figure"),
                    "recorded_by_id": settings.account_id,
                }
            )
    return plan


def _carriers(lines: Sequence[Line]) -> dict[str, list[Any]]:
    """Normal name → the published carriers of this name; as many statements as a network has thousands of carriers."""
    wanted = {normal(line.values["carrier"]) for line in lines}
    columns = (Carrier.id, Carrier.name, Carrier.zone_code, Carrier.organisation_id)
    found: dict[str, list[Any]] = defaultdict(list)
    for row in db.session.execute(select(*columns).where(Carrier.state == "published").order_by(Carrier.id)):
        if normal(row.name) in wanted:
            found[normal(row.name)].append(row)
    return found


def _stored(project_ids: Any) -> dict[Stay, Any]:
    columns = (Tenancy.id, Tenancy.project_id, Tenancy.carrier_id, Tenancy.entered_on, Tenancy.agreed_at)
    found: dict[Stay, Any] = {}
    for part in chunks(list(project_ids)):
        statement = select(*columns, *(getattr(Tenancy, name) for name in FIELDS)).where(Tenancy.project_id.in_(part))
        contested = Tenancy.left_reason.is_distinct_from(LeaveReason.CONTESTED)
        for row in db.session.execute(statement.where(contested).order_by(Tenancy.id)):
            found[row.project_id, row.carrier_id, row.entered_on] = row
    return found


def index(_ids: Sequence[uuid.UUID]) -> None:
    """Who is inside whom is not searched."""


def undo(ids: Sequence[uuid.UUID]) -> int:
    """Remove what nobody has built on: not confirmed by its startup, looked after, moved, or asked for figures."""
    statement = select(Tenancy).where(Tenancy.id.in_(ids), Tenancy.agreed_at.is_(None))
    for model in (Admission, ServiceAssignment):
        statement = statement.where(~exists().where(model.tenancy_id == Tenancy.id))
    taken = 0
    for tenancy in db.session.scalars(statement.order_by(Tenancy.id)).unique().all():
        graduation = db.session.scalar(
            select(Graduation).where(Graduation.tenancy_id == tenancy.id).options(selectinload(Graduation.follow_ups))
        )
        if graduation is not None and (graduation.follow_ups or graduation.settlement):
            continue
        if graduation is not None:
            db.session.delete(graduation)
            db.session.flush()
        db.session.delete(tenancy)
        taken += 1
    db.session.flush()
    return taken


KIND = Kind(
    name="tenants",
    label=_l("Tenants and graduates"),
    explanation=_l("Who is or was inside which carrier. Companies that nobody has registered come as drafts."),
    columns=COLUMNS,
    plan=plan,
    check=check,
    known=known,
    undo=undo,
    key=lambda row: (owner_of(row), row["name"], row["carrier"], row["entered_on"]),
    indexed="tenants",
    index=index,
    model=Tenancy,
    unowned=lambda: nobody_acts_for(Tenancy.project_id),
)

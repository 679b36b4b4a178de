"""What carriers add to projects' pages and to the list of what is due."""

from collections.abc import Iterable
from typing import Any

from flask import render_template, url_for
from flask_babel import format_date, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.carriers import queries
from app.carriers.policies import can_see_tenancy
from app.carriers.queries import accreditations, admissions, graduates, tenancies
from app.core.panels import panel
from app.core.today import Due, Step, due, steps
from app.projects.models import Project
from app.projects.policies import owns


@panel("project", order=20)
def carrier_of_project(actor: Any, project: Project) -> str:
    """Where the project is: for its startup, the carrier's staff and the authority, and nobody else."""
    if not isinstance(actor, Actor) or not actor.is_(Role.ENTREPRENEUR, Role.CARRIER_STAFF, Role.ORGANISER):
        return ""
    tenancy, owner = tenancies.present_tenancy(project.id), owns(actor, project)
    if tenancy is not None and not can_see_tenancy(actor, tenancy):
        return ""
    if tenancy is None and not owner:
        return ""
    return render_template("carriers/_project_panel.html", tenancy=tenancy, owner=owner)


@due
def admissions_to_answer(actor: Any) -> Iterable[Due]:
    if isinstance(actor, Actor) and (waiting := admissions.to_answer(actor)):
        title = ngettext(
            "%(num)s entry or hand-over waits for you", "%(num)s entries or hand-overs wait for you", waiting
        )
        yield Due(title, url_for("carriers.admissions"), "transfer", urgent=True)


@due
def tenancies_to_confirm(actor: Any) -> Iterable[Due]:
    if isinstance(actor, Actor) and (waiting := tenancies.unconfirmed(actor)):
        title = ngettext("Confirm the carrier of %(num)s project", "Confirm the carriers of %(num)s projects", waiting)
        yield Due(title, url_for("carriers.my_tenancies"), "building-community", urgent=True)


@due
def tenants_without_a_team(actor: Any) -> Iterable[Due]:
    """What staff should fill: one line a duty."""
    if not isinstance(actor, Actor) or not actor.is_(Role.CARRIER_STAFF):
        return
    counts = tenancies.missing_counts(actor)
    for duty, title in (
        (tenancies.DUTIES[0], _l("Tenants without a liaison officer: %(number)s")),
        (tenancies.DUTIES[1], _l("Tenants without a counsellor: %(number)s")),
    ):
        if lacking := sum(row[duty] for row in counts.values()):
            yield Due(str(title) % {"number": lacking}, url_for("carriers.all_tenants", missing=duty), "users-group")


@due
def follow_ups_to_answer(actor: Any) -> Iterable[Due]:
    if not isinstance(actor, Actor):
        return
    for row in graduates.open_follow_ups(actor):
        title = _("How %(project)s did in %(year)s", project=row.graduation.tenancy.project.name, year=row.year)
        note = _("A few figures, due on %(day)s", day=format_date(row.due_on, "medium"))
        yield Due(title, url_for("carriers.follow_up", follow_up_id=row.id), "clipboard-list", note)
    if late := graduates.late_follow_ups(actor):
        title = ngettext(
            "%(num)s graduate has not answered in time", "%(num)s graduates have not answered in time", late
        )
        yield Due(title, url_for("carriers.all_graduates", follow_up="missing"), "clipboard-list")


@due
def settlements_to_confirm(actor: Any) -> Iterable[Due]:
    if isinstance(actor, Actor) and actor.is_(Role.ORGANISER) and (waiting := graduates.settlements_to_decide(actor)):
        title = ngettext("%(num)s settlement waits for you", "%(num)s settlements wait for you", waiting)
        yield Due(title, url_for("carriers.all_settlements", state="reported"), "building-factory-2", urgent=True)


@due
def accreditations_to_decide(actor: Any) -> Iterable[Due]:
    if isinstance(actor, Actor) and actor.is_(Role.ORGANISER) and (waiting := accreditations.waiting(actor)):
        title = ngettext(
            "%(num)s accreditation waits for your decision", "%(num)s accreditations wait for your decision", waiting
        )
        yield Due(title, url_for("carriers.accreditations_of_region", state="submitted"), "certificate", urgent=True)


@steps
def first_steps(actor: Any) -> Iterable[Step]:
    """A new operator describes its carrier, then publishes it."""
    if isinstance(actor, Actor) and actor.is_(Role.CARRIER_STAFF):
        carriers = queries.own_carriers(actor)
        published = any(carrier.published_at for carrier in carriers)
        where = url_for("carriers.show", carrier_id=carriers[0].id) if carriers else url_for("carriers.create")
        yield Step(_("Describe your carrier"), url_for("carriers.create"), bool(carriers))
        yield Step(_("Publish it"), where, published)

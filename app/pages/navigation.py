"""The main menu of each role."""

from typing import Any, NamedTuple

from flask import current_app, g, request
from flask_babel import lazy_gettext as _l

from app.accounts.models import Role
from app.core.access import actor
from app.core.i18n import locale
from app.core.shell import endpoint_url


class Item(NamedTuple):
    endpoint: str
    label: Any
    icon: str
    url: str = ""
    active: bool = False


HOME = Item("pages.today", _l("Today"), "home")
CALENDAR = Item("pages.calendar", _l("Calendar"), "calendar-event")
ROADSHOWS = Item("roadshows.index", _l("Roadshows"), "microphone")
PROJECTS = Item("projects.index", _l("Projects"), "rocket")
MENTORS = Item("mentors.index", _l("Mentors"), "user-star")
FILINGS = Item("mentors.filings", _l("Mentor filings"), "certificate")
FUNDS = Item("funds.index", _l("Funds"), "building-bank")
CARRIERS = Item("carriers.index", _l("Carriers"), "buildings")
MESSAGES = Item("messages.inbox", _l("Messages"), "messages")
OFFERINGS = Item("offerings.index", _l("Services and finance"), "building-store")
MY_OFFERINGS = Item("offerings.mine", _l("My offerings"), "building-store")
SERVICE_REQUESTS = Item("offerings.requests", _l("Service requests"), "message-2")
ASKED_OF_AGENCIES = Item("offerings.overview", _l("Service requests"), "message-2")
VOUCHERS = Item("offerings.vouchers", _l("Innovation vouchers"), "ticket")
INVOICES = Item("offerings.redemptions", _l("Voucher invoices"), "receipt")
REQUESTS = Item("mentorships.inbox", _l("Requests"), "message")
MENTORSHIPS = Item("mentorships.index", _l("Mentorships"), "users")
COACHING = Item("coaching.overview", _l("Mentorships"), "users")
MY_PROJECTS = Item("projects.mine", _l("My projects"), "rocket")
MY_PROFILE = Item("mentors.mine", _l("My mentor profile"), "user-star")
MY_FUNDS = Item("funds.mine", _l("My funds"), "building-bank")
MY_CARRIERS = Item("carriers.mine", _l("My carriers"), "building-community")
TENANTS = Item("carriers.all_tenants", _l("Tenants"), "users-group")
ADMISSIONS = Item("carriers.admissions", _l("Entries"), "transfer")
FIGURES = Item("indicators.dashboard", _l("Figures"), "chart-bar")
RETURNS = Item("indicators.returns", _l("Returns"), "file-spreadsheet")
COLLECTIONS = Item("indicators.collections", _l("Returns"), "file-spreadsheet")
SUBSIDIES = Item("subsidies.index", _l("Subsidies"), "coins")
EVALUATIONS = Item("evaluations.runs", _l("Evaluations"), "award")
OWN_EVALUATIONS = Item("evaluations.mine", _l("Evaluations"), "award")
OVERSEEN = Item("carriers.report", _l("Carriers"), "buildings")
REGION = Item("pages.region", _l("In your region"), "map-2")
MANAGED = Item("roadshows.managed", _l("My roadshows"), "calendar")
PIPELINE = Item("deals.index", _l("Pipeline"), "layout-kanban")
FINANCING = Item("deals.rounds", _l("Financing"), "coins")
DATA_ROOMS = Item("datarooms.index", _l("Data rooms"), "folder")
STORIES = Item("stories.index", _l("Stories"), "news")
BULLETINS = Item("bulletins.index", _l("Bulletins"), "report-analytics")
OUR_BULLETINS = Item("bulletins.mine", _l("Bulletins"), "report-analytics")
MY_STORIES = Item("stories.mine", _l("Stories and notices"), "news")
MATCHES = Item("recommendations.index", _l("Matches"), "heart-handshake")
IMPORTS = Item("admin.imports", _l("Import"), "upload")
QUALITY = Item("recommendations.quality", _l("Matching quality"), "chart-bar")
AUDIT = Item("admin.audit", _l("Audit log"), "shield")
MEMBERS = Item("accounts.organisation", _l("Organisation"), "building")

PUBLIC_MENU = (ROADSHOWS, PROJECTS, MENTORS, FUNDS, CARRIERS, OFFERINGS, BULLETINS, STORIES)
MENUS: dict[str, tuple[Item, ...]] = {
    Role.ENTREPRENEUR: (
        HOME,
        MY_PROJECTS,
        MATCHES,
        REQUESTS,
        MESSAGES,
        FINANCING,
        ROADSHOWS,
        MENTORSHIPS,
        DATA_ROOMS,
        CALENDAR,
        MENTORS,
        FUNDS,
        OFFERINGS,
        SERVICE_REQUESTS,
        VOUCHERS,
        CARRIERS,
        STORIES,
        MEMBERS,
    ),
    Role.MENTOR: (
        HOME,
        MY_PROFILE,
        MATCHES,
        REQUESTS,
        MESSAGES,
        MENTORSHIPS,
        ROADSHOWS,
        CALENDAR,
        PROJECTS,
        STORIES,
    ),
    Role.INVESTOR: (
        HOME,
        MY_FUNDS,
        PIPELINE,
        MATCHES,
        REQUESTS,
        MESSAGES,
        ROADSHOWS,
        DATA_ROOMS,
        CALENDAR,
        PROJECTS,
        STORIES,
        MEMBERS,
    ),
    Role.REVIEWER: (
        HOME,
        MANAGED,
        ROADSHOWS,
        PROJECTS,
        CALENDAR,
        STORIES,
    ),
    Role.ORGANISER: (
        HOME,
        MANAGED,
        PROJECTS,
        MENTORS,
        FILINGS,
        CALENDAR,
        FUNDS,
        OVERSEEN,
        FIGURES,
        COLLECTIONS,
        SUBSIDIES,
        OUR_BULLETINS,
        EVALUATIONS,
        OFFERINGS,
        ASKED_OF_AGENCIES,
        VOUCHERS,
        REQUESTS,
        COACHING,
        MY_STORIES,
        IMPORTS,
        QUALITY,
        MEMBERS,
    ),
    Role.ADMINISTRATOR: (
        HOME,
        PROJECTS,
        MENTORS,
        FUNDS,
        CARRIERS,
        OFFERINGS,
        CALENDAR,
        IMPORTS,
        QUALITY,
        AUDIT,
        STORIES,
        MEMBERS,
    ),
    Role.CARRIER_STAFF: (
        HOME,
        MY_CARRIERS,
        TENANTS,
        ADMISSIONS,
        RETURNS,
        SUBSIDIES,
        BULLETINS,
        OWN_EVALUATIONS,
        MANAGED,
        ROADSHOWS,
        PROJECTS,
        DATA_ROOMS,
        CALENDAR,
        MENTORS,
        CARRIERS,
        OFFERINGS,
        STORIES,
        MEMBERS,
    ),
    Role.AGENCY_STAFF: (
        HOME,
        MY_OFFERINGS,
        SERVICE_REQUESTS,
        INVOICES,
        ROADSHOWS,
        PROJECTS,
        MENTORS,
        FUNDS,
        DATA_ROOMS,
        CALENDAR,
        CARRIERS,
        OFFERINGS,
        STORIES,
        MEMBERS,
    ),
}


def navigation() -> tuple[Item, ...]:
    """The reader's menu, made once a page; entries of slices an installation lacks are left out."""
    if "navigation" not in g:
        g.navigation = _items(actor())
    found: tuple[Item, ...] = g.navigation
    return found


def _items(person: Any) -> tuple[Item, ...]:
    here = request.endpoint
    return tuple(item._replace(active=True) if item.endpoint == here else item for item in _menu(person))


def _menu(person: Any) -> tuple[Item, ...]:
    """With words and addresses, which are the same for everybody of a role."""
    role = person.role if person.is_signed_in else None
    # Whoever organises for a province looks at its cities first.
    wide = role == Role.ORGANISER and person.region_code.endswith("0000")
    known = current_app.extensions.setdefault("fuqiao_menus", {})
    key = (role, wide, locale(), request.script_root)
    if key not in known:
        items = PUBLIC_MENU if role is None else MENUS.get(role, (HOME, *PUBLIC_MENU))
        items = (items[0], REGION, *items[1:]) if wide else items
        shown = (item._replace(label=str(item.label), url=endpoint_url(item.endpoint)) for item in items)
        known[key] = tuple(item for item in shown if item.url)
    found: tuple[Item, ...] = known[key]
    return found


def mobile_navigation() -> tuple[Item, ...]:
    return navigation()[:5]

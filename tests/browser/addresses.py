"""Every page of the product with somebody who may open it, in the sample city.

A page is an endpoint that answers GET with HTML. `PAGES` must name each one, or `NO_PAGES` say why it is none.
"""

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask

from app.core.model import utc_now
from app.demo.seeding import SAMPLE
from app.roadshows import tickets
from tests.browser.server import Site

# Visited in four settings; the others in one of them.
MAIN = {
    "pages.home", "pages.today", "pages.search", "accounts.sign_in", "accounts.sign_up", "accounts.settings",
    "projects.index", "projects.show", "projects.edit", "mentors.index", "mentors.show", "funds.index", "funds.show",
    "carriers.index", "carriers.show",
    "roadshows.index", "roadshows.show", "roadshows.manage", "roadshows.lineup", "roadshows.review",
    "recommendations.of_project", "recommendations.show", "recommendations.lineup", "recommendations.roadshow",
    "mentorships.inbox", "coaching.show", "roadshows.answers", "admin.import_show",
}  # fmt: skip
NO_PAGES = {
    "static": "files",
    "files.download": "files",
    "files.image": "files",
    "files.opened": "files",
    "messages.new": "a part of the page messages.show",
    "pages.health": "JSON",
    "accounts.download_data": "JSON",
    "roadshows.calendar_file": "calendar",
    "roadshows.feed": "calendar",
    "roadshows.desk_list": "a part of the page roadshows.desk",
    "roadshows.desk_state": "a part of the page roadshows.desk",
    "events.calendar_file": "calendar",
    "events.feed": "calendar",
    "admin.import_template": "workbook",
    "indicators.choose_target": "leads to indicators.edit_target",
    "indicators.return_sheet": "workbook",
    "deals.ledgers": "leads to deals.ledger where there is one fund",
    "meetings.calendar_file": "calendar",
    "meetings.event_file": "calendar",
    "meetings.progress": "a part of the page meetings.timetable",
    "recommendations.progress": "a part of the page recommendations.roadshow",
    "pages.calendar_feed": "calendar",
    "stories.feed": "Atom",
    "bulletins.feed": "Atom",
    "taxonomy.region_picker": "a part of forms",
    "coaching.calendar_file": "calendar",
    "recommendations.ranked": "leads to recommendations.lineup",
    "accounts.sign_in_code": "stands between two steps; the journey `entrance` walks through it",
    "accounts.confirm_email": "a link of a mail after a change of address",
}


@dataclass(frozen=True)
class Address:
    endpoint: str
    role: str
    path: str
    status: int = 200
    name: str = ""

    @property
    def label(self) -> str:
        return self.name or self.endpoint


def _of(statement: str) -> Callable[[Site], str]:
    return lambda site: str(uuid.UUID(str(site.row(statement)[0])))


def _account(role: str) -> str:
    return f"(SELECT id FROM account WHERE email = '{SAMPLE[role]}')"


def _organisation(role: str) -> str:
    return f"(SELECT organisation_id FROM membership WHERE account_id = {_account(role)} LIMIT 1)"


OWN_PROJECT = f"SELECT id FROM project WHERE organisation_id = {_organisation('entrepreneur')} ORDER BY id LIMIT 1"
OWN_FUND = f"SELECT id FROM fund WHERE organisation_id = {_organisation('investor')} ORDER BY id LIMIT 1"
OWN_FUNDS = f"SELECT id FROM fund WHERE organisation_id = {_organisation('investor')}"
OWN_ROUND = f"SELECT id FROM financing_round WHERE project_id IN ({OWN_PROJECT})"
LIVE = "SELECT id FROM roadshow WHERE state = 'published'"
ALONE = "id NOT IN (SELECT roadshow_id FROM competition_round)"
OPEN = f"SELECT id FROM roadshow WHERE state = 'open' AND {ALONE}"
HELD = f"SELECT id FROM roadshow WHERE state = 'closed' AND {ALONE}"
COMPETITION = "SELECT id FROM competition WHERE state = 'open' AND id IN"
OWN_CARRIER = (
    f"SELECT id FROM carrier WHERE organisation_id = {_organisation('carrier')} AND link = 'incubator' LIMIT 1"
)
OWN_REGISTRATION = (
    f"SELECT id FROM registration WHERE roadshow_id = ({LIVE}) AND organisation_id = {_organisation('investor')}"
)
OWN_TENANCIES = f"SELECT id FROM tenancy WHERE project_id = ({OWN_PROJECT})"
OWN_MENTORSHIP = f"SELECT id FROM mentorship WHERE project_id = ({OWN_PROJECT}) AND ended_at IS NULL LIMIT 1"
COACHED = f"SELECT id FROM mentorship WHERE mentor_id = (SELECT id FROM mentor WHERE account_id = {_account('mentor')})"
LISTED = "state = 'published'"
DRAFT_RUN = "SELECT id FROM evaluation_run WHERE published_at IS NULL"
LAST_RUN = "SELECT id FROM evaluation_run WHERE published_at IS NOT NULL ORDER BY period DESC LIMIT 1"
OWN_RESULTS = (
    f"SELECT id FROM evaluation_result WHERE run_id = ({LAST_RUN}) AND carrier_id IN"
    f" (SELECT id FROM carrier WHERE organisation_id = {_organisation('carrier')})"
)


def _service_request(state: str, role: str) -> Callable[[Site], str]:
    """A request of the sample startup, or to the sample agency."""
    return _of(
        "SELECT service_request.id FROM service_request JOIN project ON project.id = project_id"
        f" JOIN offering ON offering.id = offering_id WHERE service_request.state = '{state}'"
        f" AND {_organisation(role)} IN (project.organisation_id, offering.organisation_id) LIMIT 1"
    )


# What stands between braces in a path.
THINGS: dict[str, Callable[[Site], str]] = {
    "project": _of(OWN_PROJECT),
    "other_project": _of(f"SELECT project_id FROM lineup_place WHERE roadshow_id = ({LIVE}) ORDER BY position LIMIT 1"),
    "bulletin": _of("SELECT id FROM bulletin WHERE state = 'published' AND audience = 'public' LIMIT 1"),
    "internal_bulletin": _of("SELECT id FROM bulletin WHERE state = 'published' AND audience = 'internal' LIMIT 1"),
    "draft_bulletin": _of("SELECT id FROM bulletin WHERE state = 'draft' LIMIT 1"),
    "corrected_bulletin": _of("SELECT corrects_id FROM bulletin WHERE number = 1"),
    "correction": _of("SELECT id FROM bulletin WHERE number = 1"),
    "fund": _of(OWN_FUND),
    "other_fund": _of(f"SELECT id FROM fund WHERE id <> ({OWN_FUND}) ORDER BY id LIMIT 1"),
    "investment": _of(f"SELECT id FROM fund_investment WHERE fund_id = ({OWN_FUND}) ORDER BY id LIMIT 1"),
    "deal": _of(f"SELECT id FROM deal WHERE fund_id IN ({OWN_FUNDS}) AND stage = 'term_sheet'"),
    "invested_deal": _of(f"SELECT id FROM deal WHERE fund_id IN ({OWN_FUNDS}) AND stage = 'invested'"),
    "passed_deal": _of(f"SELECT id FROM deal WHERE fund_id IN ({OWN_FUNDS}) AND stage = 'passed' LIMIT 1"),
    "deal_task": _of(
        "SELECT deal_task.id FROM deal_task JOIN deal ON deal.id = deal_task.deal_id"
        f" WHERE deal.fund_id IN ({OWN_FUNDS}) AND done_at IS NULL LIMIT 1"
    ),
    "entry": _of(
        f"SELECT id FROM ledger_entry WHERE fund_id IN ({OWN_FUNDS}) AND reverses_id IS NULL"
        " AND id NOT IN (SELECT reverses_id FROM ledger_entry WHERE reverses_id IS NOT NULL) LIMIT 1"
    ),
    "round": _of(OWN_ROUND),
    "commitment": _of(f"SELECT id FROM commitment WHERE round_id IN ({OWN_ROUND}) AND fund_id IN ({OWN_FUNDS})"),
    "mentor": _of(f"SELECT id FROM mentor WHERE account_id = {_account('mentor')}"),
    "free_mentor": _of(
        "SELECT id FROM mentor WHERE mentee_count < capacity AND standing = 'filed' AND account_id IS NOT NULL"
        " ORDER BY id DESC LIMIT 1"
    ),
    "number": lambda site: str(
        site.row(f"SELECT filing_number FROM mentor WHERE account_id = {_account('mentor')}")[0]
    ),
    "own_filing": _of(
        "SELECT id FROM mentor_filing WHERE mentor_id ="
        f" (SELECT id FROM mentor WHERE account_id = {_account('mentor')})"
    ),
    "waiting_request": _of(
        "SELECT id FROM mentor_request WHERE state = 'pending' AND mentor_id ="
        f" (SELECT id FROM mentor WHERE account_id = {_account('mentor')}) LIMIT 1"
    ),
    "suspended": _of("SELECT id FROM mentor WHERE standing = 'suspended' ORDER BY id LIMIT 1"),
    "filing": _of("SELECT id FROM mentor_filing WHERE state = 'submitted' AND kind = 'first' ORDER BY id LIMIT 1"),
    "matched": _of(f"SELECT candidate_id FROM match WHERE project_id = ({OWN_PROJECT}) ORDER BY score DESC LIMIT 1"),
    "carrier": _of(OWN_CARRIER),
    "carrier_staff": _of(f"SELECT id FROM carrier_staff WHERE carrier_id = ({OWN_CARRIER}) ORDER BY id LIMIT 1"),
    "any_carrier": _of("SELECT carrier_id FROM accreditation WHERE state = 'submitted' LIMIT 1"),
    "accreditation": _of(f"SELECT id FROM accreditation WHERE carrier_id = ({OWN_CARRIER}) LIMIT 1"),
    "story": _of("SELECT id FROM story WHERE state = 'published' ORDER BY appears_at LIMIT 1"),
    "scheduled_story": _of("SELECT id FROM story WHERE state = 'published' ORDER BY appears_at DESC LIMIT 1"),
    "tenancy": _of(f"SELECT id FROM tenancy WHERE project_id = ({OWN_PROJECT}) AND left_on IS NULL"),
    "graduated": _of(f"SELECT tenancy_id FROM graduation WHERE tenancy_id IN ({OWN_TENANCIES})"),
    "graduation": _of(f"SELECT id FROM graduation WHERE tenancy_id IN ({OWN_TENANCIES})"),
    "follow_up": _of(
        "SELECT follow_up.id FROM follow_up JOIN graduation ON graduation.id = graduation_id"
        f" WHERE state = 'sent' AND tenancy_id IN ({OWN_TENANCIES})"
    ),
    "settled": _of(
        "SELECT tenancy_id FROM graduation JOIN settlement ON settlement.graduation_id = graduation.id"
        " WHERE state = 'reported' LIMIT 1"
    ),
    "year": lambda site: str(utc_now().year),
    "collection": _of("SELECT id FROM collection ORDER BY due_on DESC LIMIT 1"),
    "open_return": _of(
        "SELECT carrier_return.id FROM carrier_return JOIN carrier ON carrier.id = carrier_id"
        f" WHERE organisation_id = {_organisation('carrier')} AND carrier_return.state = 'draft' LIMIT 1"
    ),
    "accepted_return": _of("SELECT id FROM carrier_return WHERE state = 'accepted' ORDER BY id DESC LIMIT 1"),
    "filed_return": _of("SELECT id FROM carrier_return WHERE state = 'submitted' LIMIT 1"),
    "granting": _of(
        f"SELECT id FROM carrier WHERE organisation_id = {_organisation('carrier')} AND {LISTED} AND link = 'incubator'"
    ),
    "reported_grant": _of("SELECT id FROM seed_grant WHERE state = 'reported' LIMIT 1"),
    "confirmed_grant": _of("SELECT id FROM seed_grant WHERE state = 'confirmed' LIMIT 1"),
    "subsidy_year": _of("SELECT id FROM subsidy_year ORDER BY year DESC LIMIT 1"),
    "sent_statement": _of(
        "SELECT subsidy_statement.id FROM subsidy_statement JOIN carrier ON carrier.id = carrier_id"
        f" WHERE organisation_id = {_organisation('carrier')} AND subsidy_statement.state = 'sent' LIMIT 1"
    ),
    "objected_statement": _of("SELECT id FROM subsidy_statement WHERE state = 'objected' LIMIT 1"),
    "approved_statement": _of("SELECT id FROM subsidy_statement WHERE state = 'approved' LIMIT 1"),
    "second_statement": _of("SELECT id FROM subsidy_statement WHERE number = 2 AND state = 'paid' LIMIT 1"),
    "evaluation_draft": _of(DRAFT_RUN),
    "evaluation_run": _of(LAST_RUN),
    "judged_result": _of(f"SELECT id FROM evaluation_result WHERE run_id = ({DRAFT_RUN}) ORDER BY rank LIMIT 1"),
    "own_result": _of(f"{OWN_RESULTS} ORDER BY rank DESC LIMIT 1"),
    "rectified_result": _of("SELECT result_id FROM evaluation_standing WHERE state = 'reported' LIMIT 1"),
    "appealed_result": _of("SELECT result_id FROM evaluation_appeal WHERE state = 'open' LIMIT 1"),
    "corrected_result": _of("SELECT result_id FROM evaluation_appeal WHERE state = 'upheld' LIMIT 1"),
    "own_appeal": _of(f"SELECT id FROM evaluation_appeal WHERE result_id IN ({OWN_RESULTS}) LIMIT 1"),
    "used_scheme": _of(f"SELECT scheme_id FROM evaluation_run WHERE id = ({LAST_RUN})"),
    "new_scheme": _of("SELECT id FROM evaluation_scheme WHERE fixed_at IS NULL AND edition > 1 LIMIT 1"),
    "offering": _of("SELECT id FROM offering WHERE kind = 'credit' LIMIT 1"),
    "own_offering": _of(
        f"SELECT id FROM offering WHERE organisation_id = {_organisation('agency')} AND {LISTED} LIMIT 1"
    ),
    "voucher": _of(
        f"SELECT id FROM voucher WHERE holder_id = {_organisation('entrepreneur')} ORDER BY balance LIMIT 1"
    ),
    "submitted_invoice": _of("SELECT id FROM voucher_redemption WHERE state = 'submitted' LIMIT 1"),
    "confirmed_invoice": _of("SELECT id FROM voucher_redemption WHERE state = 'confirmed' LIMIT 1"),
    "paid_request": _of("SELECT request_id FROM voucher_redemption WHERE state = 'confirmed' LIMIT 1"),
    "asked_offering": _service_request("requested", "agency"),
    "quoted_offering": _service_request("quoted", "entrepreneur"),
    "completed_offering": _service_request("completed", "entrepreneur"),
    "live": _of(LIVE),
    "open": _of(OPEN),
    "held": _of(HELD),
    "registration": _of(OWN_REGISTRATION),
    "attendee": _of(f"SELECT id FROM attendee WHERE registration_id = ({OWN_REGISTRATION}) LIMIT 1"),
    "ticket": lambda site: _ticket(site),
    "pitching": _of(f"SELECT application_id FROM lineup_place WHERE roadshow_id = ({LIVE}) ORDER BY position LIMIT 1"),
    "judged": _of(
        f"SELECT application_id FROM lineup_place WHERE roadshow_id = ({LIVE}) ORDER BY position DESC LIMIT 1"
    ),
    "timetable": _of("SELECT id FROM timetable WHERE state = 'draft'"),
    "placed_meeting": _of("SELECT meeting_id FROM placement WHERE slot_id IS NOT NULL ORDER BY id LIMIT 1"),
    "held_meeting": _of(
        "SELECT meeting.id FROM meeting JOIN fund ON fund.id = meeting.fund_id WHERE meeting.slot_id IS NOT NULL"
        f" AND fund.organisation_id = {_organisation('investor')} ORDER BY meeting.id LIMIT 1"
    ),
    "agreed_meeting": _of(f"SELECT id FROM meeting WHERE project_id = ({OWN_PROJECT}) ORDER BY id LIMIT 1"),
    "series": _of("SELECT id FROM roadshow_series LIMIT 1"),
    "live_application": _of(f"SELECT id FROM application WHERE roadshow_id = ({LIVE}) AND state = 'sent' LIMIT 1"),
    "own_application": _of(f"SELECT id FROM application WHERE project_id = ({OWN_PROJECT}) AND state = 'sent' LIMIT 1"),
    "draft": _of(f"SELECT id FROM application WHERE project_id = ({OWN_PROJECT}) AND state = 'draft' LIMIT 1"),
    "review": _of(
        "SELECT review.id FROM review JOIN reviewer ON reviewer.id = review.reviewer_id"
        " JOIN membership ON membership.id = reviewer.membership_id JOIN application ON"
        f" application.id = review.application_id WHERE membership.account_id = {_account('reviewer')}"
        f" AND application.roadshow_id = ({OPEN}) ORDER BY review.id LIMIT 1"
    ),
    "written_review": _of(
        "SELECT review.id FROM review JOIN reviewer ON reviewer.id = review.reviewer_id"
        " JOIN membership ON membership.id = reviewer.membership_id JOIN application ON"
        f" application.id = review.application_id WHERE membership.account_id = {_account('reviewer')}"
        f" AND application.roadshow_id = ({LIVE}) AND review.state = 'scored' ORDER BY review.id LIMIT 1"
    ),
    "mentorship": _of(OWN_MENTORSHIP),
    "mentor_mentorship": _of(f"{COACHED} AND ended_at IS NULL ORDER BY started_at DESC LIMIT 1"),
    "ended_mentorship": _of(f"{COACHED} AND ended_at IS NOT NULL ORDER BY ended_at DESC LIMIT 1"),
    "session": _of(
        f"SELECT id FROM coaching_session WHERE mentorship_id = ({OWN_MENTORSHIP}) AND state = 'booked' LIMIT 1"
    ),
    "held_session": _of(
        "SELECT session_id FROM session_note JOIN coaching_session ON coaching_session.id = session_id"
        f" WHERE mentorship_id = ({OWN_MENTORSHIP}) ORDER BY starts_at DESC LIMIT 1"
    ),
    "goal": _of(f"SELECT id FROM mentorship_goal WHERE mentorship_id = ({OWN_MENTORSHIP}) LIMIT 1"),
    "action": _of(f"SELECT id FROM action_item WHERE mentorship_id = ({OWN_MENTORSHIP}) LIMIT 1"),
    "note": _of(f"SELECT id FROM session_note WHERE author_id = {_account('mentor')} AND NOT is_shared LIMIT 1"),
    "salon": _of("SELECT id FROM event WHERE kind = 'salon' AND state = 'open'"),
    "forum": _of("SELECT id FROM event WHERE kind = 'forum' AND state = 'open'"),
    "cancelled_event": _of("SELECT id FROM event WHERE state = 'cancelled'"),
    "class_held": _of("SELECT id FROM event WHERE state = 'held'"),
    "competition": _of(f"{COMPETITION} (SELECT competition_id FROM competition_round WHERE decided_at IS NOT NULL)"),
    "new_competition": _of("SELECT id FROM competition WHERE state = 'draft'"),
    "finished_competition": _of("SELECT id FROM competition WHERE state = 'finished'"),
    "held_round": _of(
        "SELECT competition_round.id FROM competition_round JOIN roadshow ON roadshow.id = roadshow_id"
        " WHERE roadshow.state = 'held' AND decided_at IS NULL"
    ),
    "decided_round": _of(
        "SELECT competition_round.id FROM competition_round JOIN competition ON competition.id = competition_id"
        " WHERE decided_at IS NOT NULL AND competition.state = 'open'"
    ),
    "next_round": _of(
        "SELECT competition_round.id FROM competition_round JOIN competition ON competition.id = competition_id"
        " WHERE number = 3 AND competition.state = 'open'"
    ),
    "round_roadshow": _of(
        "SELECT roadshow_id FROM competition_round WHERE number = 1 AND decided_at IS NULL AND competition_id IN"
        " (SELECT id FROM competition WHERE state = 'open')"
    ),
    "certificate_number": lambda site: str(
        site.row("SELECT number FROM attendance_certificate WHERE revoked_at IS NULL ORDER BY number LIMIT 1")[0]
    ),
    "organisation": _of(f"SELECT {_organisation('entrepreneur')}"),
    "membership": _of(f"SELECT id FROM membership WHERE account_id = {_account('entrepreneur')}"),
    "colleague": _of(
        f"SELECT id FROM membership WHERE organisation_id = {_organisation('administrator')}"
        f" AND account_id = {_account('reviewer')}"
    ),
    "message": _of("SELECT id FROM outbox_message ORDER BY created_at DESC LIMIT 1"),
    "plan": _of("SELECT id FROM match_run WHERE roadshow_id IS NOT NULL ORDER BY started_at LIMIT 1"),
    "room": _of(f"SELECT id FROM data_room WHERE project_id = ({OWN_PROJECT})"),
    "room_document": _of("SELECT document_id FROM room_version WHERE number = 2"),
    "room_file": _of("SELECT file_id FROM room_version WHERE number = 2"),
    "room_to_agree": _of("SELECT room_id FROM room_grant ORDER BY granted_at DESC LIMIT 1"),
    "asked_room": _of("SELECT project_id FROM data_room ORDER BY created_at DESC LIMIT 1"),
    "talk": _of(
        f"SELECT connection_id FROM message JOIN connection ON connection.id = message.connection_id WHERE"
        f" project_organisation_id = {_organisation('entrepreneur')} ORDER BY sent_at DESC LIMIT 1"
    ),
    "heard": _of(
        f"SELECT message.id FROM message JOIN connection ON connection.id = message.connection_id WHERE side = 'other'"
        f" AND project_organisation_id = {_organisation('entrepreneur')} ORDER BY sent_at DESC LIMIT 1"
    ),
    "job": _of(f"SELECT id FROM job WHERE account_id = {_account('organiser')} AND location LIKE '%/matches' LIMIT 1"),
    "import": _of("SELECT id FROM \"import\" WHERE state = 'checked' LIMIT 1"),
    "refused_import": _of("SELECT id FROM \"import\" WHERE state = 'refused' LIMIT 1"),
}


def _ticket(site: Site) -> str:
    """What stands in the address of somebody's ticket."""
    code = site.row(f"SELECT code FROM attendee WHERE roadshow_id = ({LIVE}) ORDER BY name LIMIT 1")[0]
    product = Flask(__name__)
    product.config.update(SECRET_KEY=(site.folder / "secret_key").read_text().strip(), SECRET_KEY_FALLBACKS=[])
    with product.app_context():
        return tickets.token(code)


def link(site: Site, path: str) -> str:
    """The newest link of a mail that begins so."""
    text = str(site.row("SELECT text FROM outbox_message WHERE text LIKE ? ORDER BY id DESC LIMIT 1", f"%{path}%")[0])
    found = re.search(rf"{path}[^\s<>\"')]+", text)
    assert found, text
    return found.group()


def filled(site: Site, path: str) -> str:
    """The path with what stands between braces; `{mail:/sign-up/}` is a link of a mail."""

    def replace(found: re.Match[str]) -> str:
        name = found.group(1)
        return link(site, name.removeprefix("mail:")) if name.startswith("mail:") else THINGS[name](site)

    return re.sub(r"\{([^}]+)\}", replace, path)


_TABLE = """
visitor       pages.home                       /
visitor       pages.privacy                    /privacy
visitor       pages.terms                      /terms
visitor       pages.styleguide                 /styleguide
visitor       pages.search                     /search?q=机器人
visitor       pages.search                     /search?q=zzzz                                      search.nothing
visitor       accounts.sign_in                 /sign-in
visitor       accounts.sign_up                 /sign-up                                            sign_up.choose
visitor       accounts.sign_up                 /sign-up?role=entrepreneur
visitor       accounts.sign_up                 /sign-up?role=mentor                                sign_up.mentor
visitor       accounts.finish_sign_up          {mail:/sign-up/}
visitor       accounts.forgot_password         /forgot-password
visitor       accounts.reset_password          {mail:/reset-password/}
visitor       accounts.invitation              {mail:/invitations/}
visitor       notifications.unsubscribe        {mail:/notifications/unsubscribe/}
visitor       notifications.dev_mail           /dev/mail
visitor       notifications.dev_mail_message   /dev/mail/{message}
visitor       projects.index                   /projects
visitor       projects.index                   /projects?q=zzzz                                    projects.nothing
visitor       projects.show                    /projects/{other_project}                           projects.show.public
visitor       mentors.index                    /mentors
visitor       mentors.show                     /mentors/{mentor}                                   mentors.show.public
visitor       funds.index                      /funds
visitor       funds.show                       /funds/{fund}                                       funds.show.public
visitor       carriers.index                   /carriers
visitor       carriers.index                   /carriers?q=zzzz                                    carriers.nothing
visitor       carriers.show                    /carriers/{carrier}                                 carriers.show.public
visitor       carriers.coverage                /carriers/coverage
visitor       roadshows.index                  /roadshows
visitor       roadshows.show                   /roadshows/{open}
visitor       roadshows.show                   /roadshows/{held}                                   roadshows.show.held
visitor       roadshows.poster                 /roadshows/{live}/poster
visitor       events.index                     /events
visitor       events.show                      /events/{forum}
visitor       events.show                      /events/{cancelled_event}                           events.show.cancelled
visitor       events.find_certificate          /certificates?number=1
visitor       events.certificate               /certificates/{certificate_number}
entrepreneur  events.mine                      /events/mine
entrepreneur  events.show                      /events/{class_held}                                events.show.attended
organiser     events.managed                   /events/managed
organiser     events.create                    /events/new
organiser     events.edit                      /events/{forum}/edit
organiser     events.manage                    /events/{salon}/manage
organiser     events.participants              /events/{class_held}/participants
organiser     events.participants              /events/{salon}/participants                        participants.open
organiser     events.sign_in_sheet             /events/{salon}/sign-in-sheet
visitor       competitions.index               /competitions
visitor       competitions.show                /competitions/{competition}
visitor       competitions.show                /competitions/{finished_competition} show.finished
visitor       roadshows.show                   /roadshows/{round_roadshow}                         competitions.roadshow
organiser     competitions.managed             /competitions/managed
organiser     competitions.create              /competitions/new
organiser     competitions.edit                /competitions/{competition}/edit
organiser     competitions.manage              /competitions/{competition}/manage
organiser     competitions.prizes              /competitions/{competition}/prizes
organiser     competitions.add_round           /competitions/{new_competition}/rounds/new
organiser     competitions.edit_round          /competitions/{competition}/rounds/{held_round}/edit
organiser     competitions.round_              /competitions/{competition}/rounds/{held_round}
organiser     competitions.round_              /competitions/{competition}/rounds/{decided_round} round.decided
organiser     competitions.round_              /competitions/{competition}/rounds/{next_round} round.next
visitor       pages.home                       /nowhere                                            error.404       404
entrepreneur  pages.calendar                   /calendar
investor      pages.calendar                   /calendar?view=list                               calendar.list
entrepreneur  pages.today                      /today
entrepreneur  projects.mine                    /projects/mine
entrepreneur  projects.create                  /projects/new
entrepreneur  projects.show                    /projects/{project}
entrepreneur  projects.edit                    /projects/{project}/edit
entrepreneur  projects.visibility              /projects/{project}/visibility
entrepreneur  projects.upload                  /projects/{project}/files/deck
entrepreneur  recommendations.index            /matches                                            matches.led
entrepreneur  recommendations.of_project       /projects/{project}/matches
entrepreneur  recommendations.of_project       /projects/{project}/matches?kind=fund               matches.funds
entrepreneur  recommendations.show             /matches/{project}/{matched}
entrepreneur  recommendations.finance          /projects/{project}/finance
entrepreneur  mentorships.ask                  /mentors/{free_mentor}/ask
entrepreneur  mentorships.index                /mentorships
visitor       coaching.honours                 /mentors/honours
entrepreneur  coaching.show                    /mentorships/{mentorship}
entrepreneur  coaching.new_session             /mentorships/{mentorship}/sessions/new
entrepreneur  coaching.session                 /sessions/{session}
entrepreneur  coaching.move                    /sessions/{session}/move
entrepreneur  coaching.edit_session            /sessions/{session}/edit
entrepreneur  coaching.edit_goal               /goals/{goal}/edit
entrepreneur  coaching.edit_action             /actions/{action}/edit
entrepreneur  coaching.index                   /sessions
mentor        coaching.show                    /mentorships/{mentor_mentorship}                    mentorship.mentor
mentor        coaching.new_session             /mentorships/{mentor_mentorship}/sessions/new       session.propose
mentor        coaching.session                 /sessions/{held_session}                            session.held
mentor        coaching.edit_note               /sessions/notes/{note}/edit
mentor        coaching.show                    /mentorships/{ended_mentorship}                     mentorship.ended
mentor        coaching.rate                    /mentorships/{ended_mentorship}/rate
mentor        coaching.availability            /availability
organiser     coaching.overview                /mentorships/overview?state=all
organiser     coaching.show                    /mentorships/{ended_mentorship}                     mentorship.organiser
entrepreneur  mentorships.inbox                /requests                                           requests.sent
entrepreneur  roadshows.applications_mine      /applications
entrepreneur  roadshows.apply                  /roadshows/{open}/apply
entrepreneur  roadshows.pitch                  /applications/{draft}/pitch
entrepreneur  roadshows.check                  /applications/{draft}/check
entrepreneur  roadshows.application_status     /applications/{own_application}
entrepreneur  accounts.settings                /account
entrepreneur  accounts.security                /account/security
entrepreneur  accounts.second_factor           /account/second-factor
entrepreneur  accounts.memberships             /account/memberships
entrepreneur  accounts.privacy                 /account/privacy
entrepreneur  accounts.change_password         /account/password
entrepreneur  accounts.change_address          /account/address
entrepreneur  accounts.close_account           /account/close
entrepreneur  accounts.add_membership          /memberships/new
entrepreneur  accounts.add_membership          /memberships/new?role=investor                      role.investor
entrepreneur  accounts.leave                   /memberships/{membership}/leave
entrepreneur  accounts.organisation            /organisation
entrepreneur  accounts.show_organisation       /organisations/{organisation}
entrepreneur  accounts.edit_organisation       /organisations/{organisation}/edit
entrepreneur  accounts.invite                  /organisations/{organisation}/invitations/new
entrepreneur  datarooms.index                  /rooms
entrepreneur  datarooms.show                   /rooms/{room}
entrepreneur  datarooms.add_document           /rooms/{room}/documents/new
entrepreneur  datarooms.document               /rooms/documents/{room_document}
entrepreneur  datarooms.access                 /rooms/{room}/access
entrepreneur  datarooms.terms                  /rooms/{room}/agreement
entrepreneur  datarooms.change_terms           /rooms/{room}/agreement/edit
entrepreneur  datarooms.log                    /rooms/{room}/log
investor      datarooms.index                  /rooms                                              rooms.reader
investor      datarooms.show                   /rooms/{room}                                       room.reader
investor      datarooms.terms                  /rooms/{room_to_agree}/agreement                    room.agree
investor      datarooms.ask                    /projects/{asked_room}/room/ask
investor      files.download                   /files/{room_file}
entrepreneur  messages.inbox                   /messages
entrepreneur  messages.inbox                   /messages?q=良率                                    messages.found
entrepreneur  messages.show                    /messages/{talk}
entrepreneur  messages.report                  /messages/written/{heard}/report
organiser     messages.reports                 /messages/reports
entrepreneur  files.openings                   /files/opened
entrepreneur  notifications.index              /notifications
entrepreneur  notifications.settings           /notifications/settings
entrepreneur  roadshows.managed                /roadshows/managed                                  error.403       403
visitor       offerings.index                  /offerings
visitor       offerings.index                  /offerings?q=zzzz                                   offerings.nothing
visitor       offerings.show                   /offerings/{offering}                               offerings.show.public
entrepreneur  offerings.ask                    /offerings/{offering}/ask
entrepreneur  offerings.requests               /offerings/requests                                 offerings.sent
entrepreneur  offerings.request_show           /offerings/requests/{quoted_offering}              offering.quoted
entrepreneur  offerings.request_show           /offerings/requests/{completed_offering}           offering.completed
agency        offerings.mine                   /offerings/mine
agency        offerings.create                 /offerings/new
agency        offerings.show                   /offerings/{own_offering}
agency        offerings.edit                   /offerings/{own_offering}/edit
agency        offerings.requests               /offerings/requests
agency        offerings.request_show           /offerings/requests/{asked_offering}
agency        offerings.quote                  /offerings/requests/{asked_offering}/quote
agency        offerings.redemptions            /vouchers/invoices
agency        offerings.submit_invoice         /offerings/requests/{paid_request}/invoice
entrepreneur  offerings.vouchers               /vouchers
entrepreneur  offerings.redemption             /vouchers/invoices/{submitted_invoice}
organiser     offerings.vouchers               /vouchers                                           offerings.issued
organiser     offerings.overview               /offerings/requests/overview
organiser     offerings.issue_voucher          /vouchers/new?q=示例
organiser     offerings.voucher                /vouchers/{voucher}
organiser     offerings.redemption             /vouchers/invoices/{confirmed_invoice}              offerings.pays
agency        pages.today                      /today                                              today.agency
visitor       stories.index                    /stories
visitor       stories.show                     /stories/{story}
organiser     stories.show                     /stories/{scheduled_story}                          story.scheduled
organiser     stories.mine                     /stories/mine
organiser     cities.agreements                /cities
organiser     pages.region                     /region?show=roadshow
organiser     stories.create                   /stories/new
organiser     stories.edit                     /stories/{story}/edit
organiser     stories.picture                  /stories/{story}/picture
mentor        mentors.mine                     /mentors/mine
mentor        mentors.show                     /mentors/{mentor}
organiser     mentors.create                   /mentors/new
mentor        mentors.edit                     /mentors/{mentor}/edit
mentor        mentors.visibility               /mentors/{mentor}/visibility
mentor        mentors.places                   /mentors/{mentor}/places
mentor        mentors.conflicts                /mentors/{mentor}/conflicts
mentor        mentors.upload                   /mentors/{mentor}/files/logo
mentor        mentors.filing                   /mentors/{mentor}/filing
mentor        mentors.edit_filing              /mentors/filings/{own_filing}/edit
mentor        mentors.certificate              /mentors/{mentor}/certificate
visitor       mentors.verify                   /mentors/verify?number={number}
organiser     mentors.filings                  /mentors/filings
organiser     mentors.review_filing            /mentors/filings/{filing}
organiser     mentors.register                 /mentors/register
organiser     mentors.filing                   /mentors/{suspended}/filing                         filing.suspended
mentor        recommendations.of_mentor        /mentors/{mentor}/matches
mentor        mentorships.decline              /requests/{waiting_request}/decline
mentor        mentorships.inbox                /requests
investor      pages.today                      /today                                              today.investor
investor      funds.mine                       /funds/mine
investor      funds.create                     /funds/new
investor      funds.show                       /funds/{fund}
investor      funds.edit                       /funds/{fund}/edit
investor      funds.visibility                 /funds/{fund}/visibility
investor      funds.upload                     /funds/{fund}/files/logo
investor      funds.portfolio                  /funds/{fund}/portfolio
investor      funds.portfolio_add              /funds/{fund}/portfolio/new
investor      funds.portfolio_edit             /funds/portfolio/{investment}/edit
investor      recommendations.of_fund          /funds/{fund}/matches
investor      recommendations.lineup           /roadshows/{live}/ranked/{fund}
investor      roadshows.show                   /roadshows/{live}                                   roadshows.show.live
visitor       roadshows.live                   /roadshows/{live}/live                              live.public
visitor       roadshows.results                /roadshows/{held}/results
visitor       roadshows.ticket                 /tickets/{ticket}
visitor       roadshows.ticket_live            /tickets/{ticket}/live
investor      roadshows.live                   /roadshows/{live}/live
investor      roadshows.my_ticket              /roadshows/{live}/ticket
investor      roadshows.party                  /registrations/{registration}/people
investor      roadshows.change_attendee        /attendees/{attendee}
organiser     roadshows.team                   /applications/{pitching}/people
mentor        roadshows.judging                /roadshows/{live}/judging
mentor        roadshows.judge_pitch            /roadshows/{live}/judging/{judged}
organiser     roadshows.people                 /roadshows/{live}/people
organiser     roadshows.badges                 /roadshows/{live}/badges
organiser     roadshows.desk                   /roadshows/{live}/desk
organiser     roadshows.control                /roadshows/{live}/control
organiser     roadshows.screen                 /roadshows/{live}/screen
organiser     roadshows.judges                 /roadshows/{live}/judges
investor      roadshows.register               /roadshows/{live}/register
investor      roadshows.interests              /roadshows/{live}/interests
investor      roadshows.answers                /requests/roadshows
carrier       pages.today                      /today                                              today.carrier
carrier       carriers.mine                    /carriers/mine
carrier       carriers.create                  /carriers/new
carrier       carriers.show                    /carriers/{carrier}
carrier       carriers.edit                    /carriers/{carrier}/edit
carrier       carriers.visibility              /carriers/{carrier}/visibility
carrier       carriers.upload                  /carriers/{carrier}/files/logo
investor      meetings.requests                /requests/meetings?box=sent
investor      meetings.roadshow                /roadshows/{live}/meetings
entrepreneur  meetings.requests                /requests/meetings                                  meetings.received
entrepreneur  meetings.roadshow                /roadshows/{live}/meetings                          meetings.funds
entrepreneur  meetings.ask                     /roadshows/{live}/meetings/ask
entrepreneur  meetings.availability            /roadshows/{live}/meetings/availability
entrepreneur  meetings.show                    /meetings/{agreed_meeting}                          meetings.show.agreed
investor      meetings.index                   /meetings?time=past
investor      meetings.index                   /meetings                                           meetings.coming
investor      meetings.show                    /meetings/{held_meeting}
organiser     meetings.setup                   /roadshows/{live}/timetable/setup
organiser     meetings.timetable               /roadshows/{live}/timetable
organiser     meetings.timetable               /roadshows/{live}/timetable?view=people             timetable.people
organiser     meetings.timetable               /roadshows/{held}/timetable                         timetable.held
organiser     meetings.place                   /timetables/{timetable}/meetings/{placed_meeting}
carrier       carriers.resources               /carriers/{carrier}/staff
carrier       carriers.resources               /carriers/{carrier}/funds                           resources.funds
carrier       carriers.resources               /carriers/{carrier}/platforms                       resources.platforms
carrier       carriers.add_resource            /carriers/{carrier}/platforms/new
carrier       carriers.edit_resource           /carriers/staff/{carrier_staff}/edit
carrier       carriers.all_tenants             /tenants
carrier       carriers.all_tenants             /tenants?missing=mentor                             tenants.missing
carrier       carriers.tenants                 /carriers/{carrier}/tenants?state=past
carrier       carriers.report                  /carriers/report
carrier       carriers.admissions              /admissions
carrier       carriers.invite                  /carriers/{carrier}/tenants/new?q=智能
carrier       carriers.tenancy                 /tenancies/{tenancy}
carrier       carriers.edit_tenancy            /tenancies/{tenancy}/edit
carrier       carriers.team                    /tenancies/{tenancy}/team
carrier       carriers.hand_over               /tenancies/{tenancy}/hand-over
carrier       carriers.end_tenancy             /tenancies/{tenancy}/end
carrier       carriers.all_graduates           /graduates
carrier       carriers.graduates               /carriers/{carrier}/graduates
carrier       carriers.graduate                /tenancies/{tenancy}/graduate
carrier       carriers.report_settlement       /graduations/{graduation}/settlement
organiser     carriers.all_graduates           /graduates?follow_up=missing                        graduates.missing
organiser     carriers.all_settlements         /settlements
organiser     carriers.tenancy                 /tenancies/{settled}                                tenancy.settled
entrepreneur  carriers.tenancy                 /tenancies/{graduated}                              tenancy.graduated
entrepreneur  carriers.follow_up               /follow-ups/{follow_up}
entrepreneur  carriers.my_tenancies            /tenancies
entrepreneur  carriers.tenancy                 /tenancies/{tenancy}                                tenancy.own
entrepreneur  carriers.admissions              /admissions?state=past                              admissions.past
entrepreneur  carriers.apply                   /carriers/{carrier}/apply
carrier       carriers.accreditations          /carriers/{carrier}/accreditations
carrier       carriers.add_accreditation       /carriers/{carrier}/accreditations/new
carrier       carriers.add_document            /carriers/accreditations/{accreditation}/documents
carrier       carriers.edit_accreditation      /carriers/accreditations/{accreditation}/edit
investor      deals.index                      /deals
investor      deals.index                      /deals?view=table                                   deals.table
investor      deals.choose                     /deals/new?q=机器人
investor      deals.create                     /projects/{other_project}/deal
investor      deals.show                       /deals/{deal}
investor      deals.show                       /deals/{invested_deal}                              deals.invested
investor      deals.show                       /deals/{passed_deal}                                deals.passed
investor      deals.edit                       /deals/{deal}/edit
investor      deals.pass_on                    /deals/{deal}/pass
investor      deals.tell                       /deals/{deal}/tell
investor      deals.invest                     /deals/{deal}/invest
investor      deals.tasks                      /deals/tasks?for=all
investor      deals.edit_task                  /deals/tasks/{deal_task}/edit
investor      deals.ledger                     /funds/{fund}/ledger
investor      deals.record                     /funds/{fund}/ledger/new
investor      deals.reverse                    /ledger/{entry}/reverse
investor      deals.rounds                     /rounds                                             rounds.investor
investor      deals.commit                     /rounds/commitments/{commitment}
investor      deals.round_show                 /rounds/{round}                                     round.investor
entrepreneur  deals.rounds                     /rounds
entrepreneur  deals.round_create               /projects/{project}/rounds/new
entrepreneur  deals.round_show                 /rounds/{round}
entrepreneur  deals.round_edit                 /rounds/{round}/edit
entrepreneur  deals.told                       /deals/told
reviewer      roadshows.my_reviews             /reviews
reviewer      roadshows.review                 /reviews/{review}
reviewer      roadshows.review                 /reviews/{written_review}                           review.written
organiser     pages.today                      /today                                              today.organiser
organiser     roadshows.managed                /roadshows/managed
organiser     roadshows.create                 /roadshows/new
organiser     roadshows.edit                   /roadshows/{open}/edit
organiser     roadshows.series_list            /roadshows/series
organiser     roadshows.create_series          /roadshows/series/new
organiser     roadshows.edit_series            /roadshows/series/{series}
organiser     roadshows.manage                 /roadshows/{live}/manage
organiser     roadshows.rubric                 /roadshows/{open}/rubric
organiser     roadshows.applications           /roadshows/{live}/applications
organiser     roadshows.application            /roadshows/{live}/applications/{live_application}
organiser     roadshows.enter_projects         /roadshows/{open}/projects          
organiser     roadshows.reviewers              /roadshows/{open}/reviewers
organiser     roadshows.lineup                 /roadshows/{open}/lineup
organiser     roadshows.lineup                 /roadshows/{live}/lineup                            lineup.late
organiser     roadshows.invitations            /roadshows/{live}/invitations
organiser     roadshows.registrations          /roadshows/{live}/registrations
organiser     roadshows.answers                /requests/roadshows                                 answers.organiser
organiser     recommendations.roadshow         /roadshows/{live}/matches
organiser     recommendations.plan             /plans/{plan}
organiser     pages.job                        /jobs/{job}
organiser     recommendations.quality          /matching/quality
organiser     carriers.report                  /carriers/report                                    report.region
organiser     carriers.accreditations_of_region /accreditations
organiser     carriers.accreditations          /carriers/{any_carrier}/accreditations              accreditations.decide
organiser     indicators.dashboard             /figures
organiser     indicators.index                 /indicators
organiser     indicators.show                  /figures/area_incubation
organiser     indicators.rows                  /figures/tenants/rows
organiser     indicators.rows                  /figures/occupancy/rows                             figures.ratio
organiser     indicators.collections           /collections
organiser     indicators.collection            /collections/{collection}
organiser     indicators.targets               /targets
organiser     indicators.edit_target           /targets/area_incubation/{year}
organiser     indicators.ranking               /targets/ranking
organiser     indicators.target_examples       /targets/examples
organiser     indicators.create_collection     /collections/new
organiser     indicators.return_show           /returns/{filed_return}                             return.decide
organiser     indicators.return_print          /returns/{accepted_return}/print
organiser     subsidies.index                  /subsidies
organiser     subsidies.show_rules             /subsidies/rules
organiser     subsidies.open_year              /subsidies/years/new
organiser     subsidies.edit_year              /subsidies/years/{subsidy_year}/edit
organiser     subsidies.grants                 /grants
organiser     subsidies.grant                  /grants/{reported_grant}
organiser     subsidies.statement              /subsidies/statements/{objected_statement}
organiser     subsidies.statement              /subsidies/statements/{approved_statement}          statement.approved
organiser     subsidies.statement_print        /subsidies/statements/{second_statement}/print
carrier       subsidies.index                  /subsidies                                          subsidies.carrier
carrier       subsidies.grants                 /grants                                             grants.carrier
carrier       subsidies.report_grant           /carriers/{granting}/grants/new
carrier       subsidies.statement              /subsidies/statements/{sent_statement}              statement.sent
visitor       bulletins.index                  /bulletins
visitor       bulletins.show                   /bulletins/{bulletin}
carrier       bulletins.show                   /bulletins/{internal_bulletin}                      bulletin.internal
visitor       bulletins.show                   /bulletins/{corrected_bulletin}                     bulletin.corrected
visitor       bulletins.show                   /bulletins/{correction}                             bulletin.correction
organiser     bulletins.mine                   /bulletins/mine
organiser     bulletins.create                 /bulletins/new
organiser     bulletins.show                   /bulletins/{draft_bulletin}                         bulletin.draft
organiser     bulletins.edit                   /bulletins/{draft_bulletin}/edit
organiser     bulletins.contents               /bulletins/{draft_bulletin}/contents
organiser     bulletins.publish                /bulletins/{draft_bulletin}/publish
organiser     evaluations.runs                 /evaluations/runs
organiser     evaluations.create_run           /evaluations/runs/new
organiser     evaluations.run                  /evaluations/runs/{evaluation_draft}
organiser     evaluations.run                  /evaluations/runs/{evaluation_run}                 evaluation.published
organiser     evaluations.result               /evaluations/results/{judged_result}
organiser     evaluations.result               /evaluations/results/{rectified_result}            evaluation.reported
organiser     evaluations.result               /evaluations/results/{appealed_result}             evaluation.appealed
organiser     evaluations.result               /evaluations/results/{corrected_result}            evaluation.corrected
organiser     evaluations.schemes              /evaluations/schemes
organiser     evaluations.shipped              /evaluations/schemes/shipped/seven_ones
organiser     evaluations.scheme               /evaluations/schemes/{used_scheme}
organiser     evaluations.edit_scheme          /evaluations/schemes/{new_scheme}/edit
organiser     evaluations.simulate             /evaluations/schemes/{new_scheme}/simulate
carrier       evaluations.mine                 /evaluations
carrier       evaluations.of_carrier           /carriers/{carrier}/evaluations
carrier       evaluations.result               /evaluations/results/{own_result}                  evaluation.own
carrier       evaluations.appeal               /evaluations/results/{own_result}/appeal
carrier       evaluations.report               /evaluations/results/{own_result}/report
carrier       evaluations.appeal_documents     /evaluations/appeals/{own_appeal}/documents
visitor       evaluations.published_lists      /evaluations/published
visitor       evaluations.published            /evaluations/published/{evaluation_run}
carrier       indicators.returns               /returns
carrier       indicators.return_show           /returns/{open_return}
carrier       indicators.return_edit           /returns/{open_return}/edit
carrier       indicators.of_carrier            /carriers/{carrier}/figures
carrier       indicators.rows_of_carrier       /carriers/{carrier}/figures/inside
organiser     admin.imports                    /admin/imports
organiser     admin.import_new                 /admin/imports/projects/new
organiser     admin.import_owners              /admin/imports/owners
organiser     admin.import_show                /admin/imports/runs/{import}
organiser     admin.import_show                /admin/imports/runs/{refused_import}                import.refused
administrator accounts.remove_member           /organisations/members/{colleague}/remove
reviewer      accounts.second_factor_off       /account/second-factor/off
reviewer      accounts.recovery_codes          /account/second-factor/recovery-codes
administrator admin.accounts                   /admin/accounts
administrator admin.sign_ups                   /admin/accounts/sign-ups
administrator admin.audit                      /admin/audit
administrator admin.jobs                       /admin/jobs
administrator admin.organisations              /admin/organisations
administrator admin.organisation_new           /admin/organisations/new
administrator admin.sectors                    /admin/sectors
administrator recommendations.quality          /matching/quality                                   quality.administrator
"""


def _parsed(line: str) -> Address:
    role, endpoint, path, *rest = line.split()
    return Address(endpoint, role, path, name=rest[0] if rest else "", status=int(rest[1]) if len(rest) > 1 else 200)


PAGES = [_parsed(line) for line in _TABLE.strip().splitlines()]

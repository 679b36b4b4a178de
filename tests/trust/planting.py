"""Canary strings in every private field of the small city, and who may find which of them."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from app.admin.models import Import
from app.competitions.models import Competition, CompetitionRound
from app.core import drafts
from app.core.model import utc_now
from app.core.money import input_money, show_money
from app.events.models import Event
from app.extensions import db
from app.files.models import File, path_of
from app.funds.models import Fund
from app.funds.services import profile as fund_services
from app.mentors import services as mentor_services
from app.mentors.models import Filing, Mentor, MentorConflict, MentorText, TextKind
from app.mentorships.models import MentorRequest
from app.projects import services as project_services
from app.projects.models import Project
from app.recommendations.models import PairRule
from app.roadshows.meetings.models import MeetingRequest
from app.roadshows.models import (
    Application,
    Attendee,
    AudienceQuestion,
    FundInvitation,
    Interest,
    Judgement,
    Review,
    Roadshow,
)
from tests.access.world import City
from tests.trust import (
    planting_carriers,
    planting_coaching,
    planting_deals,
    planting_evaluations,
    planting_offerings,
    planting_returns,
    planting_subsidies,
)
from tests.trust.conversations import talks
from tests.trust.data_rooms import rooms

MONEY = {
    "size": 98_765_400_000_00,
    "remaining_capital": 43_219_800_000_00,
    "amount_sought": 7_654_300_00,
    "revenue": 8_127_400_00,
}


@dataclass(frozen=True)
class Canary:
    """Any of the forms gives it away; `members` says that everybody who signed in may read it."""

    field: str
    forms: tuple[str, ...]
    members: bool = False

    def stands_in(self, text: str) -> bool:
        """A number does not stand inside a longer one: a moment in a spreadsheet is a long fraction of days."""
        found = [form for form in self.forms if form in text]
        return any(re.search(rf"(?<![\d.]){re.escape(form)}(?!\d)", text) for form in found)


class Planter:
    def __init__(self) -> None:
        self.canaries: list[Canary] = []

    def text(self, row: Any, *names: str, members: bool = False) -> None:
        for name in names:
            token = self.token(f"{type(row).__name__}.{name}", members=members)
            setattr(row, name, token)

    def token(self, field: str, *, members: bool = False, pattern: str = "canary{:03d}canary") -> str:
        """A word of letters and figures, so that cleaning, segmenting and escaping leave it whole."""
        value = pattern.format(len(self.canaries))
        self.canaries.append(Canary(field, (value,), members))
        return value

    def money(self, row: Any, name: str, *, members: bool = False) -> None:
        fen = MONEY[name]
        setattr(row, name, fen)
        shown = (
            str(fen),
            str(fen // 100),
            f"{fen // 100:,}",
            input_money(fen),
            show_money(fen, "zh"),
            show_money(fen, "en"),
        )
        self.canaries.append(Canary(f"{type(row).__name__}.{name}", shown, members))

    def figure(self, field: str, value: int) -> int:
        self.canaries.append(Canary(field, (str(value), f"{value:,}")))
        return value

    def contact(self, row: Any) -> None:
        if hasattr(row, "contact_name"):
            self.text(row, "contact_name")
        row.contact_email = self.token(f"{type(row).__name__}.contact_email", pattern="c{:03d}canary@example.cn")
        number = f"13{len(self.canaries):03d}765432"
        self.canaries.append(Canary(f"{type(row).__name__}.contact_phone", (number, spaced(number))))
        row.contact_phone = number
        if hasattr(row, "contact_wechat"):
            self.text(row, "contact_wechat")


def spaced(number: str) -> str:
    return f"{number[:3]} {number[3:7]} {number[7:]}"


def plant(city: City) -> list[Canary]:
    planter = Planter()
    for part in (
        _people,
        _projects,
        _mentors,
        _funds,
        _roadshows,
        _day,
        _events,
        _competitions,
        _questions,
        _drafts,
        planting_coaching.plant,
        planting_deals.plant,
        planting_carriers.plant,
        planting_evaluations.plant,
        planting_offerings.plant,
        planting_returns.plant,
        planting_subsidies.plant,
        rooms,
        talks,
    ):
        part(planter, city)
    db.session.flush()
    _reindex(city)
    db.session.commit()
    return planter.canaries


def row(city: City, model: Any, thing: str, argument: str) -> Any:
    return db.session.get_one(model, city.things[thing][argument])


def _people(planter: Planter, city: City) -> None:
    """Who works for a startup or a fund is known inside it."""
    for name in ("owner", "teammate", "investor", "mentor"):
        account = city.people[name].account
        account.email = planter.token(f"{name}'s address", pattern="c{:03d}canary@example.cn")
    city.people["teammate"].account.name = planter.token("teammate's name")


def _projects(planter: Planter, city: City) -> None:
    project = row(city, Project, "project", "project_id")
    planter.text(project, "problem", "solution", "market", "traction", "team", "need", members=True)
    planter.money(project, "amount_sought", members=True)
    planter.text(project, "cap_table")
    project.equity_offered = 3713
    planter.canaries.append(Canary("Project.equity_offered", ("37.13", "3713")))
    planter.contact(project)
    planter.text(row(city, Project, "draft", "project_id"), "name", "tagline", "summary", "problem")
    planter.text(row(city, Project, "archived", "project_id"), "name", "tagline", "summary", "need")
    planter.text(row(city, Project, "archived_after", "project_id"), "name", "tagline", "summary")
    deck = row(city, File, "deck", "file_id")
    deck.name = planter.token("deck's name") + ".pdf"
    path_of(deck.id).write_bytes(b"%PDF-1.7 " + planter.token("deck's content").encode())
    # A public field that its owner closed.
    strangers = row(city, Project, "coached", "project_id")
    strangers.visibility = {"website": "agreed", "summary": "agreed"}
    planter.text(strangers, "summary")
    strangers.website = "https://" + planter.token("closed website", pattern="c{:03d}canary.example.cn")


def _mentors(planter: Planter, city: City) -> None:
    mentor = row(city, Mentor, "mentor_profile", "mentor_id")
    planter.contact(mentor)
    title, text = planter.token("MentorText.title", members=True), planter.token("MentorText.text", members=True)
    db.session.add(MentorText(mentor_id=mentor.id, kind=TextKind.CASE, title=title, text=text, position=1))
    planter.text(row(city, MentorConflict, "mentor_conflict", "conflict_id"), "name", "note")
    sent = row(city, Filing, "filing_sent", "filing_id")
    planter.text(sent, "statement", "reason")
    sent.evidence[0].file.name = planter.token("evidence's name") + ".png"
    planter.text(row(city, Mentor, "mentor_kept", "mentor_id"), "name", "headline", "bio", "employer")


def _funds(planter: Planter, city: City) -> None:
    fund = row(city, Fund, "fund", "fund_id")
    planter.contact(fund)
    planter.money(fund, "size")
    planter.money(fund, "remaining_capital")
    planter.text(row(city, Fund, "fund_draft", "fund_id"), "name", "tagline", "thesis")


def _roadshows(planter: Planter, city: City) -> None:
    planter.text(row(city, Roadshow, "roadshow_draft", "roadshow_id"), "title", "title_en", "summary", "venue")
    for thing in ("roadshow", "roadshow_open"):
        roadshow = row(city, Roadshow, thing, "roadshow_id")
        roadshow.mode = "both"
        for name in ("online_url", "replay_url"):
            address = planter.token(f"Roadshow.{name}", pattern="c{:03d}canary.example.cn")
            setattr(roadshow, name, f"https://{address}/")
    planter.text(row(city, Application, "application", "application_id"), "wants", "presenter")
    # Feedback that is written and not released.
    planter.text(row(city, Application, "application_selected", "application_id"), "feedback")
    review = row(city, Review, "review", "review_id")
    planter.text(review, "comment", "remark")
    planter.text(row(city, Review, "review_conflict", "review_id"), "comment")
    planter.text(row(city, PairRule, "rule", "rule_id"), "why")


def _day(planter: Planter, city: City) -> None:
    """Who comes, what is not let through, and what judges wrote."""
    planter.text(row(city, Attendee, "guest", "attendee_id"), "name", "affiliation")
    planter.text(row(city, AudienceQuestion, "waiting_question", "question_id"), "text")
    planter.text(row(city, Judgement, "judgement", "judgement_id"), "comment")


def _events(planter: Planter, city: City) -> None:
    planter.text(row(city, Event, "event_draft", "event_id"), "title", "title_en", "summary", "speakers", "venue")
    event = row(city, Event, "event", "event_id")
    event.mode = "both"
    event.online_url = "https://" + planter.token("Event.online_url", pattern="c{:03d}canary.example.cn") + "/"


def _competitions(planter: Planter, city: City) -> None:
    draft = row(city, Competition, "competition_draft", "competition_id")
    planter.text(draft, "title", "title_en", "summary", "eligibility")
    planter.text(row(city, CompetitionRound, "competition_draft", "round_id"), "name", "name_en")


def _questions(planter: Planter, city: City) -> None:
    for model, thing, argument in (
        (MentorRequest, "mentor_request", "request_id"),
        (MentorRequest, "organiser_request", "request_id"),
        (FundInvitation, "fund_invitation", "invitation_id"),
        (MeetingRequest, "meeting_request", "request_id"),
        (Interest, "interest", "interest_id"),
    ):
        planter.text(row(city, model, thing, argument), "message")


def _drafts(planter: Planter, city: City) -> None:
    """What somebody is typing, and what was imported."""
    owner = city.people["owner"]
    drafts.save(owner.account_id, "project:new", {"name": [planter.token("a draft's text")]})
    run = row(city, Import, "import", "import_id")
    planter.text(run, "filename")
    run.created_at = utc_now() - dt.timedelta(hours=1)


def _reindex(city: City) -> None:
    """As saving on the pages would do."""
    for thing in ("project", "draft", "archived", "archived_after", "coached"):
        project_services.index(row(city, Project, thing, "project_id"))
    for thing in ("mentor_profile", "mentor_kept"):
        mentor_services.index(row(city, Mentor, thing, "mentor_id"))
    for thing in ("fund", "fund_draft"):
        fund_services.index(row(city, Fund, thing, "fund_id"))

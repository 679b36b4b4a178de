"""An organiser opens a roadshow, a project applies, a reviewer scores it, the line-up is published, and three funds
meet the project."""

import datetime as dt
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from app.demo.seeding import SAMPLE
from tests.journeys import meeting
from tests.journeys.person import Person
from tests.journeys.stage import Stage

AHEAD = dt.timedelta(days=20)
CITY = ZoneInfo("Asia/Shanghai")


def run(stage: Stage) -> None:
    title = stage.texts.pick("第十四期首发项目路演", "First pitches: roadshow 14")
    with stage.person(SAMPLE["organiser"]) as organiser:
        address = set_up(organiser, title)
        with stage.person(SAMPLE["entrepreneur"], width=360) as founder:
            project = apply(founder, address)
        reviewer_name = stage.site.row("SELECT name FROM account WHERE email = ?", SAMPLE["reviewer"])[0]
        assign(organiser, address, project, reviewer_name)
        with stage.person(SAMPLE["reviewer"]) as reviewer:
            score(reviewer, project)
        publish(organiser, address, project)
        meeting.meet(stage, organiser, address, project, dt.datetime.now(CITY).date() + AHEAD)
    with stage.person() as visitor:
        visitor.opens(address)
        visitor.stands_on(title)
        visitor.link("Projects", visitor.page.get_by_role("banner"))
        expect(visitor.main.get_by_role("heading", level=3).get_by_role("link", name=project)).to_be_visible()


def set_up(organiser: Person, title: str) -> str:
    """Dates, places and a rubric of the organiser's own; then it takes applications. The address of its public page."""
    today = dt.datetime.now(CITY).replace(hour=9, minute=0)
    organiser.opens("/roadshows/managed")
    organiser.follows("New roadshow")
    organiser.fills("Title", title)
    organiser.fills("Title in English", "First pitches: roadshow 14")
    organiser.fills(
        "What it is about",
        organiser.texts.pick("第一次登台，五分钟讲清楚。", "Five minutes each."),
    )
    for field, days in (("Begins", 20), ("Ends", 20), ("Applications from", -1), ("Applications until", 15)):
        moment = today + dt.timedelta(days=days, hours=3 * (field == "Ends"))
        organiser.fills(field, moment.strftime("%Y-%m-%dT%H:%M"))
    organiser.fills("Venue", organiser.texts.pick("禾城科创中心", "Hecheng Innovation Centre"))
    organiser.fills("Projects on the line-up", "3")
    organiser.fills("Reviews per application", "1")
    organiser.clicks("Save")
    organiser.stands_on(title) if organiser.texts.language == "zh" else organiser.reads("First pitches: roadshow 14")
    address = organiser.page.url.split("?")[0].removesuffix("/manage")
    organiser.follows("Rubric")
    organiser.main.get_by_label(organiser.t("Weight of criterion %(n)s", n=1), exact=True).fill("7")
    organiser.main.get_by_label(organiser.t("Criterion %(n)s", n=1), exact=True).fill(
        organiser.texts.pick("问题是否真实", "A real problem")
    )
    organiser.clicks("Save")
    organiser.clicks("Open for applications")
    organiser.sees("Open for applications")
    return address


def apply(founder: Person, address: str) -> str:
    """Three steps; the last one reads the answers back."""
    founder.opens(address)
    founder.follows("Apply with a project")
    project = founder.main.get_by_role("radio").first
    project.check()
    name = founder.main.get_by_role("group").first.get_by_role("radio").first.evaluate("it => it.labels[0].innerText")
    founder.main.get_by_role("checkbox").check()
    founder.clicks("Continue")
    founder.stands_on("Your pitch")
    wants = founder.texts.pick("想见两位领投机构和一位渠道伙伴", "Two lead investors and a distributor")
    founder.fills("What do you want from this roadshow?", wants)
    founder.fills("Who presents", founder.texts.pick("创始人", "The founder"))
    founder.clicks("Save and check")
    founder.stands_on("Check your answers")
    founder.reads(wants)
    founder.clicks("Send the application")
    founder.sees("Sent. The organiser and the reviewers can read it now.")
    return str(name).strip()


def assign(organiser: Person, address: str, project: str, reviewer: str) -> None:
    organiser.opens(address + "/reviewers")
    choice = organiser.field("Reviewer")
    choice.select_option(choice.get_by_role("option").filter(has_text=reviewer).first.get_attribute("value"))
    organiser.clicks("Add and inform")
    organiser.clicks("Assign evenly")
    row = organiser.main.get_by_role("row").filter(has_text=project)
    expect(row.get_by_text(reviewer)).to_be_visible()


def score(reviewer: Person, project: str) -> None:
    reviewer.opens("/reviews")
    row = (
        reviewer.main.get_by_role("row").filter(has_text=project).filter(has_text=reviewer.texts.pick("第十四期", "14"))
    )
    row.get_by_role("link", name=project).click()
    for option in reviewer.main.get_by_label(reviewer.t("5 – excellent"), exact=True).all():
        option.check()
    reviewer.fills("Comment", reviewer.texts.pick("数据扎实，建议现场演示。", "Solid numbers; show it live."))
    reviewer.clicks("Save the points")
    reviewer.reads(reviewer.t("Scored"))


def publish(organiser: Person, address: str, project: str) -> None:
    organiser.opens(address + "/lineup")
    organiser.main.get_by_label(project).check()
    organiser.clicks("Add to the line-up")
    expect(organiser.main.get_by_role("link", name=project).first).to_be_visible()
    organiser.clicks("Fix the line-up and inform applicants")
    organiser.sees("Line-up fixed")
    organiser.clicks("Publish the line-up")
    organiser.sees("Line-up published")

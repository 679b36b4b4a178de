"""Three funds come to a roadshow: one asks to meet a project of its line-up, two are asked by it. All agree, and the
organiser computes and publishes the timetable; the founder has three meetings, one after the other."""

import datetime as dt
from dataclasses import dataclass

from playwright.sync_api import expect

from app.demo.seeding import SAMPLE
from tests.journeys.matching import finish
from tests.journeys.person import Person
from tests.journeys.stage import Stage


@dataclass
class Fund:
    name: str
    email: str


def meet(stage: Stage, organiser: Person, address: str, project: str, day: dt.date) -> None:
    first, *others = funds = [fund(stage, number) for number in range(3)]
    for one in funds:
        with stage.person(one.email) as investor:
            register(investor, address)
            if one is first:
                wants(investor, address, project)
    with stage.person(SAMPLE["entrepreneur"], width=360) as founder:
        founder.opens("/requests/meetings")
        founder.clicks("Accept", founder.main.get_by_role("article").filter(has_text=first.name))
        for one in others:
            ask(founder, address, project, one)
    for one in others:
        with stage.person(one.email) as investor:
            investor.opens("/requests/meetings")
            investor.clicks("Accept", investor.main.get_by_role("article").filter(has_text=project))
    timetable(organiser, address, day)
    with stage.person(SAMPLE["entrepreneur"], width=360) as founder:
        three_meetings(founder, address, funds)


def fund(stage: Stage, number: int) -> Fund:
    """Published funds of different managers, and somebody who acts for each."""
    name, email = stage.site.row(
        "SELECT min(fund.name), min(account.email) FROM fund"
        " JOIN membership ON membership.organisation_id = fund.organisation_id"
        " JOIN account ON account.id = membership.account_id WHERE fund.state = 'published' AND account.email <> ?"
        f" GROUP BY fund.organisation_id HAVING count(DISTINCT fund.id) = 1 ORDER BY 2 LIMIT 1 OFFSET {number}",
        SAMPLE["investor"],
    )
    return Fund(name, email)


def register(investor: Person, address: str) -> None:
    investor.opens(address)
    investor.follows("Register as an investor")
    investor.clicks("Register")
    investor.sees("You are registered")


def wants(investor: Person, address: str, project: str) -> None:
    investor.opens(address + "/interests")
    row = investor.main.get_by_role("article").filter(has_text=project)
    investor.unfolds("Mark interest", row)
    investor.field("How interested is the fund?", row).select_option(label=investor.t("Wants to meet"))
    reason = investor.texts.pick("想了解量产进度。", "We would like to hear how production goes.")
    investor.fills("Note, or why you want to meet", reason, row)
    investor.clicks("Save", row)
    expect(row.get_by_text(investor.t("Wants to meet")).first).to_be_visible()


def ask(founder: Person, address: str, project: str, wanted: Fund) -> None:
    founder.opens(address + "/meetings")
    line = founder.main.get_by_role("article").filter(has_text=wanted.name)
    founder.follows("Ask %(name)s to meet", line, name=wanted.name)
    founder.main.get_by_label(project).check()
    reason = founder.texts.pick("想请教渠道合作和本轮节奏。", "We would like to talk about channels and this round.")
    founder.fills("Why you want to meet", reason)
    founder.clicks("Send the request")
    expect(founder.main.get_by_role("article").filter(has_text=wanted.name)).to_be_visible()


def timetable(organiser: Person, address: str, day: dt.date) -> None:
    """Two tables and four slots after the pitches; nobody is at two tables at once."""
    organiser.opens(address + "/timetable/setup")
    organiser.fills("How many tables", "2")
    organiser.clicks("Add tables")
    for field, value in (("Date", day.isoformat()), ("Begins", "13:00"), ("Ends", "14:40")):
        organiser.fills(field, value)
    organiser.fills("Length in minutes", "20")
    organiser.fills("Pause after each, in minutes", "5")
    organiser.clicks("Add slots")
    organiser.follows("To the timetable")
    organiser.clicks("Compute the timetable")
    finish(organiser)
    organiser.reads(organiser.t("%(placed)s of %(meetings)s meetings have a place.", placed=3, meetings=3))
    organiser.clicks("Publish and inform")
    expect(organiser.button("Publish and inform")).to_have_count(0)


def three_meetings(founder: Person, address: str, funds: list[Fund]) -> None:
    founder.opens(address + "/meetings")
    times = set()
    for one in funds:
        name = founder.page.get_by_role("link", name=one.name, exact=True)
        row = founder.main.get_by_role("listitem").filter(has=name)
        begins = row.locator("time").first
        expect(begins).to_be_visible()
        times.add(begins.get_attribute("datetime"))
    assert len(times) == len(funds), times
    founder.opens("/meetings")
    file = founder.downloads(founder.link("Calendar file")).read_text()
    assert all(one.name in file.replace("\r\n ", "") for one in funds), file

"""The organiser runs the day: a guest is put on the list and checked in by camera, and a colleague types the same code;
the stage moves on, a question is let through, a judge gives points, the guest votes, and the results are released."""

import tempfile
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Locator, expect

from app.demo.seeding import SAMPLE
from tests.browser import camera
from tests.journeys.investing import live
from tests.journeys.person import Person
from tests.journeys.stage import Stage


def run(stage: Stage) -> None:
    address = "/roadshows/" + live(stage)
    name = stage.texts.pick("柳如是", "Ada Byron")
    question = stage.texts.pick("海外认证做到哪一步了？", "How far is the certification abroad?")
    with stage.person(SAMPLE["organiser"]) as organiser:
        ticket = put_on_the_list(organiser, address, name)
        with stage.person() as visitor:
            visitor.opens(address + "/results")
            assert visitor.page.get_by_role("heading", level=1).inner_text()
            visitor.reads_not(visitor.t("Judges' mean"))
        check_in(stage, organiser, address, ticket, name)
        project = bring_on_stage(organiser, address)
        with stage.person(width=360) as guest:
            ask(guest, ticket, question)
            let_through(organiser, question)
            expect(guest.main.get_by_text(question)).to_be_visible()
            with stage.person(SAMPLE["investor"]) as investor:
                want(investor, address, question)
            with stage.person(SAMPLE["mentor"], width=360) as judge:
                score(judge, address, project)
            vote(guest, project)
        release(organiser, address, project)
    with stage.person() as visitor:
        visitor.opens(address)
        visitor.follows("Results")
        visitor.stands_on("Results")
        expect(row(visitor, project).get_by_role("cell").nth(2)).to_have_text("1")


def put_on_the_list(organiser: Person, address: str, name: str) -> str:
    """The address of the ticket, as the organiser would pass it on."""
    organiser.opens(address + "/manage")
    organiser.follows("On the day")
    organiser.fills("Full name", name)
    organiser.fills("Organisation", organiser.texts.pick("禾城日报", "Hecheng Daily"))
    organiser.clicks("Put on the list")
    organiser.sees("%(name)s is on the list.", name=name)
    organiser.unfolds("Actions for %(name)s", name=name)
    organiser.follows("See the ticket")
    expect(organiser.main.get_by_text(name)).to_be_visible()
    return organiser.page.url


def check_in(stage: Stage, organiser: Person, address: str, ticket: str, name: str) -> None:
    """One helper holds the phone's camera to the ticket; another one types its code a moment later."""
    code = organiser.main.locator(".ticket-code").inner_text()
    with tempfile.TemporaryDirectory() as folder, camera.looking_at(stage.browser, ticket, Path(folder)) as phone:
        beside = replace(stage, browser=phone)
        with beside.person(SAMPLE["organiser"], width=360, permissions=["camera"]) as helper:
            helper.opens(address + "/desk")
            helper.clicks("Scan with the camera")
            expect(result(helper).get_by_text(name)).to_be_visible()
            expect(result(helper).get_by_text(helper.t("Checked in"), exact=True)).to_be_visible()
            helper.clicks("Stop the camera")
    organiser.opens(address + "/desk")
    here = organiser.page.locator(".counter-value strong")
    before = int(here.inner_text())
    organiser.fills("Ticket code", code)
    organiser.field("Ticket code").press("Enter")
    expect(result(organiser).get_by_text(organiser.t("Checked in already"))).to_be_visible()
    organiser.button("Undo the check-in of %(name)s", name=name).click()
    expect(here).to_have_text(str(before - 1))
    organiser.main.get_by_role("searchbox").fill(name)
    organiser.button("Check in %(name)s", name=name).click()
    expect(result(organiser).get_by_text(organiser.t("Checked in"), exact=True)).to_be_visible()
    expect(here).to_have_text(str(before))


def result(helper: Person) -> Locator:
    return helper.page.locator("#desk-result")


def bring_on_stage(organiser: Person, address: str) -> str:
    """The project that follows; its clock runs."""
    organiser.opens(address + "/control")
    expect(organiser.page.locator("#control")).to_be_visible()
    following = organiser.page.locator(".now-then strong").inner_text()
    organiser.clicks("Next: %(project)s", project=following)
    expect(organiser.page.locator("#now-title")).to_have_text(following)
    organiser.clicks("Start the clock")
    expect(organiser.button("Stop the clock")).to_be_visible()
    expect(organiser.page.get_by_role("timer")).not_to_have_text("6:00")
    return str(following)


def ask(guest: Person, ticket: str, question: str) -> None:
    """Without an account: the ticket is enough."""
    guest.opens(ticket)
    guest.follows("Live page")
    guest.fills("Your question", question)
    guest.clicks("Ask")
    guest.sees("Waits to be let through by the organiser.")


def let_through(organiser: Person, question: str) -> None:
    asked = organiser.main.get_by_role("listitem").filter(has_text=question)
    expect(asked).to_be_visible()
    organiser.clicks("Let through", asked)
    expect(organiser.button("Mark as answered", asked)).to_be_visible()


def want(investor: Person, address: str, question: str) -> None:
    investor.opens(address + "/live")
    asked = investor.main.get_by_role("listitem").filter(has_text=question)
    asked.get_by_role("button").click()
    expect(asked.get_by_role("button", pressed=True)).to_have_text("1")


def score(judge: Person, address: str, project: str) -> None:
    judge.opens(address)
    judge.follows("Judge the pitches")
    judge.link("Points for %(project)s", project=project).click()
    judge.stands_on(project) if judge.texts.language == "zh" else judge.reads(project)
    for option in judge.main.get_by_label(judge.t("5 – excellent"), exact=True).all():
        option.check()
    judge.clicks("Save and go on")
    judge.sees("Saved. You can change it until scoring is closed.")


def vote(guest: Person, project: str) -> None:
    guest.group("Your favourite").get_by_label(project, exact=True).check()
    guest.clicks("Vote")
    guest.sees("Your vote is counted. You can change it until voting ends.")


def release(organiser: Person, address: str, project: str) -> None:
    organiser.opens(address + "/judges")
    expect(row(organiser, project).get_by_text("5.00").first).to_be_visible()
    organiser.clicks("Release the results")
    organiser.sees("Released. Everybody can read the results.")


def row(person: Person, project: str) -> Locator:
    return person.main.get_by_role("row").filter(has_text=project)

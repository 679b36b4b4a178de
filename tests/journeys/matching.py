"""An organiser matches a whole line-up, pins and forbids pairs, runs again, and sends the invitations;
a mentor accepts, an invited investor registers."""

from playwright.sync_api import Locator, expect

from app.demo.seeding import SAMPLE
from tests.journeys.investing import live
from tests.journeys.person import Person
from tests.journeys.stage import Stage


def run(stage: Stage) -> None:
    address = f"/roadshows/{live(stage)}/matches"
    with stage.person(SAMPLE["organiser"]) as organiser:
        organiser.opens(address)
        match(organiser)
        project, pinned, forbidden = decide(organiser)
        match(organiser)
        line = row(organiser, project)
        expect(line.get_by_text(organiser.t("Pinned")).first).to_be_visible()
        expect(line.get_by_role("link", name=pinned)).to_be_visible()
        expect(line.get_by_role("link", name=forbidden)).to_have_count(0)
        expect(line.locator("s", has_text=forbidden)).to_be_visible()
        organiser.sees("Changes to the plan before")
        organiser.fills("Message", organiser.texts.pick("诚邀辅导与对接。", "Your advice would help."))
        organiser.clicks("Send invitations")
        finish(organiser)
        expect(row(organiser, project).get_by_text(organiser.t("Asked")).first).to_be_visible()
        with stage.person(stage.owner("mentor", pinned), width=360) as mentor:
            accept(mentor, project)
        fund = line.get_by_role("cell").nth(1).get_by_role("link").first.inner_text()
    with stage.person(stage.owner("fund", fund)) as investor:
        register(investor)


def match(organiser: Person) -> None:
    organiser.clicks("Run")
    finish(organiser)
    organiser.sees("Least-served project")


def finish(organiser: Person) -> None:
    """The page of the work shows how far it is, and then leads to the result."""
    expect(organiser.page.get_by_role("progressbar")).to_be_visible()
    organiser.link("Show the result").click(timeout=90_000)


def row(organiser: Person, project: str) -> Locator:
    heading = organiser.page.get_by_role("rowheader", name=project, exact=True)
    return organiser.main.get_by_role("row").filter(has=heading)


def decide(organiser: Person) -> tuple[str, str, str]:
    """Pin one mentor of the first project that was given several, and forbid another."""
    for line in organiser.main.get_by_role("row").all():
        mentors = line.get_by_role("cell").first.get_by_role("listitem")
        if (
            mentors.count() >= 2
            and mentors.nth(1).locator("summary").count()
            and mentors.first.locator("summary").count()
        ):
            break
    project = line.get_by_role("rowheader").inner_text()
    pinned, forbidden = (mentors.nth(n).get_by_role("link").first.inner_text() for n in (0, 1))
    for name, choice in ((pinned, "Pin"), (forbidden, "Forbid")):
        mentor = (
            row(organiser, project).get_by_role("listitem").filter(has=organiser.page.get_by_role("link", name=name))
        )
        mentor.locator("summary").click()
        organiser.clicks(choice, mentor)
        expect(organiser.main.get_by_role("listitem").filter(has_text=f"{project} – {name}").first).to_be_visible()
    return project, pinned, forbidden


def accept(mentor: Person, project: str) -> None:
    mentor.opens("/requests")
    request = mentor.main.get_by_role("article").filter(has_text=project)
    mentor.clicks("Accept", request)
    mentor.sees("Accepted. You and the project now see each other's contacts.")


def register(investor: Person) -> None:
    investor.opens("/requests/roadshows")
    investor.fills("How many people come", "2")
    investor.clicks("Accept and register")
    investor.page.wait_for_load_state()
    expect(investor.main.get_by_text(investor.t("Accepted"), exact=True).first).to_be_visible()

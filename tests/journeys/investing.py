"""An investor reads the line-up ranked for their fund, sets one project aside and back, wants to meet another;
the founder accepts, and both see how to reach the other."""

from playwright.sync_api import Locator, expect

from app.demo.seeding import SAMPLE
from tests.journeys.person import Person
from tests.journeys.stage import Stage


def run(stage: Stage) -> None:
    with stage.person(SAMPLE["investor"]) as investor:
        open_ranking(stage, investor)
        project = unmarked(investor)
        dismiss_and_undo(investor, project)
        email = stage.owner("project", project)
        mark(stage, investor, project, email)
        with stage.person(email, width=360) as founder:
            accept(stage, founder, project)
        investor.opens("/requests/roadshows?box=sent")
        wish = investor.main.get_by_role("article").filter(has_text=project)
        wish.get_by_role("link", name=project).first.click()
        expect(investor.main.get_by_role("link", name=email)).to_be_visible()


def open_ranking(stage: Stage, investor: Person) -> None:
    """From the roadshow's page to its line-up in the order of the fund."""
    investor.opens("/roadshows/" + live(stage))
    investor.follows("Show the ranked line-up")
    expect(rows(investor).first).to_be_visible()


def live(stage: Stage) -> str:
    """The identifier of the roadshow whose line-up is published, as addresses write it."""
    found = str(stage.site.row("SELECT id FROM roadshow WHERE state = 'published'")[0]).replace("-", "")
    return "-".join((found[:8], found[8:12], found[12:16], found[16:20], found[20:]))


def rows(investor: Person) -> Locator:
    return investor.main.get_by_role("listitem").filter(has=investor.page.get_by_role("link", name=investor.t("Why")))


def unmarked(investor: Person) -> str:
    """The best-ranked project that this fund has not marked; its reasons open beside the list."""
    marks = [investor.t(level) for level in ("Observing", "Interested", "Wants to meet")]
    for row in rows(investor).all():
        text = row.inner_text()
        if not any(mark in text.splitlines() for mark in marks):
            name = row.locator("strong").inner_text()
            row.get_by_role("link", name=investor.t("Why")).click()
            break
    opened = investor.page.get_by_role("complementary", name=investor.t("The opened project"))
    expect(opened.get_by_role("heading", level=2).filter(has_text=name).first).to_be_visible()
    expect(opened.get_by_role("heading", name=investor.t("Why it fits"))).to_be_visible()
    return name


def dismiss_and_undo(investor: Person, project: str) -> None:
    opened = investor.page.get_by_role("complementary", name=investor.t("The opened project"))
    investor.unfolds("Not relevant", opened)
    investor.clicks("No time now", opened)
    expect(opened.get_by_text(investor.t("not relevant: %(reason)s", reason=investor.t("No time now")))).to_be_visible()
    investor.clicks("Undo", opened)
    expect(opened.get_by_role("heading", name=investor.t("Why it fits"))).to_be_visible()


def mark(stage: Stage, investor: Person, project: str, email: str) -> None:
    """Say that the fund wants to meet; the founder's address is nowhere yet."""
    investor.reads_not(email)
    investor.unfolds("Mark interest")
    investor.field("How interested is the fund?").select_option(label=investor.t("Wants to meet"))
    investor.fills(
        "Note, or why you want to meet",
        investor.texts.pick("想了解首批订单和交付周期。", "We would like to hear about your first orders."),
    )
    opened = investor.page.get_by_role("complementary", name=investor.t("The opened project"))
    investor.clicks("Save", opened)
    open_ranking(stage, investor)
    expect(rows(investor).filter(has_text=project).get_by_text(investor.t("Wants to meet"))).to_be_visible()


def accept(stage: Stage, founder: Person, project: str) -> None:
    fund = stage.site.row(
        "SELECT fund.name FROM fund JOIN membership ON membership.organisation_id = fund.organisation_id"
        " JOIN account ON account.id = membership.account_id WHERE account.email = ?",
        SAMPLE["investor"],
    )[0]
    founder.opens("/requests/roadshows")
    wish = founder.main.get_by_role("article").filter(has_text=fund).filter(has_text=project)
    founder.clicks("Accept", wish)
    founder.sees("Both of you now see each other's contacts on the profile.")
    wish.get_by_role("link", name=fund).first.click()
    expect(founder.main.get_by_role("link", name=SAMPLE["investor"])).to_be_visible()

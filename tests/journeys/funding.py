"""An investor opens a deal and moves it along; answers to a project's round as follower with another fund leading; the
founder closes the round on a phone, and the investor enters what was paid."""

from playwright.sync_api import expect

from app.demo.seeding import SAMPLE
from tests.journeys.person import Person
from tests.journeys.stage import Stage


def run(stage: Stage) -> None:
    with stage.person(SAMPLE["investor"]) as investor:
        follow_a_project(investor, untouched(stage))
        project = raising(stage)
        commit(investor, project)
        with stage.person(SAMPLE["entrepreneur"], width=360) as founder:
            close(founder, project)
            invest(investor, project)
            founder.opens("/deals/told")
            founder.reads(founder.t("Invested"))


def untouched(stage: Stage) -> str:
    """A published project that no fund follows."""
    statement = "SELECT name FROM project WHERE state = 'published' AND id NOT IN (SELECT project_id FROM deal)"
    return str(stage.site.row(f"{statement} ORDER BY sort_key LIMIT 1")[0])


def raising(stage: Stage) -> str:
    """The project of the founder who raises money."""
    joined = "SELECT project.name FROM project JOIN financing_round ON financing_round.project_id = project.id"
    owner = "JOIN membership ON membership.organisation_id = project.organisation_id"
    account = "JOIN account ON account.id = membership.account_id WHERE account.email = ?"
    return str(stage.site.row(f"{joined} {owner} {account}", SAMPLE["entrepreneur"])[0])


def follow_a_project(investor: Person, project: str) -> None:
    """From the search to a card on the board, and on to the next column."""
    investor.opens("/deals")
    investor.follows("New deal")
    investor.main.get_by_role("searchbox").fill(project)
    investor.clicks("Search")
    investor.follows("Choose %(project)s", project=project)
    investor.clicks("Begin the deal")
    investor.sees("The deal stands in your pipeline. The project does not see it.")
    investor.opens("/deals")
    investor.unfolds("Move “%(project)s” to…", project=project)
    card = investor.main.get_by_role("article").filter(has=investor.page.get_by_role("link", name=project, exact=True))
    investor.clicks("Meetings", card)
    investor.sees("“%(project)s” moved to: %(stage)s.", project=project, stage=investor.t("Meetings"))
    column = investor.main.get_by_role("region", name=investor.t("Meetings"), exact=True)
    expect(column.get_by_role("link", name=project, exact=True)).to_be_visible()


def commit(investor: Person, project: str) -> None:
    """The round asks for an answer; another fund leads it."""
    investor.opens("/today")
    investor.follows("Answer to the round of “%(project)s”", project=project)
    investor.follows("Take part")
    investor.fills("Amount", "100万")
    investor.group("How sure is it?").get_by_label(investor.t("Firm"), exact=True).check()
    investor.clicks("Send")
    investor.sees("The project is told.")


def close(founder: Person, project: str) -> None:
    founder.opens("/rounds")
    founder.main.get_by_role("link", name=project, exact=True).click()
    founder.clicks("Close the round")
    founder.sees("The round is closed. The funds are told.")


def invest(investor: Person, project: str) -> None:
    """What was committed stands in the form already."""
    investor.opens("/today")
    investor.follows("Enter the investment in “%(project)s”", project=project)
    investor.follows("To the deal")
    investor.unfolds("Move to…")
    investor.follows("Invested…")
    expect(investor.group("How the fund invests").get_by_label(investor.t("Follow"), exact=True)).to_be_checked()
    expect(investor.field("Amount")).to_have_value("100万")
    investor.clicks("Enter the investment")
    investor.sees("Entered in the ledger. The fund's remaining capital follows.")
    investor.opens("/ledger")
    row = investor.main.get_by_role("row").filter(has_text=project)
    expect(row.get_by_text(investor.t("Follow"), exact=True)).to_be_visible()

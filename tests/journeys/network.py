"""A carrier files its quarter from a spreadsheet with two errors and mends them; the organiser accepts it, evaluates
the city's accelerators and publishes the bulletin; the officer of a zone sees that zone alone."""

import io
from pathlib import Path

import openpyxl
from playwright.sync_api import FilePayload, expect

from app.demo.seeding import AROUND, SAMPLE
from tests.browser.addresses import filled
from tests.journeys.person import Person
from tests.journeys.stage import Stage

MISTAKES = {"jobs": "一百多人", "ip_inventions": "-3"}
VALUE, BEFORE = 3, 4
ELSEWHERE, CITY = "330411", "330400"


def run(stage: Stage) -> None:
    address = filled(stage.site, "/returns/{open_return}")
    with stage.person(SAMPLE["carrier"], width=360) as carrier:
        file_quarter(carrier, address)
    with stage.person(SAMPLE["organiser"]) as organiser:
        accept(organiser, address)
        evaluate(stage, organiser)
        publish(organiser)
    with stage.person(AROUND["district"]) as officer:
        look_around(officer)


def file_quarter(carrier: Person, address: str) -> None:
    """Every mistake is told with its line, and nothing is taken from the file before it is whole."""
    carrier.opens(address)
    carrier.follows("Fill in")
    sheet = carrier.downloads(carrier.link("Download the sheet"))
    one, many = (
        "%(num)s line of the file is wrong; nothing was taken from it",
        "%(num)s lines of the file are wrong; nothing was taken from it",
    )
    upload(carrier, filled_in(sheet, MISTAKES))
    carrier.reads(carrier.texts.count(one, many, len(MISTAKES)))
    for typed in MISTAKES.values():
        carrier.reads(f"“{typed}”")
    upload(carrier, filled_in(sheet, {}))
    carrier.clicks("File the return")
    carrier.sees("Filed. The authority is told.")


def filled_in(sheet: Path, mistakes: dict[str, str]) -> FilePayload:
    """The figures of the last period once more, but for the mistakes."""
    with sheet.open("rb") as file:
        book = openpyxl.load_workbook(file)
    page = book.active
    assert page is not None
    for row in page.iter_rows(min_row=2):
        row[VALUE].value = mistakes.get(str(row[0].value), row[BEFORE].value)
    content = io.BytesIO()
    book.save(content)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": "return.xlsx", "mimeType": kind, "buffer": content.getvalue()}


def upload(carrier: Person, file: FilePayload) -> None:
    carrier.field("File").set_input_files(file)
    carrier.clicks("Upload")


def accept(organiser: Person, address: str) -> None:
    organiser.opens(address)
    organiser.clicks("Accept the figures")
    organiser.sees("Accepted. The figures count from now on.")


def evaluate(stage: Stage, organiser: Person) -> None:
    """The last quarter of the accelerators by the city's own scheme; the organiser judges what no figure tells."""
    organiser.opens("/evaluations/runs/new")
    scheme = organiser.texts.pick("禾城市孵化载体绩效评价办法", "Evaluation of carriers in Hecheng")
    choice = organiser.field("Scheme")
    choice.select_option(choice.get_by_role("option").filter(has_text=scheme).first.get_attribute("value"))
    quarter = stage.site.row("SELECT max(period) FROM carrier_return WHERE period LIKE '%Q%'")[0]
    organiser.field("Period").select_option(quarter)
    organiser.ticks("Which carriers", organiser.t("Accelerator"))
    organiser.clicks("Compute")
    run = organiser.page.url
    name = stage.site.row("SELECT name FROM account WHERE email = ?", SAMPLE["organiser"])[0]
    organiser.main.get_by_label(f"{name} · ").first.check()
    organiser.clicks("Save")
    results = organiser.main.get_by_role("rowheader").get_by_role("link")
    for result in [link.get_attribute("href") for link in results.all()]:
        assert result
        organiser.opens(result)
        for points in organiser.main.locator("input[name^=points_]").all():
            points.fill("3.5")
        for reason in organiser.main.locator("textarea[name^=reason_]").all():
            reason.fill(organiser.texts.pick("现场查看，台账完整。", "Seen on site; the records are whole."))
        organiser.clicks("Save")
    organiser.opens(run)
    organiser.clicks("Publish")
    organiser.sees("Published. The carriers are told, and the list is open to everybody.")


def publish(organiser: Person) -> None:
    """What was filed meanwhile changes the draft's figures; then they are frozen."""
    organiser.opens("/bulletins/mine?state=draft")
    organiser.main.get_by_role("rowheader").get_by_role("link").first.click()
    organiser.unfolds("More actions")
    organiser.clicks("Count again")
    organiser.sees("Counted again; some figures are others now.")
    organiser.follows("Publish…")
    organiser.clicks("Publish for good")
    organiser.sees("Published. The carriers of the region are told.")
    expect(organiser.main.locator("a[href$='/edit']")).to_have_count(0)


def look_around(officer: Person) -> None:
    officer.opens("/figures")
    officer.stands_on("Figures: %(region)s", region=officer.texts.pick("南湖区", "Nanhu District"))
    officer.reads_not(officer.texts.pick("秀洲区", "Xiuzhou District"))
    for region in (ELSEWHERE, CITY):
        answer = officer.page.goto(f"/figures?region={region}")
        assert answer is not None
        assert answer.status == 404

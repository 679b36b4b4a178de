"""An organiser imports projects from a workbook with two wrong lines, mends them, imports, repeats it without
duplicates, and exports the list."""

import io
from pathlib import Path

import openpyxl
from playwright.sync_api import FilePayload, expect

from app.demo.seeding import SAMPLE
from tests.journeys.person import Person
from tests.journeys.stage import Stage

COUNT = 5


def run(stage: Stage) -> None:
    with stage.person(SAMPLE["organiser"]) as organiser:
        organiser.opens("/today")
        organiser.page.get_by_role("navigation", name=organiser.t("Main"), exact=True).get_by_role(
            "link", name=organiser.t("Import"), exact=True
        ).click()
        address = upload(organiser, mistakes=True)
        for line, value in (
            ("4", "三百来万" if stage.texts.language == "zh" else "some millions"),
            ("6", organiser.t("This must be filled in.")),
        ):
            row = organiser.main.get_by_role("row").filter(
                has=organiser.page.get_by_role("rowheader", name=line, exact=True)
            )
            expect(row).to_contain_text(value)
        organiser.sees("Nothing was imported")
        upload(organiser, mistakes=False, address=address)
        counted(organiser, "New")
        organiser.clicks("Import")
        organiser.sees("The import is finished. The same file again would change nothing.")
        upload(organiser, mistakes=False, address=address)
        counted(organiser, "Unchanged")
        listed(organiser)


def name(organiser: Person, number: int) -> str:
    return organiser.texts.pick(f"表格项目{number}号", f"Sheet project {number}")


def workbook(organiser: Person, *, mistakes: bool) -> FilePayload:
    """Headings of the reader's language; the mistakes stand in lines 4 and 6."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    zh = organiser.texts.language == "zh"
    sheet.append(
        ["项目名称", "一句话介绍", "行业领域", "拟融资金额"]
        if zh
        else ["Project name", "One-line description", "Sectors", "Amount sought"]
    )
    for number in range(1, COUNT + 1):
        amount = "三百来万" if zh else "some millions"
        sheet.append(
            [
                name(organiser, number),
                organiser.texts.pick("从表格来的项目", "A project from a sheet"),
                "" if mistakes and number == 5 else organiser.texts.code("sector", "industrial-software"),
                amount if mistakes and number == 3 else "300万",
            ]
        )
    content = io.BytesIO()
    book.save(content)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": "projects.xlsx", "mimeType": kind, "buffer": content.getvalue()}


def upload(organiser: Person, *, mistakes: bool, address: str = "") -> str:
    """The address of the upload's page."""
    if address:
        organiser.opens(address)
    else:
        organiser.follows("Upload: %(kind)s", kind=organiser.t("Projects"))
    address = organiser.page.url
    organiser.field("File").set_input_files(workbook(organiser, mistakes=mistakes))
    organiser.clicks("Check the file")
    organiser.main.get_by_role("table").first.wait_for(timeout=60_000)
    return address


def counted(organiser: Person, state: str) -> None:
    """What will change: all lines are in one state."""
    cells = organiser.main.get_by_role("table").first.get_by_role("row").filter(has_text=str(COUNT)).first
    column = ["New", "Modified", "Unchanged", "Kept by its owner"].index(state)
    expect(cells.get_by_role("cell").nth(column)).to_have_text(str(COUNT))


def listed(organiser: Person) -> None:
    """Each stands once in the directory and in the workbook that it exports."""
    organiser.opens("/projects?q=" + organiser.texts.pick("表格项目", "Sheet project"))
    for number in range(1, COUNT + 1):
        expect(organiser.main.get_by_role("link", name=name(organiser, number), exact=True)).to_have_count(1)
    organiser.unfolds("Export")
    path = organiser.downloads(organiser.link("Excel (XLSX)"))
    names = _first_column(path)
    assert [names.count(name(organiser, number)) for number in range(1, COUNT + 1)] == [1] * COUNT, names


def _first_column(path: Path) -> list[object]:
    with path.open("rb") as file:
        sheet = openpyxl.load_workbook(file).active
        assert sheet is not None
        return [row[0].value for row in sheet.iter_rows()]

"""A mentor applies to be filed, the organiser approves, anybody checks the certificate's number, and a project that
asks the new mentor is accepted."""

import io
import uuid

from playwright.sync_api import FilePayload, expect
from pypdf import PdfWriter

from app.demo.seeding import SAMPLE
from tests.journeys.person import Person
from tests.journeys.stage import Stage

WIDTHS = {"zh": 360, "en": 1280}


def run(stage: Stage) -> None:
    width = WIDTHS[stage.texts.language]
    email, name, mentor_id, filing_id = stage.site.row(
        "SELECT account.email, mentor.name, mentor.id, mentor_filing.id FROM mentor_filing"
        " JOIN mentor ON mentor.id = mentor_id JOIN account ON account.id = account_id"
        " WHERE mentor_filing.state = 'draft' LIMIT 1"
    )
    profile = f"/mentors/{uuid.UUID(mentor_id)}"
    with stage.person(email, width=width) as mentor:
        apply(mentor, f"/mentors/filings/{uuid.UUID(filing_id)}/edit")
        with stage.person(SAMPLE["organiser"]) as organiser:
            approve(organiser, name)
        number = read_certificate(mentor, profile)
        with stage.person() as visitor:
            visitor.opens("/mentors/verify?number=" + number)
            visitor.sees("This filing is valid")
            visitor.reads(name)
        with stage.person(SAMPLE["entrepreneur"], width=width) as founder:
            project = ask(founder, profile)
        mentor.opens("/requests")
        mentor.clicks("Accept", mentor.main.get_by_role("article").filter(has_text=project))
        mentor.sees("Accepted. You and the project now see each other's contacts.")


def apply(mentor: Person, address: str) -> None:
    mentor.opens(address)
    mentor.field("Add a file").set_input_files(evidence())
    mentor.clicks("Add this file")
    mentor.sees("Saved.")
    for consent in mentor.main.get_by_role("checkbox").all():
        consent.check()
    mentor.clicks("Send to the authority")
    mentor.sees("Sent. You get a notice when the authority decides.")


def evidence() -> FilePayload:
    writer, content = PdfWriter(), io.BytesIO()
    writer.add_blank_page(595, 842)
    writer.write(content)
    return {"name": "cases.pdf", "mimeType": "application/pdf", "buffer": content.getvalue()}


def approve(organiser: Person, name: str) -> None:
    organiser.opens("/mentors/filings")
    organiser.main.get_by_role("rowheader", name=name).get_by_role("link").first.click()
    organiser.main.get_by_label(organiser.t("Approve: the mentor stands in the register")).check()
    organiser.clicks("Decide")
    expect(organiser.main.get_by_role("rowheader", name=name)).to_have_count(0)


def read_certificate(mentor: Person, profile: str) -> str:
    mentor.opens(profile + "/filing")
    mentor.follows("Certificate")
    number = mentor.site.row("SELECT filing_number FROM mentor WHERE id = ?", uuid.UUID(profile.split("/")[2]).hex)[0]
    mentor.reads(number)
    return str(number)


def ask(founder: Person, profile: str) -> str:
    founder.opens(profile)
    founder.follows("Ask this mentor")
    choice = founder.main.get_by_role("radio").first
    choice.check()
    project = str(choice.evaluate("it => it.labels[0].firstChild.textContent")).strip()
    founder.fills("Message to the mentor", founder.texts.pick("想请您看看渠道怎么铺。", "Please look at our channels."))
    founder.clicks("Send the request")
    founder.page.wait_for_load_state()
    return project

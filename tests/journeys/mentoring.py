"""A newcomer writes a project, reads why mentors fit and asks one; the mentor accepts, and both see the contacts."""

import re

from playwright.sync_api import expect

from tests.journeys.person import Person
from tests.journeys.stage import Stage

WIDTHS = {"zh": 360, "en": 1280}
EMAIL, PASSWORD, PHONE = "newcomer@example.cn", "maple-lantern-harbour", "13800138000"


def run(stage: Stage) -> None:
    width = WIDTHS[stage.texts.language]
    with stage.person(width=width) as founder:
        join(founder)
        project = write(founder)
        mentor, email = choose(stage, founder)
        with stage.person(email, width=width) as asked:
            answer(asked, project)
        founder.page.reload()
        expect(founder.main.get_by_role("link", name=email)).to_be_visible()
        assert mentor


def join(founder: Person) -> None:
    """By the link of a mail, read where an installation without a mail server keeps it."""
    founder.opens("/")
    founder.link("Join", founder.page.get_by_role("banner")).click()
    founder.follows("Entrepreneur")
    founder.fills("Your name", founder.texts.pick("江晓桥", "Ada Bridges"))
    founder.fills("Mail address", EMAIL)
    founder.fills("Name of the company or team", founder.texts.pick("渡桥仿真", "Crossing Simulation"))
    founder.main.get_by_label(founder.t("I accept the terms of use")).check()
    founder.main.get_by_label(founder.t("I agree that my data is processed as the privacy policy says")).check()
    founder.clicks("Continue")
    founder.stands_on("Look into your mailbox")
    founder.reads_mail(EMAIL, "/sign-up/")
    founder.fills("Choose a password", PASSWORD)
    founder.clicks("Create the account")
    founder.page.wait_for_url("**/today")


def write(founder: Person) -> str:
    """A draft that is kept while it is typed, found again after leaving, saved and published."""
    name = founder.texts.pick("桥梁振动仿真云", "Bridge Vibration Cloud")
    founder.opens("/projects/mine")
    founder.follows("New project")
    founder.fills("Project name", name)
    founder.fills(
        "One-line description", founder.texts.pick("给桥梁检测单位的云端仿真", "Simulation for bridge inspectors")
    )
    kept = founder.texts("Saved {time}").split("{")[0]
    expect(founder.main.get_by_role("status").filter(has_text=re.compile(kept + r"\s?\d\d:\d\d"))).to_be_visible()
    founder.opens("/projects/mine")
    founder.follows("New project")
    expect(founder.field("Project name")).to_have_value(name)
    founder.ticks("Sectors", founder.texts.code("sector", "industrial-software"))
    founder.field("Stage").select_option(label=founder.texts.code("stage", "startup"))
    founder.fills("Summary", SUMMARY[founder.texts.language])
    founder.fills("What the project looks for", NEED[founder.texts.language])
    founder.ticks("Expertise wanted from a mentor", founder.texts.code("expertise", "product"))
    founder.field("Financing round").select_option(label=founder.texts.code("round", "angel"))
    founder.fills("Amount sought", "300万")
    founder.fills("Contact person", founder.texts.pick("江晓桥", "Ada Bridges"))
    founder.fills("Phone", PHONE)
    founder.clicks("Save")
    founder.sees("Draft saved. Publish it when it is ready.")
    founder.clicks("Publish")
    founder.sees("Published. It now stands in the directory.")
    return name


def choose(stage: Stage, founder: Person) -> tuple[str, str]:
    """Wait for the matches like everybody, read why the best mentor with a free place fits, and ask."""
    founder.opens("/matches")
    address = founder.page.url + "?free=1"
    for _ in range(45):
        founder.opens(address)
        if founder.link("Ask this mentor").count():
            break
        founder.page.wait_for_timeout(2000)
    ask = founder.page.get_by_role("link", name=founder.t("Ask this mentor"), exact=True)
    card = founder.main.get_by_role("article").filter(has=ask).first
    expect(card.get_by_role("heading", name=founder.t("Why it fits"))).to_be_visible()
    mentor = card.get_by_role("heading", level=2).inner_text()
    card.get_by_role("heading", level=2).get_by_role("link").click()
    email = stage.owner("mentor", mentor)
    founder.sees("What both sides say, where they meet and where not.")
    founder.follows("Ask this mentor")
    founder.reads_not(email)
    founder.fills("Message to the mentor", NEED[founder.texts.language])
    founder.clicks("Send the request")
    founder.page.wait_for_load_state()
    founder.opens("/mentors?q=" + mentor)
    founder.main.get_by_role("heading", level=2).get_by_role("link", name=mentor).first.click()
    founder.sees("Request waiting")
    founder.reads_not(email)
    return mentor, email


def answer(mentor: Person, project: str) -> None:
    mentor.opens("/requests")
    request = mentor.main.get_by_role("article").filter(has_text=project)
    request.get_by_role("link", name=project).click()
    mentor.stands_on(project)
    assert not mentor.main.get_by_role("link", name=re.compile("138.?0013.?8000")).count()
    mentor.page.go_back()
    mentor.clicks("Accept", request)
    mentor.sees("Accepted. You and the project now see each other's contacts.")
    mentor.main.get_by_role("rowheader", name=project).get_by_role("link").click()
    expect(mentor.main.get_by_role("link", name=re.compile("138.?0013.?8000"))).to_be_visible()


SUMMARY = {
    "zh": "为中小型工厂和桥梁检测单位提供云端工业仿真软件，把传感器数据和有限元模型放在一起，两小时给出疲劳评估。",
    "en": "Industrial simulation software in the cloud for bridge inspectors and small factories: sensor data beside a "
    "finite element model, with a fatigue report within two hours.",
}
NEED = {
    "zh": "需要做过工业软件产品化和制造业客户销售的导师，帮我们把三个试点变成标准产品。",
    "en": "A mentor who has turned industrial software into a product and sold it to manufacturers, for our pilots.",
}

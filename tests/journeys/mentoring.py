"""A newcomer writes a project, reads why mentors fit and asks one; the mentor accepts, and both see the contacts.

Then they meet: a session is proposed, accepted, held and told of by both; in the end each rates the other.
"""

import datetime as dt
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
            meet(stage, asked, founder, project)
            part(asked, founder)
        with stage.person(width=width) as visitor:
            visitor.opens("/mentors?q=" + mentor)
            visitor.main.get_by_role("heading", level=2).get_by_role("link", name=mentor).first.click()
            visitor.reads(PRAISE[founder.texts.language])


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


def meet(stage: Stage, mentor: Person, founder: Person, project: str) -> None:
    """The mentor proposes a time, the founder accepts; when its day has passed both say who came."""
    language = founder.texts.language
    mentor.follows("Propose a session")
    soon = dt.datetime.now(dt.UTC) + dt.timedelta(days=3)
    mentor.fills("When", f"{soon:%Y-%m-%d}T10:00")
    mentor.fills("What you want to talk about", TOPIC[language])
    mentor.clicks("Propose")
    mentor.sees("Proposed. You get a notice when the other side answers.")
    founder.opens("/mentorships")
    founder.main.get_by_role("rowheader", name=project).get_by_role("link").click()
    row = founder.main.get_by_role("listitem").filter(has_text=TOPIC[language])
    row.get_by_role("link").click()
    founder.clicks("Accept")
    founder.sees("Booked. The other side is told; both of you get a reminder a day before.")
    calendar = founder.downloads(founder.link("Calendar file"))
    assert "BEGIN:VEVENT" in calendar.read_text()
    stage.site.execute(
        "UPDATE coaching_session SET starts_at = datetime(starts_at, '-5 days'), ends_at = datetime(ends_at, '-5 days')"
        " WHERE topic = ?",
        TOPIC[language],
    )
    for person in (mentor, founder):
        person.opens(founder.page.url)
        person.main.get_by_label(person.t("Both came"), exact=True).check()
        person.clicks("Save")
        person.sees("Noted, thank you.")
    for text, who in ((NOTE[language], "Both of you"), (SECRET[language], "Only you")):
        mentor.fills("Your note", text)
        mentor.ticks("Who reads it", mentor.t(who))
        mentor.clicks("Keep the note")
        mentor.sees("Note kept.")
    mentor.reads(SECRET[language])
    founder.page.reload()
    founder.reads(NOTE[language])
    founder.reads_not(SECRET[language])


def part(mentor: Person, founder: Person) -> None:
    """The founder ends it; neither reads the other's rating before both have rated."""
    language = founder.texts.language
    founder.page.get_by_role("navigation", name=founder.t("Breadcrumb")).get_by_role("link").last.click()
    together = founder.page.url
    founder.unfolds("End the mentorship")
    founder.clicks("End the mentorship")
    founder.sees("The mentorship has ended. The mentor's place is free again.")
    founder.opens(together)
    founder.follows("Rate")
    founder.ticks("How was it?", founder.t("5 – excellent"))
    founder.fills("In your words", PRAISE[language])
    founder.main.get_by_label(founder.t("Everybody may read these words")).check()
    founder.clicks("Rate")
    mentor.opens(together)
    mentor.sees("The other side has rated already.")
    mentor.reads_not(PRAISE[language])
    mentor.follows("Rate")
    mentor.ticks("How was it?", mentor.t("4 – good"))
    mentor.clicks("Rate")
    mentor.reads(PRAISE[language])
    mentor.clicks("Show it on my profile")
    mentor.sees("It stands on your profile.")


TOPIC = {"zh": "三个试点如何变成标准产品", "en": "From three pilots to one product"}
NOTE = {"zh": "先把试点客户的数据整理成一页纸。", "en": "First put the pilots' data on one page."}
SECRET = {"zh": "团队还缺一位懂销售的人。", "en": "The team lacks somebody who sells."}
PRAISE = {"zh": "几次讨论就让我们定下了标准产品。", "en": "Three talks, and we knew which product to build."}
SUMMARY = {
    "zh": "为中小型工厂和桥梁检测单位提供云端工业仿真软件，把传感器数据和有限元模型放在一起，两小时给出疲劳评估。",
    "en": "Industrial simulation software in the cloud for bridge inspectors and small factories: sensor data beside a "
    "finite element model, with a fatigue report within two hours.",
}
NEED = {
    "zh": "需要做过工业软件产品化和制造业客户销售的导师，帮我们把三个试点变成标准产品。",
    "en": "A mentor who has turned industrial software into a product and sold it to manufacturers, for our pilots.",
}

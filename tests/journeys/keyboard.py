"""The core of an investor's work with the keyboard alone: find the line-up, read why, set aside, undo, mark."""

from playwright.sync_api import Locator, expect

from app.demo.seeding import PASSWORD, SAMPLE
from tests.journeys.investing import live
from tests.journeys.person import Person
from tests.journeys.stage import Stage

MOST_TABS = 150


def run(stage: Stage) -> None:
    with stage.person() as investor:
        sign_in(investor)
        press(investor, investor.page.get_by_role("link", name=investor.t("Roadshows"), exact=True).first, leads=True)
        title = stage.site.row("SELECT title, title_en FROM roadshow WHERE id = ?", live(stage).replace("-", ""))
        press(investor, investor.main.get_by_role("link", name=title[stage.texts.language == "en"]).first, leads=True)
        press(investor, investor.link("Show the ranked line-up"), leads=True)
        skip(investor)
        why = investor.main.get_by_role("link", name=investor.t("Why")).nth(1)
        press(investor, why, leads=True)
        opened = investor.page.get_by_role("complementary", name=investor.t("The opened project"))
        expect(opened.get_by_role("heading", name=investor.t("Why it fits"))).to_be_visible()
        set_aside(investor, opened)
        mark(investor, opened)


def sign_in(investor: Person) -> None:
    investor.opens("/")
    press(investor, investor.page.get_by_role("link", name=investor.t("Sign in"), exact=True).first, leads=True)
    reach(investor, investor.field("Mail address"))
    investor.page.keyboard.type(SAMPLE["investor"])
    reach(investor, investor.field("Password"))
    investor.page.keyboard.type(PASSWORD)
    investor.page.keyboard.press("Enter")
    investor.page.wait_for_url("**/today")


def skip(investor: Person) -> None:
    """The first stop of every page leads past the menu."""
    investor.page.reload()
    investor.page.keyboard.press("Tab")
    expect(investor.page.get_by_role("link", name=investor.t("Skip to content"))).to_be_focused()
    investor.page.keyboard.press("Enter")
    expect(investor.main).to_be_focused()


def set_aside(investor: Person, opened: Locator) -> None:
    press(investor, opened.locator("summary", has_text=investor.t("Not relevant")))
    press(investor, investor.button("Wrong stage", opened))
    undo = investor.button("Undo", opened)
    expect(undo).to_be_visible()
    press(investor, undo)
    expect(opened.get_by_role("heading", name=investor.t("Why it fits"))).to_be_visible()


def mark(investor: Person, opened: Locator) -> None:
    form = opened.get_by_role("group").filter(has=investor.page.get_by_role("combobox", include_hidden=True))
    press(investor, form.locator("summary"))
    reach(investor, investor.field("How interested is the fund?", opened))
    investor.page.keyboard.press("Home")
    investor.page.keyboard.press("ArrowDown")
    press(investor, investor.button("Save", opened), leads=True)
    row = investor.main.get_by_role("listitem").filter(has_text=investor.t("Interested"))
    expect(row.first).to_be_visible()


def press(investor: Person, target: Locator, *, leads: bool = False) -> None:
    """Go there and press Enter, which may lead to another page."""
    reach(investor, target)
    if not leads:
        investor.page.keyboard.press("Enter")
        return
    with investor.page.expect_navigation():
        investor.page.keyboard.press("Enter")


def reach(investor: Person, target: Locator) -> None:
    """Tab until the focus stands on it."""
    target.wait_for()
    for _ in range(MOST_TABS):
        if target.evaluate("it => it === document.activeElement"):
            assert target.evaluate(VISIBLE_FOCUS), f"no visible focus on {target}"
            return
        investor.page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {target}")


VISIBLE_FOCUS = """it => {
  const style = getComputedStyle(it), before = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
  return before || style.boxShadow !== 'none';
}"""

"""A person at a browser: finds things by the names they have on the page, in the language of the page."""

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, expect

from tests.browser import chromium
from tests.browser.server import Site
from tests.browser.texts import Texts

expect.set_options(timeout=30_000)


class Person:
    """One browser of one person."""

    def __init__(self, browser: Browser, site: Site, texts: Texts, width: int = 1280, **more: Any) -> None:
        self.site, self.texts, self.width = site, texts, width
        self.watch = chromium.Watch(site)
        self.context = chromium.context(browser, site, texts.language, width=width, **more)
        self.watch.follow(self.context)
        self.page = self.context.new_page()

    def t(self, message: str, **values: Any) -> str:
        return self.texts(message, **values)

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    # Going about

    def opens(self, path: str) -> None:
        self.page.goto(path)

    def signs_in(self, email: str, password: str) -> None:
        chromium.sign_in(self.page, self.texts, email, password)

    def reads_mail(self, email: str, containing: str) -> None:
        """Open the newest mail to an address whose text holds a link of the product, and follow the link."""
        self.page.goto(f"/dev/mail?q={email}")
        self.main.get_by_role("rowheader").get_by_role("link").first.click()
        self.main.get_by_role("link", name=containing).click()

    def clicks(self, message: str, within: Locator | None = None, **values: Any) -> None:
        """A button or a menu's entry."""
        self.button(message, within, **values).click()

    def follows(self, message: str, within: Locator | None = None, **values: Any) -> None:
        self.link(message, within, **values).click()

    def unfolds(self, message: str, within: Locator | None = None, **values: Any) -> None:
        """What is folded away under a word: a menu, a form that needs room."""
        name = self.t(message, **values)
        summary = (within or self.main).locator("summary")
        summary.filter(has_text=name).or_(summary.and_(self.page.get_by_label(name, exact=True))).first.click()

    def button(self, message: str, within: Locator | None = None, **values: Any) -> Locator:
        return (within or self.main).get_by_role("button", name=self.t(message, **values), exact=True).first

    def link(self, message: str, within: Locator | None = None, **values: Any) -> Locator:
        return (within or self.main).get_by_role("link", name=self.t(message, **values), exact=True).first

    # Forms

    def field(self, message: str, within: Locator | None = None) -> Locator:
        """A field by its label, whether or not the label says that it may stay empty."""
        optional = re.escape(self.t("optional"))
        label = re.compile(rf"^\s*{re.escape(self.t(message))}\s*({optional})?\s*$")
        return (within or self.main).get_by_label(label).and_(self.page.locator("input, select, textarea")).first

    def group(self, message: str) -> Locator:
        """A set of choices by its legend."""
        optional = re.escape(self.t("optional"))
        name = re.compile(rf"^\s*{re.escape(self.t(message))}\s*({optional})?\s*$")
        return self.main.get_by_role("group", name=name).first

    def fills(self, message: str, value: str, within: Locator | None = None) -> None:
        self.field(message, within).fill(value)

    def ticks(self, group: str, *labels: str) -> None:
        for label in labels:
            self.group(group).get_by_label(label, exact=True).first.check()

    # What stands there

    def sees(self, message: str, **values: Any) -> None:
        self.reads(self.t(message, **values))

    def reads(self, text: str) -> None:
        """A text of the page, as written."""
        expect(self.main.get_by_text(text).first).to_be_visible()

    def reads_not(self, text: str) -> None:
        expect(self.main.get_by_text(text)).to_have_count(0)

    def stands_on(self, message: str, **values: Any) -> None:
        """The page's heading."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(self.t(message, **values))

    def downloads(self, locator: Locator) -> Path:
        with self.page.expect_download() as download:
            locator.click()
        return Path(download.value.path())

    def leaves(self) -> None:
        """Close the browser; everything it complained of is a failure."""
        self.context.close()
        assert not self.watch.problems, self.watch.problems

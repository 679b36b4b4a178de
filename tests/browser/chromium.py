"""Chromium, and what it complains of: errors of the console, refused content, failed requests, strangers' hosts."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    BrowserType,
    ConsoleMessage,
    Page,
    Request,
    Response,
    sync_playwright,
)

from tests.browser.server import Site

FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-dev-shm-usage",
]
# Low enough for the bar with a form's buttons to stay in its place: nothing hides behind it.
HEIGHTS = {360: 780, 1280: 800}


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright.chromium)
        try:
            yield browser
        finally:
            browser.close()


def launch(kind: BrowserType, *more: str) -> Browser:
    """The Chromium of this machine, with more flags when given."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    return kind.launch(executable_path=path, args=[*flags, *more])


class Watch:
    """Collects what no page may do; `problems` stays empty on a good one."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.problems: list[str] = []

    def follow(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("weberror", lambda error: self._note("error", error.error))
        context.on("request", self._request)
        context.on("response", self._response)
        context.on("requestfailed", self._failed)

    def take(self) -> list[str]:
        """The problems so far; the next page starts clean."""
        found, self.problems = self.problems, []
        return found

    def _note(self, kind: str, what: Any) -> None:
        self.problems.append(f"{kind}: {what}")

    def _console(self, message: ConsoleMessage) -> None:
        # An answer of 4xx is judged by what was asked for, below.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self._note("console", message.text)

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.site.url + "/", "data:", "blob:", "about:")):
            self._note("other host", request.url)

    def _response(self, response: Response) -> None:
        wanted = response.request.resource_type
        if response.status >= 500 or (response.status >= 400 and wanted not in {"document", "xhr", "fetch"}):
            self._note(f"status {response.status}", response.url)

    def _failed(self, request: Request) -> None:
        # Leaving a page stops what it was still loading.
        if request.failure != "net::ERR_ABORTED":
            self._note(f"failed ({request.failure})", request.url)


def context(browser: Browser, site: Site, language: str, *, theme: str = "light", width: int = 1280, **more: Any):
    """A browser of its own: nobody signed in, a language, a theme and a width."""
    opened = browser.new_context(
        base_url=site.url,
        viewport={"width": width, "height": HEIGHTS[width]},
        locale={"zh": "zh-CN", "en": "en-GB"}[language],
        color_scheme=theme,
        reduced_motion="reduce",
        **more,
    )
    opened.add_cookies([{"name": "lang", "value": language, "url": site.url}])
    opened.set_default_timeout(30_000)
    return opened


def sign_in(page: Page, texts: Any, email: str, password: str) -> None:
    """Through the page, as everybody."""
    page.goto("/sign-in")
    page.get_by_label(texts("Mail address"), exact=True).fill(email)
    page.get_by_label(texts("Password"), exact=True).fill(password)
    page.get_by_role("main").get_by_role("button", name=texts("Sign in"), exact=True).click()
    page.wait_for_url(lambda url: urlsplit(url).path != "/sign-in")

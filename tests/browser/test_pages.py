"""Pages, for somebody who may open them: accessible, complete in both languages, quiet, and no wider than a phone.

The main ones are looked at in four settings in which every two of language, theme and width meet; of the others every
third, in one of the four, in turns. With EVERYWHERE=1 (`make looks`) all pages are seen in all eight. Theme and width
change on the open page, as they do for a person.
"""

import json
import os
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from babel.messages.pofile import read_po
from flask import Flask
from playwright.sync_api import Browser, Page

from app.core.i18n import FOLDER
from app.demo.seeding import PASSWORD, SAMPLE
from tests import isolation
from tests.browser import chromium, server
from tests.browser.addresses import MAIN, NO_PAGES, PAGES, Address, filled
from tests.browser.texts import Texts
from tests.journeys import importing, matching
from tests.journeys.stage import Stage

pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
LANGUAGES, THEMES, WIDTHS = ("zh", "en"), ("light", "dark"), (1280, 360)
EVERYWHERE = bool(os.environ.get("EVERYWHERE"))
# Neighbours in the table are mostly of one kind; taken together they meet every language, theme and width.
TURNS = (("zh", "light", 1280), ("en", "dark", 360), ("zh", "dark", 360), ("en", "light", 1280))
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="module")
def site() -> Iterator[server.Site]:
    with server.serving("city") as running:
        yield running.ready()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium.chromium() as running:
        yield running


class Visitors:
    """A page a role and language, signed in once and kept."""

    def __init__(self, browser: Browser, site: server.Site, untranslated: list[str]) -> None:
        self.browser, self.site, self.untranslated = browser, site, untranslated
        self.open: dict[tuple[str, str], tuple[Page, chromium.Watch]] = {}
        self.cookies: dict[str, Any] = {}

    def page(self, role: str, language: str) -> tuple[Page, chromium.Watch]:
        if (role, language) not in self.open:
            opened = chromium.context(self.browser, self.site, language)
            # Kept by the browser: to send them to each page takes longer than to run them.
            opened.add_init_script(AXE_SCRIPT)
            opened.add_init_script(f"window.untranslated = new Set({json.dumps(self.untranslated)})")
            page = opened.new_page()
            if role in self.cookies:
                opened.add_cookies(self.cookies[role])
            elif role != "visitor":
                chromium.sign_in(page, Texts(language), SAMPLE[role], PASSWORD)
                self.cookies[role] = [cookie for cookie in opened.cookies() if cookie["name"] != "lang"]
            watch = chromium.Watch(self.site)
            watch.follow(opened)
            self.open[role, language] = page, watch
        return self.open[role, language]


@pytest.fixture(scope="module")
def untranslated() -> list[str]:
    """English messages that have another text in Chinese."""
    found = set()
    for source in sorted(Path(FOLDER).glob("*.zh.po")):
        with source.open("rb") as file:
            for message in read_po(file, locale="zh"):
                ids = message.id if isinstance(message.id, tuple) else (message.id,)
                strings = message.string if isinstance(message.string, tuple) else (message.string,)
                found.update(one for one in ids if len(one) > 3 and one not in strings and "%(" not in one)
    return sorted(found)


@pytest.fixture(scope="module")
def visitors(browser: Browser, site: server.Site, untranslated: list[str]) -> Visitors:
    """Everybody, after what must have happened for every page to have something on it."""
    made = Visitors(browser, site, untranslated)
    made.page("reviewer", "zh")
    stage = Stage(browser, site, Texts("en"))
    with stage.person() as visitor:
        visitor.opens("/sign-up?role=entrepreneur")
        visitor.fills("Your name", "Ada")
        visitor.fills("Mail address", "ada@example.cn")
        visitor.fills("Name of the company or team", "Crossing")
        for box in visitor.main.get_by_role("checkbox").all():
            box.check()
        visitor.clicks("Continue")
        visitor.opens("/forgot-password")
        visitor.fills("Mail address", SAMPLE["mentor"])
        visitor.clicks("Send the link")
    with stage.person(SAMPLE["entrepreneur"]) as founder:
        founder.opens(filled(site, "/roadshows/{open}/apply"))
        founder.main.get_by_role("radio").first.check()
        founder.main.get_by_role("checkbox").check()
        founder.clicks("Continue")
        founder.opens(filled(site, "/organisations/{organisation}/invitations/new"))
        founder.fills("Mail address", "invited@example.cn")
        founder.main.get_by_role("radio").first.check()
        founder.main.get_by_role("button", name=founder.t("Send the invitation")).click()
        founder.page.wait_for_load_state()
    with stage.person(SAMPLE["organiser"]) as organiser:
        for mistakes in (True, False):
            importing.upload(organiser, mistakes=mistakes, address="/admin/imports/projects/new")
        organiser.opens(filled(site, "/roadshows/{live}/matches"))
        for _ in range(2):
            matching.match(organiser)
    # Nobody of the sample city has a second factor; the pages of one are for those who do.
    site.execute(
        "UPDATE account SET totp_secret = ?, totp_enabled_at = created_at WHERE email = ?",
        "JBSWY3DPEHPK3PXP",
        SAMPLE["reviewer"],
    )
    return made


def test_every_endpoint_is_named(tmp_path: Path) -> None:
    """A new page is looked at, or somebody says why not."""
    app: Flask = isolation.build_app(f"sqlite:///{tmp_path / 'none.db'}", tmp_path)
    answering = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    named = {address.endpoint for address in PAGES}
    assert answering - named - set(NO_PAGES) == set()
    assert (named | set(NO_PAGES)) - answering == set()


def _is_main(address: Address) -> bool:
    return address.endpoint in MAIN and not address.name


OTHERS = [address for address in PAGES if not _is_main(address)]
# Neighbours in the table are mostly of one kind, so every third leaves few kinds out.
LOOKED_AT = PAGES if EVERYWHERE else [address for address in PAGES if _is_main(address) or address in OTHERS[::3]]
IN_TURNS = [pytest.param(address, n % len(TURNS), id=address.label) for n, address in enumerate(LOOKED_AT)]


@pytest.mark.parametrize(("address", "turn"), IN_TURNS)
def test_page(address: Address, turn: int, visitors: Visitors) -> None:
    problems: list[str] = []
    path = filled(visitors.site, address.path)
    for language, settings in _settings(address, turn).items():
        page, watch = visitors.page(address.role, language)
        for number, (theme, width) in enumerate(settings):
            _dress(page, theme, width)
            if number == 0:
                answer = page.goto(path)
                assert answer is not None
                if answer.status != address.status:
                    problems.append(f"{language}: status {answer.status} at {page.url}")
                problems += [f"{language}: {text}" for text in _language(page, language)]
            # What is there and what it is called does not depend on the theme.
            seen = _axe(page, colours_only=number > 0 and theme == "dark")
            problems += [f"{language} {theme} {width}: {text}" for text in seen]
        # Whatever width it was looked at, it fits a phone.
        _dress(page, theme, 360)
        problems += [f"{language}: {text}" for text in (*_too_wide(page), *watch.take())]
    assert not problems, "\n".join([path, *problems])


def _settings(address: Address, turn: int) -> dict[str, list[tuple[str, int]]]:
    """Language → the themes and widths to look at."""
    if EVERYWHERE:
        return {language: list(product(THEMES, WIDTHS)) for language in LANGUAGES}
    settings: dict[str, list[tuple[str, int]]] = {}
    for language, theme, width in TURNS if _is_main(address) else TURNS[turn : turn + 1]:
        settings.setdefault(language, []).append((theme, width))
    return {language: sorted(seen, reverse=True) for language, seen in settings.items()}


def _dress(page: Page, theme: str, width: int) -> None:
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": chromium.HEIGHTS[width]})


def _axe(page: Page, *, colours_only: bool) -> list[str]:
    only = {"type": "rule", "values": ["color-contrast"]} if colours_only else {"type": "tag", "values": TAGS}
    page.evaluate(SETTLED)
    options = json.dumps({"runOnly": only, "resultTypes": ["violations"]})
    found = page.evaluate(f"axe.run({options}).then(result => result.violations)")
    return [
        f"{rule['id']} ({rule['impact']}): {node['html'][:160]} {node['failureSummary'][:200]}"
        for rule in found
        for node in rule["nodes"][:3]
    ]


def _too_wide(page: Page) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"scrolls sideways by {wide} px"] if wide > 0 else []


def _language(page: Page, language: str) -> list[str]:
    problems = []
    declared, title, english = page.evaluate(LANGUAGE)
    if declared != {"zh": "zh-CN", "en": "en"}[language]:
        problems.append(f"html lang is {declared}")
    if not title.strip():
        problems.append("no title")
    if language == "zh":
        problems += [f"not in Chinese: {text}" for text in english]
    return problems


# A theme or width that was just changed is drawn, and nothing is on its way from one colour to another.
SETTLED = """async () => {
  const frame = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  await frame();
  document.getAnimations().forEach(it => { try { it.finish(); } catch { it.cancel(); } });
  await frame();
}"""
# The language, the title, and what is still in English: texts and the words of controls, but for what says that it is
# English or quoted as it is stored.
LANGUAGE = """() => {
  const known = window.untranslated, found = new Set();
  const english = it => (it.closest('[lang]')?.lang || '').startsWith('en') || it.closest('[translate=no]');
  const look = (text, it) => { if (known.has(text.trim()) && !english(it)) found.add(text.trim()); };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (!parent.closest('script, style, template, textarea')) look(walker.currentNode.data, parent);
  }
  for (const it of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]'))
    for (const name of ['aria-label', 'title', 'placeholder', 'alt']) look(it.getAttribute(name) || '', it);
  return [document.documentElement.lang, document.title, [...found]];
}"""

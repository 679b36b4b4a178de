"""What a journey is given: a browser, a running product, a language, and people to send on their way."""

import contextlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from app.demo.seeding import PASSWORD
from tests.browser.server import Site
from tests.browser.texts import Texts
from tests.journeys.person import Person


@dataclass
class Stage:
    browser: Browser
    site: Site
    texts: Texts

    @contextlib.contextmanager
    def person(self, email: str = "", **more: Any) -> Iterator[Person]:
        """Somebody at a browser of their own, signed in when an address is given; their console must stay quiet."""
        someone = Person(self.browser, self.site, self.texts, **more)
        try:
            if email:
                someone.signs_in(email, PASSWORD)
            yield someone
        except Exception as error:
            where = Path(tempfile.mkdtemp(prefix="fuqiao-journey-")) / "page.png"
            someone.page.screenshot(path=where, full_page=True)
            error.add_note(f"on {someone.page.url}, see {where}; complaints: {someone.watch.problems}")
            someone.context.close()
            raise
        someone.leaves()

    def owner(self, kind: str, name: str) -> str:
        """The address of whoever owns a project or a fund, or of a mentor, by its name."""
        if kind == "mentor":
            who = "account.id = (SELECT account_id FROM mentor WHERE name = ?)"
        else:
            who = f"membership.organisation_id = (SELECT organisation_id FROM {kind} WHERE name = ?)"
        joined = "SELECT account.email FROM account JOIN membership ON membership.account_id = account.id"
        return str(self.site.row(f"{joined} WHERE {who} ORDER BY membership.is_manager DESC LIMIT 1", name)[0])

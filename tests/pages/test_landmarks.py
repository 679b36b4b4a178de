"""Whoever jumps from landmark to landmark misses nothing of the shell."""

from html.parser import HTMLParser

import pytest

from app.accounts.models import Role
from tests import factories

LANDMARKS = {"header", "nav", "main", "footer", "aside"}
WITHOUT_CONTENT = {"head", "script", "style", "template", "dialog", "noscript"}
VOID = {"meta", "link", "input", "img", "br", "hr", "wbr"}


class Outside(HTMLParser):
    """Collects the words that stand in no landmark."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        inside = tag in LANDMARKS | WITHOUT_CONTENT or given.get("role") == "region" or "hidden" in given
        inside = inside or given.get("class") in {"skip-link"} or given.get("aria-hidden") == "true"
        if tag not in VOID:
            self.open.append((tag, inside or bool(self.open and self.open[-1][1])))

    def handle_endtag(self, tag):
        if tag in {name for name, _inside in self.open}:
            while self.open.pop()[0] != tag:
                pass

    def handle_data(self, data):
        if data.strip() and not self.open[-1][1]:
            self.words.append(data.strip())


@pytest.mark.parametrize("role", [None, Role.ENTREPRENEUR, Role.ORGANISER])
@pytest.mark.parametrize("sample", [False, True])
def test_every_word_stands_in_a_landmark(client, role, sample):
    marker = client.application.config["INSTANCE_PATH"] / "sample"
    if role:
        factories.sign_in(client, factories.actor(role))
    try:
        if sample:
            marker.touch()
        page = Outside()
        page.feed(client.get("/projects").text)
    finally:
        marker.unlink(missing_ok=True)
    assert page.words == []

"""What people type: cleaned once at the border, shown as safe HTML."""

import re
import unicodedata
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

# Controls, lone surrogates, zero-width and bidirectional marks: nothing a person types on purpose. Joiners stay out
# too, because hidden characters are how a text is made to read differently for a machine.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
)
# Markdown lets a heading stand up to three spaces from the margin.
_HEADING = re.compile(r"^ {0,3}(#{1,6})(?=\s)", re.M)
_TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "code", "pre", "h3", "h4", "a", "hr"}


def clean(text: str) -> str:
    """NFC, line ends as \\n, no hidden characters, no outer blanks."""
    text = _HIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return unicodedata.normalize("NFC", text).strip()


def render_markdown(text: str) -> Markup:
    """Markdown as HTML of a short list of tags. Parser and sanitizer are made per call: shared ones mix up threads."""
    return Markup(_render(text))  # noqa: S704 - sanitized by nh3 in `_render`


@lru_cache(maxsize=512)
def _render(text: str) -> str:
    html = MarkdownIt("commonmark", {"html": False, "breaks": True}).render(_lower_headings(text))
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener nofollow ugc",
    )


def _lower_headings(text: str) -> str:
    """A page has one h1 and its sections h2, so a person's highest heading becomes h3 and those below it h4."""
    highest = min((len(marks) for marks in _HEADING.findall(text)), default=0)
    return _HEADING.sub(lambda match: "###" if len(match[1]) == highest else "####", text)

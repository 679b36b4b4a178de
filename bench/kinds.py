"""What is measured: one entry a kind of page. Goals hold for all of them."""

from dataclasses import dataclass
from typing import Any

MOST_RATIO = 3.0  # × the median of the floor, on PostgreSQL
MOST_STATEMENTS = 10
MOST_MEGABYTES = 150


@dataclass(frozen=True)
class Kind:
    """`path` is filled from what `data.py` made; `person` is the role that is signed in, "" for a visitor."""

    name: str
    path: str
    person: str = ""
    shows: str = ""  # what the page must hold, so that no error page is ever measured


KINDS = (
    Kind("directory", "/projects", shows="profile-row"),
    Kind("detail", "/projects/{project}", "investor", "prose"),
    Kind("lineup", "/roadshows/{roadshow}/ranked/{fund}", "investor", "match-ring"),
    Kind("organiser", "/roadshows/{roadshow}/applications", "organiser", "<tbody>"),
    Kind("home", "/", shows="hero"),
    Kind("today", "/today", "investor"),
    Kind("search", "/projects?q=传感器", shows="profile-row"),
)
# Asked of every worker before its memory is read: what loads something large on its first use.
HEAVY = (
    Kind("words", "/search?q=传感器", shows="hits"),
    Kind("export", "/projects/mine?format=xlsx", "entrepreneur"),
    Kind("form", "/projects/{own_project}/edit", "entrepreneur", "<form"),
)


def path(kind: Kind, world: dict[str, Any]) -> str:
    from urllib.parse import quote

    return quote(kind.path.format(**world), safe="/?=&%")

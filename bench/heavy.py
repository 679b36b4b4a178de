"""Visits that make a worker load what it loads only once: Chinese words, pinyin, spreadsheets, forms."""

import http.client
import re
from typing import Any
from urllib.parse import urlencode

from bench.kinds import HEAVY, path
from bench.load import Target, Visitor

ROUNDS = 12  # each on a connection of its own, so that every worker gets some


def visit(port: int, world: dict[str, Any]) -> None:
    for _ in range(ROUNDS):
        for kind in HEAVY:
            Visitor(Target(port, path(kind, world), world["cookies"].get(kind.person, ""))).get()
        _save(port, world)


def _save(port: int, world: dict[str, Any]) -> None:
    """Give the project its name anew: the sort key is made and the words are indexed."""
    place = f"/projects/{world['own_project']}/edit"
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    cookie = f"fuqiao={world['cookies']['entrepreneur']}"
    connection.request("GET", place, headers={"Cookie": cookie})
    response = connection.getresponse()
    page = response.read().decode()
    cookie = response.getheader("Set-Cookie", cookie).split(";")[0]
    hidden = {name: re.search(f'name="{name}"[^>]*value="([^"]*)"', page) for name in ("csrf_token", "version")}
    form = {name: found[1] for name, found in hidden.items() if found} | {"name": "云启传感一号", "languages": "zh"}
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", place, urlencode(form), headers)
    status = connection.getresponse().status
    if status != 303:
        raise RuntimeError(f"saving a project answers {status}")

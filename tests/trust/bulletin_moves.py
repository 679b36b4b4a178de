"""What the state of a bulletin does not allow."""

from typing import Any

from tests.access import world


def _as_it_is(_city: world.City) -> None:
    """The small city has the state already."""


OVER = ("bulletin", "bulletin_discarded")
UP: dict[str, Any] = {"part": ["sections"], "code": ["trends"], "step": ["up"]}
REFUSED: list[tuple[str, str, str, dict[str, Any], list[Any]]] = [
    *(("bulletins.arrange", thing, "organiser", UP, [_as_it_is]) for thing in OVER),
    *((f"bulletins.{what}", thing, "organiser", {}, [_as_it_is]) for what in ("recount", "publish") for thing in OVER),
    *(("bulletins.discard", thing, "organiser", {}, [_as_it_is]) for thing in OVER),
    *(("bulletins.restore", thing, "organiser", {}, [_as_it_is]) for thing in ("bulletin", "bulletin_draft")),
    *(("bulletins.correct", thing, "organiser", {}, [_as_it_is]) for thing in ("bulletin_draft", "bulletin_discarded")),
]

"""What the state of a return does not allow."""

from typing import Any

from tests.access import world


def _as_it_is(_city: world.City) -> None:
    """The small city has the state already."""


REASON: dict[str, Any] = {"reason": ["请核对"]}
REFUSED: list[tuple[str, str, str, dict[str, Any], list[Any]]] = [
    *(
        ("indicators.return_edit", thing, "carrier", {"jobs": ["5"]}, [_as_it_is])
        for thing in ("return_submitted", "return_accepted")
    ),
    *(
        ("indicators.return_accept", thing, "organiser", {}, [_as_it_is])
        for thing in ("return_draft", "return_accepted")
    ),
    *(
        ("indicators.return_send_back", thing, "organiser", REASON, [_as_it_is])
        for thing in ("return_draft", "return_accepted")
    ),
    *(
        ("indicators.return_take_back", thing, "carrier", {}, [_as_it_is])
        for thing in ("return_draft", "return_accepted")
    ),
    *(
        ("indicators.return_correct", thing, "carrier", {}, [_as_it_is])
        for thing in ("return_draft", "return_submitted")
    ),
    *(
        ("indicators.return_drop_correction", thing, "carrier", {}, [_as_it_is])
        for thing in ("return_draft", "return_submitted", "return_accepted")
    ),
]

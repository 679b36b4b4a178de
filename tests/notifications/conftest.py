"""Kinds of the tests' own, so that the other slices' may change."""

import pytest
from flask_babel import lazy_gettext as _l

from app.accounts.models import Role
from app.notifications import kinds


@pytest.fixture(autouse=True)
def registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "KINDS", {})
    for module in ("services", "unsubscribing", "views"):
        target = f"app.notifications.{module}.KINDS"
        monkeypatch.setattr(target, kinds.KINDS, raising=False)
    kinds.register("asked", _l("Mark as read: %(notice)s"), "school", label=_l("Kind"))
    kinds.register("asked.again", _l("Mark as unread: %(notice)s"), "school", label=_l("Kind"))
    kinds.register("seen", _l("Unread:"), label=_l("Time"), mail="digest")
    kinds.register("counted", lambda params: f"{params['n']} %", label=_l("Text"), mail="off", roles=(Role.INVESTOR,))

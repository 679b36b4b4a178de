"""What the staff's pages add to profiles."""

from typing import Any

from flask import render_template

from app.accounts.actor import Actor
from app.accounts.policies import hands_over
from app.core.panels import panel


@panel("project", order=10)
@panel("fund", order=10)
def without_owner(actor: Any, profile: Any) -> str:
    """For the organisers whose import brought the profile: the next step is its owner's."""
    if not isinstance(actor, Actor) or not hands_over(actor, profile.organisation):
        return ""
    return render_template("admin/_owner_panel.html", organisation=profile.organisation)

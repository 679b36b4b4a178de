"""Who may call a route: one declaration a view, checked before its first line runs.

    @bp.get("/projects/<uuid:project_id>/edit")
    @allow("entrepreneur", load=queries.visible_project, may=policies.can_edit)
    def edit(project: Project) -> str: ...

`load(actor, **url_arguments)` returns the thing or None; None is a 404, because a stranger must not learn that it
exists. `may(actor, thing)` decides the right: False is a 403. The loaded thing takes the place of the URL arguments
that `load` names.
`create_app` refuses to start when a route declares nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from inspect import signature
from typing import Any, Protocol

from flask import Flask, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from app.core.errors import Forbidden, NotFound

PUBLIC = "public"
SIGNED_IN = "signed_in"


class Actor(Protocol):
    """The person behind a request, acting in one membership; `role` is "" for a visitor or without a membership."""

    @property
    def is_signed_in(self) -> bool: ...
    @property
    def role(self) -> str: ...
    @property
    def needs_second_factor(self) -> bool: ...


@dataclass(frozen=True)
class Access:
    audience: tuple[str, ...]
    load: Callable[..., Any] | None
    may: Callable[[Any, Any], bool] | None


def actor() -> Any:
    """The current actor; the accounts slice tells how to find it."""
    return current_app.extensions["fuqiao_actor"]()


def allow(
    *audience: str, load: Callable[..., Any] | None = None, may: Callable[[Any, Any], bool] | None = None
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare the roles (or PUBLIC, SIGNED_IN) that may call a view, how its object is loaded and who may act on it."""
    access = Access(audience, load, may)
    wanted = set(signature(load).parameters) if load else set()

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def checked(**arguments: Any) -> Any:
            person = actor()
            if stop := _stop_outsider(person, access.audience):
                return stop
            if access.load is None:
                _check_role(person, access.audience)
                if access.may is not None and not access.may(person, None):
                    raise Forbidden
                return view(**arguments)
            keys = {name: arguments.pop(name) for name in list(arguments) if name in wanted}
            thing = access.load(person, **keys)
            if thing is None:
                raise NotFound
            _check_role(person, access.audience)
            if access.may is not None and not access.may(person, thing):
                raise Forbidden
            return view(thing, **arguments)

        checked.access = access  # type: ignore[attr-defined]
        return checked

    return decorate


def _stop_outsider(person: Actor, audience: tuple[str, ...]) -> Response | None:
    if PUBLIC in audience:
        return None
    if not person.is_signed_in:
        target = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("accounts.sign_in", next=target), 303)
    if person.needs_second_factor and request.blueprint != "accounts":
        return redirect(url_for("accounts.second_factor"), 303)
    return None


def _check_role(person: Actor, audience: tuple[str, ...]) -> None:
    if PUBLIC not in audience and SIGNED_IN not in audience and person.role not in audience:
        raise Forbidden


def undeclared(app: Flask) -> list[str]:
    return sorted(
        rule.endpoint for rule in app.url_map.iter_rules() if not hasattr(app.view_functions[rule.endpoint], "access")
    )

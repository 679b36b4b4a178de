"""What can go wrong in words a person understands. Messages are already translated where they are raised."""

from dataclasses import dataclass, field


class DomainError(Exception):
    status = 400


@dataclass
class Invalid(DomainError):
    """A value is not acceptable; `field` names the form field (or column) it belongs to, "" the whole form."""

    message: str
    field: str = ""
    status = 422

    def __str__(self) -> str:
        return self.message


class NotFound(DomainError):
    """It is not there, or this person must not learn that it is."""

    status = 404


class Forbidden(DomainError):
    """It is there and this person may know it, but not do this."""

    status = 403


def require(allowed: bool) -> None:
    """For services: the rule was asked, this is what follows from a no."""
    if not allowed:
        raise Forbidden


class Conflict(DomainError):
    """The state no longer allows this: a place was taken, a step was already made, an expiry has passed."""

    status = 409


@dataclass
class EditConflict(Conflict):
    """Someone saved another version meanwhile; `differences` are (label, yours, current)."""

    differences: list[tuple[str, str, str]] = field(default_factory=list)
    location: str = ""

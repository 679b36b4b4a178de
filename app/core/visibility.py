"""Who sees a field of a profile: everybody, people who signed in, or only those who agreed to talk."""

import enum
from collections.abc import Mapping

from flask_babel import lazy_gettext as _l


class Visibility(enum.StrEnum):
    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    AGREED = "agreed"


LABELS = {
    Visibility.PUBLIC: _l("Everybody"),
    Visibility.SIGNED_IN: _l("Signed-in members"),
    Visibility.AGREED: _l("After both sides agree"),
}
# How far a reader reaches; a field is shown when its visibility is within the reach.
REACH = {
    Visibility.PUBLIC: frozenset({Visibility.PUBLIC}),
    Visibility.SIGNED_IN: frozenset({Visibility.PUBLIC, Visibility.SIGNED_IN}),
    Visibility.AGREED: frozenset(Visibility),
}


def chosen(given: Mapping[str, str], name: str, default: Visibility) -> Visibility:
    """The owner's choice for a field; never more open than `AGREED` fields that are private by nature."""
    if default is Visibility.AGREED and given.get(name) not in {Visibility.SIGNED_IN.value}:
        return Visibility.AGREED
    return Visibility(given[name]) if given.get(name) in set(Visibility) else default

"""The kinds of notices. A slice registers its own where it defines its labels or tasks."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.accounts.models import Role
from app.notifications.models import MailChoice

# A lazy text with named placeholders, or a function of the parameters for sentences that need more than filling in.
Sentence = Any | Callable[[Mapping[str, str]], str]


@dataclass(frozen=True)
class Kind:
    name: str
    sentence: Sentence
    icon: str
    label: Any
    mail: MailChoice
    roles: tuple[Role, ...]


KINDS: dict[str, Kind] = {}


def register(
    kind: str,
    sentence: Sentence,
    icon: str = "bell",
    *,
    label: Any,
    mail: MailChoice | str = MailChoice.IMMEDIATE,
    roles: tuple[Role, ...] = (),
) -> None:
    """`label` names the kind among a person's settings, where kinds of the same label share a line; `mail` is what
    counts until they choose, `roles` whom the setting is offered to (everybody when empty). The sentence must not hold
    what the recipient may not read."""
    KINDS[kind] = Kind(kind, sentence, icon, label, MailChoice(mail), tuple(roles))


def sentence(kind: str, params: Mapping[str, str]) -> str:
    """In the language of whoever reads now. A notice of a kind that is gone shows its bare name."""
    found = KINDS.get(kind)
    if found is None:
        return kind
    if callable(found.sentence):
        return str(found.sentence(params))
    return str(found.sentence) % defaultdict(str, params)


def icon(kind: str) -> str:
    return KINDS[kind].icon if kind in KINDS else "bell"


@dataclass(frozen=True)
class Topic:
    """Kinds of one label are one thing to a person: one line among the settings, one choice of the filter."""

    name: str
    label: str
    mail: MailChoice
    kinds: tuple[str, ...]


def topics(names: Iterable[str] | None = None) -> list[Topic]:
    """The topics of these kinds (of all when None), in the order of their labels."""
    grouped: dict[str, list[Kind]] = defaultdict(list)
    for name in KINDS if names is None else names:
        if name in KINDS:
            grouped[str(KINDS[name].label)].append(KINDS[name])
    return [
        Topic(members[0].name, label, members[0].mail, tuple(member.name for member in members))
        for label, members in sorted(grouped.items())
    ]


def topic_of(kind: str) -> Topic:
    return next(topic for topic in topics() if kind in topic.kinds)


def offered_to(roles: set[str]) -> list[Topic]:
    """What concerns a person of these roles."""
    return topics(name for name, kind in KINDS.items() if not kind.roles or roles.intersection(kind.roles))

"""Who may read a file: nobody, unless a slice's guard lets them in.

    files.access.register(FileKind.DECK, policies.can_read_deck)   # (actor, file) -> bool

Several slices may use one kind; each guard answers for its own files and says False to others'.
"""

from collections import defaultdict
from collections.abc import Callable

from app.accounts.actor import Actor
from app.files.models import File, FileKind

Guard = Callable[[Actor, File], bool]
# Whose owner is told who opened them, and of these the ones whose PDF pages carry the reader's name.
LOGGED = frozenset({FileKind.DECK, FileKind.ROOM})
MARKED = frozenset({FileKind.ROOM})
GUARDS: dict[FileKind, list[Guard]] = defaultdict(list)


def register(kind: FileKind | str, guard: Guard) -> None:
    """Let in whom `guard` lets in. Registering the same guard again changes nothing."""
    if guard not in GUARDS[FileKind(kind)]:
        GUARDS[FileKind(kind)].append(guard)


def can_read(actor: Actor, file: File) -> bool:
    if file.deleted_at is not None:
        return False
    return any(guard(actor, file) for guard in GUARDS[file.kind])


def is_logged(actor: Actor, file: File) -> bool:
    """Whether this reader's opening is recorded for the owner to see."""
    return file.kind in LOGGED and not (of_own_organisation(actor, file) or of_own_account(actor, file))


def of_own_organisation(actor: Actor, file: File) -> bool:
    """A guard for slices whose files belong to everybody of the organisation that uploaded them."""
    return actor.acts_for(file.organisation_id)


def of_own_account(actor: Actor, file: File) -> bool:
    """A guard for files that are a person's own."""
    return actor.account_id is not None and actor.account_id == file.account_id


def is_public_image(file: File) -> bool:
    return file.kind == FileKind.LOGO and file.is_public and file.deleted_at is None

"""Writes about data rooms. Other slices import from here, not from the parts."""

from app.datarooms.services.access import accept, ask, decline, expire, grant, renew, revoke, withdraw
from app.datarooms.services.documents import (
    add_document,
    add_folder,
    add_version,
    change_document,
    purge,
    remove_document,
    remove_folder,
    rename_folder,
    restore_document,
)
from app.datarooms.services.rooms import agree, change_terms, open_room, take_requests

__all__ = [
    "accept",
    "add_document",
    "add_folder",
    "add_version",
    "agree",
    "ask",
    "change_document",
    "change_terms",
    "decline",
    "expire",
    "grant",
    "open_room",
    "purge",
    "remove_document",
    "remove_folder",
    "rename_folder",
    "renew",
    "restore_document",
    "revoke",
    "take_requests",
    "withdraw",
]

"""Keeping uploads: names, owners, public logos, and bytes that no row points at."""

import os
import time
import uuid
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.actor import VISITOR
from app.core.errors import Forbidden
from app.core.model import new_id
from app.extensions import db
from app.files import access, services, tasks
from app.files.limits import PDF, PNG
from app.files.models import File, FileKind, folder
from tests import factories
from tests.files import samples


def store(kind: str = "deck", content: bytes | None = None, name: str = "路演.pdf", **values: Any) -> File:
    actor = factories.actor()
    content = content or (samples.pdf() if kind == "deck" else samples.image())
    values.setdefault("organisation_id", actor.organisation_id)
    return services.store(actor=actor, upload=samples.upload(content, name), kind=kind, **values)


def test_the_row_says_what_lies_on_the_disk(app: Flask) -> None:
    content = samples.pdf(2)
    file = store(content=content)
    assert (file.name, file.media_type, file.size) == ("路演.pdf", PDF, len(content))
    assert file.path.read_bytes() == content
    assert file.path.parent.parent == folder()
    assert file.path.stat().st_mode & 0o077 == 0
    assert len(file.sha256) == 64
    assert list((folder() / "incoming").iterdir()) == []


def test_a_visitor_uploads_nothing(app: Flask) -> None:
    with pytest.raises(Forbidden):
        services.store(actor=VISITOR, upload=samples.upload(samples.pdf()), kind="deck")


def test_only_logos_are_public(app: Flask) -> None:
    assert store("logo").is_public
    assert not store("logo", public=False).is_public
    assert not store("image", public=True).is_public
    assert not store("deck", public=True).is_public


@pytest.mark.parametrize(
    ("original", "cleaned"),
    [
        ("计划书.PDF", "计划书.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\li\\plan v2.pdf", "plan v2.pdf"),
        ("evil.pdf.exe", "evil.pdf.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie x.pdf"),
        ("\u202egnp.exe", "gnp.pdf"),
        ('a"b<c>|?*.pdf', "a b c.pdf"),
        ("...", "文件.pdf"),
        ("", "文件.pdf"),
        (None, "文件.pdf"),
        ("长" * 300 + ".pdf", "长" * 100 + ".pdf"),
    ],
)
def test_names_mean_nothing_to_a_file_system(app: Flask, original: str | None, cleaned: str) -> None:
    assert services.clean_name(original, PDF) == cleaned


def test_the_ending_follows_the_content(app: Flask) -> None:
    file = store("logo", samples.image(), name="logo.html")
    assert (file.name, file.media_type) == ("logo.png", PNG)


def test_guards_decide_and_the_default_is_no(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "GUARDS", {kind: [] for kind in FileKind})
    owner = factories.actor()
    teammate = factories.actor(of=owner.membership.organisation)
    file = store("deck", organisation_id=owner.organisation_id)
    assert not access.can_read(owner, file)
    access.register("deck", access.of_own_organisation)
    access.register("deck", access.of_own_organisation)
    assert access.GUARDS[FileKind.DECK] == [access.of_own_organisation]
    assert access.can_read(owner, file)
    assert access.can_read(teammate, file)
    assert not access.can_read(factories.actor(), file)
    assert not access.can_read(VISITOR, file)
    services.discard(file_id=None)
    services.discard(file_id=file.id)
    assert not access.can_read(owner, file)


def test_a_personal_file_is_its_owners(app: Flask) -> None:
    owner = factories.actor()
    file = services.store(
        actor=owner, upload=samples.upload(samples.pdf()), kind="attachment", account_id=owner.account_id
    )
    assert access.of_own_account(owner, file)
    assert not access.of_own_account(factories.actor(), file)
    assert not access.of_own_account(VISITOR, file)
    assert not access.of_own_organisation(VISITOR, file)


def test_the_sweeper_removes_what_no_row_points_at(app: Flask) -> None:
    kept, deleted = store(), store()
    services.delete(file=deleted)
    db.session.commit()
    young, old, half = _bytes(new_id()), _bytes(new_id()), folder() / "incoming" / str(new_id())
    half.write_bytes(b"x")
    for path in (old, half, kept.path):
        long_ago = time.time() - 2 * tasks.GRACE_SECONDS
        os.utime(path, (long_ago, long_ago))
    assert tasks.sweep() == 3
    assert kept.path.exists()
    assert young.exists()
    assert not any(path.exists() for path in (old, half, deleted.path))
    assert db.session.scalars(select(File.id).where(File.deleted_at.is_(None))).all() == [kept.id]


def _bytes(file_id: uuid.UUID) -> Path:
    path = services.path_of(file_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    return path


def test_a_rolled_back_upload_leaves_only_bytes(app: Flask) -> None:
    path = store().path
    db.session.rollback()
    assert db.session.scalars(select(File)).all() == []
    assert path.exists(), "young bytes wait for the sweeper"

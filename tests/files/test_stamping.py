"""Marks on PDF pages: there, readable, in Chinese too, and made by a process that cannot take the machine with it."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject

from app.files import stamping
from app.files.models import File, FileKind
from app.files.services import store
from tests import factories
from tests.files import samples

# Bytes are the same on every database.
pytestmark = pytest.mark.parametrize("database_app", ["sqlite"], indirect=True)
LINES = ["张堃 · 启明创投 (Qiming)", "2026-11-22 14:30 · 7F3A91C0"]


def stored(content: bytes, name: str = "材料.pdf") -> File:
    actor = factories.actor()
    upload = samples.upload(content, name)
    return store(actor=actor, upload=upload, kind=FileKind.ROOM, organisation_id=actor.organisation_id)


def reader(content: bytes) -> PdfReader:
    copy = stamping.stamped(stored(content), LINES)
    assert copy is not None
    with copy:
        return PdfReader(io.BytesIO(copy.read()))


def test_every_page_says_who_and_when(app: Flask) -> None:
    def change(writer: PdfWriter) -> None:
        writer.pages[1].rotate(90)
        writer.add_blank_page(842, 595)
        writer.pages[0].cropbox.lower_left = (50, 50)
        # As some programs write pages: one with content, one whose resources are those of the whole document.
        del writer.pages[2][NameObject("/Resources")]

    marked = reader(samples.pdf(3, change))
    assert len(marked.pages) == 4
    for page in marked.pages:
        text = page.extract_text()
        for line in LINES:
            assert line in text


def test_the_chinese_letters_are_embedded(app: Flask) -> None:
    """A viewer without any Chinese font shows them."""
    page = reader(samples.pdf()).pages[0]
    form = next(iter(page["/Resources"]["/XObject"].values())).get_object()
    fonts = [font.get_object() for font in form["/Resources"]["/Font"].values()]
    embedded = [font for font in fonts if "/FontFile2" in font.get("/FontDescriptor", {})]
    assert embedded
    assert all(font["/BaseFont"] == "/Helvetica" for font in fonts if font not in embedded)


def test_content_stays_and_the_stored_file_too(app: Flask) -> None:
    file = stored(samples.pdf(2))
    before = file.path.read_bytes()
    copy = stamping.stamped(file, LINES)
    assert copy is not None
    copy.close()
    assert file.path.read_bytes() == before
    assert list((file.path.parent.parent / "incoming").iterdir()) == []


def test_what_cannot_be_marked_is_not_handed_out(app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = stored(samples.pdf())
    assert stamping.is_markable(file)
    assert stamping.is_markable(stored(samples.image(), "图.png"))
    file.path.write_bytes(b"%PDF-1.7 no more than this")
    assert not stamping.is_markable(file)
    slow = tmp_path / "slow.py"
    slow.write_text("import time\ntime.sleep(60)\n")
    monkeypatch.setattr(stamping, "SCRIPT", slow)
    monkeypatch.setattr(stamping, "SECONDS", 0.5)
    assert stamping.stamped(file, LINES) is None


def test_the_stamper_imports_nothing_of_the_application() -> None:
    script = f"import runpy, sys; runpy.run_path({str(stamping.SCRIPT)!r}); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True, check=True)
    assert not {"app", "flask", "sqlalchemy", "reportlab", "pypdf"} & set(done.stdout.split())

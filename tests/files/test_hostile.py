"""What uploads are refused, and that refusing costs little."""

import io
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale
from PIL import Image

from app.core.errors import Invalid
from app.files import inspection, services
from app.files.models import File, FileKind, folder
from tests import factories
from tests.files import samples

DOCTYPE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
MACROS = samples.TYPES.replace(samples.PRESENTATION, "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml")

# Bytes are the same on every database.
pytestmark = pytest.mark.parametrize("database_app", ["sqlite"], indirect=True)

REFUSED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "empty": ("deck", lambda: b"", "empty"),
    "html as pdf": ("deck", lambda: HTML, "not accepted"),
    "html before a pdf": ("deck", lambda: HTML + samples.pdf(), "not accepted"),
    "html behind a pdf": ("deck", lambda: samples.pdf() + HTML, "damaged"),
    "pdf that is a zip too": ("deck", lambda: samples.pdf()[:-6] + samples.pptx() + b"%%EOF", "other files"),
    "pdf cut off": ("deck", lambda: samples.pdf()[:-200], "damaged"),
    "pdf header alone": ("deck", lambda: b"%PDF-1.7\n%%EOF", "damaged"),
    "pdf without pages": ("deck", lambda: samples.pdf(0), "damaged"),
    "pdf of too many pages": ("deck", lambda: samples.pdf(501), "too many pages"),
    "pdf with a script": ("deck", lambda: samples.pdf(change=samples.with_script), "scripts"),
    "pdf with a hidden script": ("deck", samples.pdf_with_hidden_object, "scripts"),
    "pdf with a packed script": ("deck", samples.pdf_with_packed_object, "scripts"),
    "pdf whose objects unpack without end": (
        "deck",
        lambda: samples.pdf_with_packed_object(b"<<" + b" " * (200 * 1024 * 1024)),
        "damaged|too complex",
    ),
    "pdf whose pages contain themselves": ("deck", samples.pdf_with_endless_pages, "damaged|too complex"),
    "pdf that starts a program": ("deck", lambda: samples.pdf(change=samples.with_launch), "scripts"),
    "pdf with an attachment": ("deck", lambda: samples.pdf(change=samples.with_attachment), "other files"),
    "pdf with a password": ("deck", lambda: samples.pdf(change=samples.with_encryption), "password"),
    "plain zip": ("deck", lambda: samples.pptx(without="ppt/presentation.xml"), "not accepted"),
    "word document": ("deck", lambda: samples.pptx(types=samples.TYPES.replace("/ppt/", "/word/")), "not accepted"),
    "macro content type": ("deck", lambda: samples.pptx(types=MACROS), "macros"),
    "macros": ("deck", lambda: samples.pptx({"ppt/vbaProject.bin": b"x"}), "macros"),
    "ActiveX": ("deck", lambda: samples.pptx({"ppt/activeX/activeX1.xml": "<a/>"}), "macros"),
    "embedded object": ("deck", lambda: samples.pptx({"ppt/embeddings/oleObject1.bin": b"x"}), "other files"),
    "path upwards": ("deck", lambda: samples.pptx({"../../evil.xml": "<a/>"}), "damaged"),
    "absolute path": ("deck", lambda: samples.pptx({"/etc/evil.xml": "<a/>"}), "damaged"),
    "path of another system": ("deck", lambda: samples.pptx({"ppt\\..\\evil.xml": "<a/>"}), "damaged"),
    "names that differ in case": ("deck", lambda: samples.pptx({"PPT/presentation.xml": samples.SLIDES}), "damaged"),
    "document type": ("deck", lambda: samples.pptx({"ppt/slides/slide1.xml": DOCTYPE}), "damaged"),
    "document type in UTF-16": (
        "deck",
        lambda: samples.pptx({"ppt/a.xml": DOCTYPE.encode("utf-16")}),
        "damaged",
    ),
    "broken XML": ("deck", lambda: samples.pptx({"ppt/slides/slide1.xml": "<a>"}), "damaged"),
    "zip bomb": ("deck", lambda: samples.pptx({"ppt/media/a.bin": bytes(200 * 1024 * 1024)}), "too complex"),
    "overlapping parts": ("deck", samples.overlapping_pptx, "too complex"),
    "too many parts": ("deck", lambda: samples.pptx({f"ppt/{n}.bin": b"" for n in range(5001)}), "too complex"),
    "program before a pptx": ("deck", lambda: samples.pptx(prefix=b"MZ"), "not accepted"),
    "archive before a pptx": ("deck", lambda: samples.pptx({"a.bin": b"a"}) + samples.pptx(), "damaged"),
    "pptx with something behind": ("deck", lambda: samples.pptx() + HTML, "damaged"),
    "pptx cut off": ("deck", lambda: samples.pptx()[:-40], "damaged"),
    "content from elsewhere": (
        "deck",
        lambda: samples.pptx({"ppt/slides/_rels/a.rels": samples.relation("image", "http://tracker.example/x.png")}),
        "elsewhere",
    ),
    "template from elsewhere": (
        "deck",
        lambda: samples.pptx({"ppt/_rels/a.rels": samples.relation("attachedTemplate", "\\\\evil\\x")}),
        "elsewhere",
    ),
    "picture as a deck": ("deck", samples.image, "not accepted"),
    "SVG as PNG": ("logo", lambda: SVG, "not accepted"),
    "GIF as PNG": ("logo", lambda: samples.image("GIF", mode="L"), "not accepted"),
    "PDF as logo": ("logo", samples.pdf, "not accepted"),
    "PNG start and nothing else": ("logo", lambda: b"\x89PNG\r\n\x1a\n" + HTML, "damaged"),
    "PNG cut off": ("logo", lambda: samples.image(size=(300, 300), mode="RGBA")[:-30], "damaged"),
    "JPEG cut off": ("logo", lambda: samples.image("JPEG", (300, 300))[:400], "damaged"),
    "PNG of huge dimensions": ("logo", lambda: samples.png_claiming(60_000, 60_000), "pixels"),
    "PNG of the largest dimensions": ("logo", lambda: samples.png_claiming(2**31 - 1, 2**31 - 1), "pixels"),
    "too large": ("logo", lambda: samples.image() + bytes(2 * 1024 * 1024), "larger than 2 MB"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_in_words_and_nothing_kept(app: Flask, name: str) -> None:
    kind, make, words = REFUSED[name]
    content, actor = make(), factories.actor()
    began = time.monotonic()
    with force_locale("en"), pytest.raises(Invalid, match=words) as refusal:
        services.store(actor=actor, upload=samples.upload(content), kind=kind, organisation_id=actor.organisation_id)
    assert refusal.value.field == "file"
    assert time.monotonic() - began < 20
    assert [path for path in folder().rglob("*") if path.is_file()] == []


def test_every_refusal_is_translated(app: Flask) -> None:
    for word in (
        "type",
        "unreadable",
        "complex",
        "pixels",
        "encrypted",
        "script",
        "embedded",
        "macro",
        "external",
        "pages",
    ):
        with force_locale("zh"):
            zh = inspection._message(word, FileKind.DECK)
        with force_locale("en"):
            assert zh != inspection._message(word, FileKind.DECK), word


def test_an_image_is_written_anew(app: Flask) -> None:
    """Place, comments and appended markup do not survive; the picture stands upright and a logo is small."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010E] = "canary"
    content = samples.image("JPEG", (900, 600), exif=exif, comment=b"canary") + HTML
    file = _store(content, "logo")
    written = file.path.read_bytes()
    assert b"canary" not in written
    assert HTML not in written
    with Image.open(io.BytesIO(written)) as image:
        assert (image.format, image.size, dict(image.getexif())) == ("JPEG", (341, 512), {})


def test_transparency_stays_and_animation_goes(app: Flask) -> None:
    with Image.open(_store(samples.image(mode="RGBA"), "logo").path) as image:
        assert (image.mode, image.size) == ("RGBA", (40, 30))
    frames = [Image.new("RGB", (20, 20), color) for color in ("red", "blue")]
    target = io.BytesIO()
    frames[0].save(target, "PNG", save_all=True, append_images=frames[1:])
    with Image.open(_store(target.getvalue(), "logo").path) as image:
        assert getattr(image, "n_frames", 1) == 1


def test_documents_are_kept_byte_by_byte(app: Flask) -> None:
    for content in (
        samples.pdf(3),
        samples.pptx({"ppt/slides/_rels/a.rels": samples.relation("hyperlink", "https://a.cn")}),
    ):
        assert _store(content, "deck").path.read_bytes() == content


def _store(content: bytes, kind: str) -> File:
    actor = factories.actor()
    return services.store(actor=actor, upload=samples.upload(content), kind=kind, organisation_id=actor.organisation_id)


def test_the_inspector_imports_nothing_of_the_application() -> None:
    script = f"import runpy, sys; sys.argv = ['x']; runpy.run_path({str(inspection.SCRIPT)!r}); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True, check=True)
    modules = set(done.stdout.split())
    assert not {"app", "flask", "sqlalchemy", "PIL", "pypdf"} & modules


def test_a_parser_that_never_ends_is_stopped(app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    slow = tmp_path / "slow.py"
    slow.write_text("import time\ntime.sleep(60)\n")
    monkeypatch.setattr(inspection, "SCRIPT", slow)
    monkeypatch.setattr(inspection, "SECONDS", 0.5)
    with force_locale("en"), pytest.raises(Invalid, match="too complex"):
        _store(samples.pdf(), "deck")


@pytest.mark.parametrize("greed", ["bytearray(2 << 30)", "[i for i in iter(int, 1)]"])
def test_memory_and_time_of_a_parser_are_limited(tmp_path: Path, greed: str) -> None:
    code = f"import runpy; runpy.run_path({str(inspection.SCRIPT)!r})['limit_process'](); {greed}"
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, check=False, timeout=60)
    assert done.returncode != 0
    assert time.monotonic() - began < 30


def test_a_part_that_lies_about_its_size(app: Flask) -> None:
    """The directory speaks of one byte, the stream holds 100 MB: no more than the one byte is unpacked."""
    content = bytearray(samples.pptx({"ppt/media/a.bin": bytes(100 * 1024 * 1024)}))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = content.rfind(signature)
        content[at + offset : at + offset + 4] = (1).to_bytes(4, "little")
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        assert archive.getinfo("ppt/media/a.bin").file_size == 1
    with force_locale("en"), pytest.raises(Invalid, match="damaged"):
        _store(bytes(content), "deck")

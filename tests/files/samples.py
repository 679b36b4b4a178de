"""Uploads of every sort, made here: sound ones, and ones that people who mean harm would send."""

import io
import struct
import zipfile
import zlib
from typing import Any

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject
from werkzeug.datastructures import FileStorage

from app.files.inspector import PRESENTATION

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/ppt/presentation.xml" ContentType="{PRESENTATION}"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}'
    "</Relationships>"
)
SLIDES = '<?xml version="1.0"?><p:presentation xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"/>'


def upload(content: bytes, name: str = "文件.bin") -> FileStorage:
    return FileStorage(io.BytesIO(content), filename=name)


def pdf(pages: int = 1, change: Any = None) -> bytes:
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(200, 200)
    if change:
        change(writer)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def with_script(writer: PdfWriter) -> None:
    action = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
    writer.root_object[NameObject("/OpenAction")] = writer._add_object(DictionaryObject(action))


def with_launch(writer: PdfWriter) -> None:
    action = {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("cmd.exe")}
    writer.root_object[NameObject("/OpenAction")] = writer._add_object(DictionaryObject(action))


def with_attachment(writer: PdfWriter) -> None:
    writer.add_attachment("evil.exe", b"MZ")


def with_encryption(writer: PdfWriter) -> None:
    writer.encrypt("secret", algorithm="RC4-128")


def pdf_with_hidden_object() -> bytes:
    """The action stands in an object that the cross-reference table does not name, with its name disguised."""
    hidden = b"\n99 0 obj\n<< /S /J#61vaScript /JS (app.alert(1)) >>\nendobj\n"
    head, mark, tail = pdf().rpartition(b"startxref")
    return head + hidden + mark + tail


SCRIPT = b"<< /S /JavaScript /JS (app.alert(1)) >>"


def pdf_with_packed_object(content: bytes = SCRIPT) -> bytes:
    """The object stands in a compressed stream, where a search through the bytes finds nothing."""
    inner = b"5 0 " + content
    packed = zlib.compress(inner)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /OpenAction 5 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
        b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream"
        % (len(packed), packed),
    ]
    written, offsets = b"%PDF-1.5\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(written)
    rows = [b"\0" + bytes(5)] + [b"\1" + offset.to_bytes(4, "big") + b"\0" for offset in offsets]
    rows += [b"\2" + (4).to_bytes(4, "big") + b"\0", b"\1" + start.to_bytes(4, "big") + b"\0"]
    table = b"".join(rows)
    written += b"6 0 obj\n<< /Type /XRef /Size 7 /W [1 4 1] /Root 1 0 R /Length %d >>\nstream\n" % len(table)
    return written + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % start


def pdf_with_endless_pages() -> bytes:
    """A page tree that is its own child."""
    return pdf().replace(b"/Kids [ 4 0 R ]", b"/Kids [ 2 0 R ]").replace(b"/Count 1", b"/Count 9")


def pptx(
    parts: dict[str, bytes | str] | None = None, *, types: str = TYPES, prefix: bytes = b"", without: str = ""
) -> bytes:
    target = io.BytesIO()
    target.write(prefix)
    content: dict[str, bytes | str] = {
        "[Content_Types].xml": types,
        "_rels/.rels": RELATIONS.format(""),
        "ppt/presentation.xml": SLIDES,
        **(parts or {}),
    }
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in content.items():
            if name != without:
                archive.writestr(zipfile.ZipInfo(name), body, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def relation(kind: str, target: str, mode: str = "External") -> str:
    """A relationship that leads out of the presentation."""
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    return RELATIONS.format(f'<Relationship Id="r1" Type="{base}{kind}" Target="{target}" TargetMode="{mode}"/>')


def overlapping_pptx() -> bytes:
    """Two entries of the directory that point at the same bytes."""
    content = bytearray(pptx({"ppt/a.bin": bytes(100_000), "ppt/b.bin": bytes(100_000)}))
    entries, at = [], content.find(b"PK\x01\x02")
    while at >= 0:
        entries.append(at)
        at = content.find(b"PK\x01\x02", at + 4)
    content[entries[-1] + 42 : entries[-1] + 46] = content[entries[-2] + 42 : entries[-2] + 46]
    return bytes(content)


def image(kind: str = "PNG", size: tuple[int, int] = (40, 30), mode: str = "RGB", **options: Any) -> bytes:
    target = io.BytesIO()
    Image.new(mode, size, 100 if mode == "L" else (200, 30, 30, 255)[: len(mode)]).save(target, kind, **options)
    return target.getvalue()


def png_claiming(width: int, height: int) -> bytes:
    """A small file whose header speaks of a huge picture."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")

"""Looks into one upload and says on standard output what it is, or why it is refused.

Run as a script in a process of its own: `inspector.py INPUT OUTPUT TYPES PIXELS`. It imports nothing of the
application. Whatever a hostile file does to a parser ends with this process and its limits.
"""

import json
import re
import resource
import sys
import zipfile
from contextlib import suppress
from pathlib import Path
from xml.parsers import expat

MEGABYTE = 1024 * 1024
MOST_PIXELS = 40_000_000
MOST_PAGES = 500
MOST_OBJECTS = 200_000
MOST_PARTS = 5_000
MOST_UNPACKED = 300 * MEGABYTE
MOST_RATIO = 200
LIMITS = {
    "RLIMIT_AS": 768 * MEGABYTE,
    "RLIMIT_CPU": 8,
    "RLIMIT_FSIZE": 32 * MEGABYTE,
    "RLIMIT_NOFILE": 64,
    "RLIMIT_CORE": 0,
}

# What makes a PDF do something when opened, or carry something else inside. Keys and names are one list, because
# either place of one of these is reason enough.
ACTIVE = {"/JS", "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/RichMedia", "/Rendition", "/XFA"}
CARRIED = {"/EmbeddedFile", "/EmbeddedFiles", "/EF"}
# Long enough never to occur in compressed bytes by chance.
_RAW_ACTIVE = re.compile(rb"/(?:JavaScript|SubmitForm|ImportData|RichMedia|Launch)[\s/<>\[\]()]")
_RAW_CARRIED = re.compile(rb"/EmbeddedFiles?[\s/<>\[\]()]")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")

PRESENTATION = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
# Links that a person clicks, and films that play in place; every other outside target is loaded on opening.
CLICKED = ("/hyperlink", "/video", "/audio", "/media")


class Refused(Exception):
    """The reason, a word that the application translates."""


def main(arguments: list[str]) -> dict[str, object]:
    source, output, allowed, pixels = Path(arguments[0]), Path(arguments[1]), arguments[2].split(","), int(arguments[3])
    kind = kind_of(source)
    if kind not in allowed:
        raise Refused("type")
    if kind == "pdf":
        check_pdf(source)
    elif kind == "pptx":
        check_pptx(source)
    else:
        rewrite_image(source, output, kind, pixels)
    return {"type": kind, "rewritten": kind in {"png", "jpeg"}}


def kind_of(source: Path) -> str:
    """By the first bytes; each check then demands that the rest agrees."""
    with source.open("rb") as file:
        head = file.read(8)
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return "pptx"
    if head == b"\x89PNG\r\n\x1a\n":
        return "png"
    return "jpeg" if head.startswith(b"\xff\xd8\xff") else ""


def check_pdf(source: Path) -> None:
    from pypdf import PdfReader

    content = source.read_bytes()
    _check_pdf_shape(source, content)
    _check_pdf_bytes(content)
    reader = PdfReader(source, strict=False)
    if reader.is_encrypted:
        raise Refused("encrypted")
    _check_pdf_objects(reader)
    pages = len(reader.pages)
    if pages == 0:
        raise Refused("unreadable")
    if pages > MOST_PAGES:
        raise Refused("pages")


def _check_pdf_shape(source: Path, content: bytes) -> None:
    """Header at the first byte and end mark at the last, so that the file is not at the same time something else."""
    if not re.match(rb"%PDF-[12]\.\d", content):
        raise Refused("unreadable")
    end = content.rfind(b"%%EOF")
    if end < 0 or content[end + 5 :].strip(b"\r\n\t \x00") or len(content) - end > 1024:
        raise Refused("unreadable")
    if zipfile.is_zipfile(source):
        raise Refused("embedded")


def _check_pdf_bytes(content: bytes) -> None:
    """Objects that the cross-reference table does not name may still be found by a viewer that repairs files."""
    plain = _ESCAPED.sub(lambda match: bytes([int(match[1], 16)]), content)
    if _RAW_ACTIVE.search(plain):
        raise Refused("script")
    if _RAW_CARRIED.search(plain):
        raise Refused("embedded")


def _check_pdf_objects(reader: object) -> None:
    from pypdf.generic import IndirectObject

    tables = {**getattr(reader, "xref", {})}
    numbers = {(number, generation) for generation, table in tables.items() for number in table}
    numbers |= {(number, 0) for number in getattr(reader, "xref_objStm", {})}
    if len(numbers) > MOST_OBJECTS:
        raise Refused("complex")
    _check_pdf_value(reader.trailer)  # type: ignore[attr-defined]
    for number, generation in sorted(numbers):
        found = reader.get_object(IndirectObject(number, generation, reader))  # type: ignore[attr-defined]
        _check_pdf_value(found)


def _check_pdf_value(value: object) -> None:
    """One object with what lies directly in it; indirect ones have their own turn."""
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject

    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, DictionaryObject):
            for key in item:
                _check_pdf_name(str(key))
            waiting.extend(item.raw_get(key) for key in item)
        elif isinstance(item, ArrayObject):
            waiting.extend(list.__iter__(item))
        elif isinstance(item, NameObject):
            _check_pdf_name(str(item))


def _check_pdf_name(name: str) -> None:
    if name in ACTIVE:
        raise Refused("script")
    if name in CARRIED:
        raise Refused("embedded")


def check_pptx(source: Path) -> None:
    _check_zip_end(source)
    try:
        with zipfile.ZipFile(source) as archive:
            _check_parts(archive, source.stat().st_size)
            _check_content_types(archive)
            for part in archive.infolist():
                if part.filename.lower().endswith((".xml", ".rels", ".vml")):
                    _check_xml(archive, part)
                elif not part.is_dir():
                    _unpack(archive, part)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, KeyError, expat.ExpatError) as error:
        raise Refused("unreadable") from error


def _check_zip_end(source: Path) -> None:
    """The directory's end record, without a comment, is the last thing in the file."""
    with source.open("rb") as file:
        file.seek(-min(22, source.stat().st_size), 2)
        end = file.read()
    if not (end.startswith(b"PK\x05\x06") and end.endswith(b"\0\0")):
        raise Refused("unreadable")


def _check_parts(archive: zipfile.ZipFile, size: int) -> None:
    parts = sorted(archive.infolist(), key=lambda part: part.header_offset)
    if not parts or len(parts) > MOST_PARTS:
        raise Refused("complex")
    if parts[0].header_offset != 0:
        raise Refused("unreadable")  # something stands before the archive: it may be another kind of file as well
    names = [part.filename.lower() for part in parts]
    if len(set(names)) != len(names):
        raise Refused("unreadable")
    for name in names:
        _check_part_name(name)
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("encrypted")
    if any(part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for part in parts):
        raise Refused("unreadable")
    ends = [part.header_offset + 30 + len(part.filename.encode()) + part.compress_size for part in parts]
    if any(end > after.header_offset for end, after in zip(ends, parts[1:], strict=False)) or ends[-1] > size:
        raise Refused("complex")  # parts that overlap unpack to more than the archive holds
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MOST_UNPACKED or unpacked > max(size * MOST_RATIO, 10 * MEGABYTE):
        raise Refused("complex")


def _check_part_name(name: str) -> None:
    if "\\" in name or "\x00" in name or ":" in name or name.startswith("/") or ".." in name.split("/"):
        raise Refused("unreadable")
    if "vbaproject" in name or "vbadata" in name or "/activex/" in name or name.startswith("customui/"):
        raise Refused("macro")
    if "/embeddings/" in name and not name.endswith((".xlsx", ".docx", ".pptx", "/")):
        raise Refused("embedded")


def _check_content_types(archive: zipfile.ZipFile) -> None:
    names = set(archive.namelist())
    if not {"[Content_Types].xml", "_rels/.rels", "ppt/presentation.xml"} <= names:
        raise Refused("type")
    found: dict[str, str] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("ContentType", "")
        if "macroenabled" in kind.lower() or "vbaproject" in kind.lower():
            raise Refused("macro")
        if tag.rsplit(" ", 1)[-1] == "Override":
            found[attributes.get("PartName", "")] = kind

    _parse(archive, archive.getinfo("[Content_Types].xml"), start)
    if found.get("/ppt/presentation.xml") != PRESENTATION:
        raise Refused("type")


def _check_xml(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag.rsplit(" ", 1)[-1] != "Relationship":
            return
        kind, target = attributes.get("Type", ""), attributes.get("Target", "")
        if attributes.get("TargetMode", "").lower() == "external" and not kind.endswith(CLICKED):
            raise Refused("external")
        if kind.lower().endswith(("/vbaproject", "/activexcontrolbinary", "/control")):
            raise Refused("macro")
        if not kind.endswith("/hyperlink") and target.startswith(("\\\\", "file:")):
            raise Refused("external")

    _parse(archive, part, start)


def _parse(archive: zipfile.ZipFile, part: zipfile.ZipInfo, start: object) -> None:
    def doctype(*_details: object) -> None:
        raise Refused("unreadable")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = start  # type: ignore[assignment]
    with archive.open(part) as file:
        while block := file.read(65536):
            parser.Parse(block, False)
    parser.Parse(b"", True)


def _unpack(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """To the end, so that a part that is cut off or does not match its checksum is noticed."""
    with archive.open(part) as file:
        while file.read(1 << 20):
            pass


def rewrite_image(source: Path, output: Path, kind: str, side: int) -> None:
    """Decode and write anew: place, camera and whatever was appended stay behind."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # the check below refuses earlier
    try:
        with Image.open(source, formats=(kind.upper(),)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Refused("pixels")
            image.draft("RGB", (side, side))
            image.load()
            upright = ImageOps.exif_transpose(image)
        has_alpha = "A" in upright.getbands() or "transparency" in upright.info
        plain = upright.convert("RGBA" if has_alpha and kind == "png" else "RGB")
        plain.thumbnail((side, side), Image.Resampling.LANCZOS)
        plain.info.clear()
        options = {"optimize": True} if kind == "png" else {"quality": 88, "optimize": True}
        plain.save(output, format=kind.upper(), **options)
    except (OSError, SyntaxError, ValueError) as error:
        raise Refused("unreadable") from error


def limit_process() -> None:
    for name, most in LIMITS.items():
        with suppress(OSError, ValueError, AttributeError):
            resource.setrlimit(getattr(resource, name), (most, most))


if __name__ == "__main__":
    limit_process()
    try:
        answer = main(sys.argv[1:])
    except Refused as refusal:
        answer = {"refused": str(refusal)}
    except (MemoryError, RecursionError):
        answer = {"refused": "complex"}
    except Exception as error:  # a parser gave up: whatever the reason, the file is not what it says
        sys.stderr.write(f"{type(error).__name__}: {error}")
        answer = {"refused": "unreadable"}
    sys.stdout.write(json.dumps(answer))

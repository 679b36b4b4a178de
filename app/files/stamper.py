"""Writes who looks at a PDF, and when, across each of its pages.

Run as a script in a process of its own: `stamper.py INPUT OUTPUT FONT`, the lines as JSON on standard input. It imports
nothing of the application, and lives within the limits of the inspector beside it.

The mark is a form that every page refers to, so neither the pages' own content nor their number costs time. Latin
letters come from a font that every viewer has; all others from FONT, of which the letters used are embedded.
"""

import io
import json
import runpy
import sys
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

LATIN, OTHERS = "Helvetica", "Others"
SLANT = 30
TILE = (380, 210)
SIZES = (15, 11)
# A grey that stands out from white and from black.
SHADE, TILED, FOOT = 0.5, 0.25, 0.7


def stamp(source: Path, output: Path, font: Path, lines: list[str]) -> None:
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject

    _load(font)
    writer = PdfWriter(clone_from=PdfReader(source, strict=False))
    opening = writer._add_object(_stream(b"q\n"))
    marks: dict[tuple[int, int], Any] = {}
    for page in writer.pages:
        box = page.cropbox
        size = max(1, round(box.width)), max(1, round(box.height))
        if size not in marks:
            marks[size] = writer._add_object(_mark(writer, *size, lines))
        name = f"/ViewerMark{size[0]}x{size[1]}"
        resources = page.setdefault(NameObject("/Resources"), DictionaryObject()).get_object()
        resources.setdefault(NameObject("/XObject"), DictionaryObject()).get_object()[NameObject(name)] = marks[size]
        drawn = f"\nQ q 1 0 0 1 {float(box.left):.2f} {float(box.bottom):.2f} cm {name} Do Q\n".encode()
        content = ArrayObject([opening, *_contents(page), writer._add_object(_stream(drawn))])
        page[NameObject("/Contents")] = content
    writer.write(output)


def _contents(page: Any) -> Iterable[Any]:
    """The page's own content as references; a page may have one stream, several or none."""
    from pypdf.generic import ArrayObject

    if "/Contents" not in page:
        return []
    found = page.raw_get("/Contents")
    whole = found.get_object()
    return list.__iter__(whole) if isinstance(whole, ArrayObject) else [found]


def _stream(content: bytes) -> Any:
    from pypdf.generic import StreamObject

    stream = StreamObject()
    stream.set_data(content)
    return stream


def _mark(writer: Any, width: int, height: int, lines: list[str]) -> Any:
    """A form of a page's size with the lines across it and once at its foot."""
    from pypdf import PdfReader
    from pypdf.generic import ArrayObject, FloatObject, NameObject

    drawn = PdfReader(_drawing(width, height, lines)).pages[0]
    content = drawn.get_contents()
    assert content is not None
    form = _stream(content.get_data()).flate_encode()
    form[NameObject("/Type")], form[NameObject("/Subtype")] = NameObject("/XObject"), NameObject("/Form")
    form[NameObject("/BBox")] = ArrayObject([FloatObject(0), FloatObject(0), FloatObject(width), FloatObject(height)])
    form[NameObject("/Resources")] = drawn["/Resources"].clone(writer)
    return form


def _drawing(width: int, height: int, lines: list[str]) -> io.BytesIO:
    from reportlab.pdfgen.canvas import Canvas

    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(width, height))
    canvas.setFillGray(SHADE)
    canvas.setFillAlpha(TILED)
    scale = min(1.0, width / TILE[0], height / TILE[1] * 1.4)
    for x, y in _places(width, height, scale):
        canvas.saveState()
        canvas.translate(x, y)
        canvas.rotate(SLANT)
        for number, line in enumerate(lines):
            size = SIZES[min(number, 1)] * scale
            _write(canvas, line, size, -_width(line, size) / 2, -number * size * 1.6)
        canvas.restoreState()
    canvas.setFillAlpha(FOOT)
    foot = "  ".join(lines)
    size = min(7.0, 7.0 * (width - 24) / max(1.0, _width(foot, 7.0)))
    _write(canvas, foot, size, (width - _width(foot, size)) / 2, 8)
    canvas.save()
    target.seek(0)
    return target


def _places(width: int, height: int, scale: float) -> Iterator[tuple[float, float]]:
    """The middles of the tiles, every second row moved by half a tile; the page's own middle is one of them."""
    across, up = TILE[0] * scale, TILE[1] * scale
    rows, columns = int(height / up / 2) + 1, int(width / across / 2) + 1
    for row in range(-rows, rows + 1):
        for column in range(-columns, columns + 1):
            yield width / 2 + (column + row % 2 / 2) * across, height / 2 + row * up


def _runs(text: str) -> Iterator[tuple[str, str]]:
    for is_latin, letters in groupby(text, key=lambda letter: letter.isascii() or letter in "·–—"):
        yield (LATIN if is_latin else OTHERS), "".join(letters)


def _width(text: str, size: float) -> float:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return float(sum(stringWidth(run, font, size) for font, run in _runs(text)))


def _write(canvas: Any, text: str, size: float, x: float, y: float) -> None:
    line = canvas.beginText(x, y)
    for font, run in _runs(text):
        line.setFont(font, size)
        line.textOut(run)
    canvas.drawText(line)


def _load(font: Path) -> None:
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    registerFont(TTFont(OTHERS, str(font)))


if __name__ == "__main__":
    runpy.run_path(str(Path(__file__).with_name("inspector.py")))["limit_process"]()
    given, marked, letters = map(Path, sys.argv[1:4])
    stamp(given, marked, letters, json.load(sys.stdin))

"""Invented documents of the sample city, as small PDFs and a picture."""

import io
from functools import cache

from werkzeug.datastructures import FileStorage

from app.files.stamping import FONT

SIZE = (595, 842)


def pdf(name: str, *pages: tuple[str, tuple[str, ...]]) -> FileStorage:
    """An upload with one page for each heading and its lines."""
    from reportlab.pdfgen.canvas import Canvas

    _learn_font()
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=SIZE, invariant=1)
    for heading, lines in pages:
        canvas.setFont("Paper", 24)
        canvas.drawString(60, SIZE[1] - 100, heading)
        canvas.setFont("Paper", 13)
        for number, line in enumerate(lines):
            canvas.drawString(60, SIZE[1] - 150 - number * 26, line)
        canvas.showPage()
    canvas.save()
    target.seek(0)
    return FileStorage(target, filename=f"{name}.pdf")


@cache
def _learn_font() -> None:
    """Once: reading all its glyphs takes longer than the rest of a document."""
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    registerFont(TTFont("Paper", str(FONT)))


def picture(name: str) -> FileStorage:
    from PIL import Image

    target = io.BytesIO()
    Image.linear_gradient("L").resize((640, 360)).save(target, "PNG")
    target.seek(0)
    return FileStorage(target, filename=f"{name}.png")

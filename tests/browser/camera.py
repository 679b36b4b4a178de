"""A browser whose camera looks at a QR code."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import segno
from playwright.sync_api import Browser

from tests.browser import chromium

WIDTH, HEIGHT = 640, 480
GREY, INK, PAPER = 160, 20, 235


@contextlib.contextmanager
def looking_at(browser: Browser, text: str, folder: Path) -> Iterator[Browser]:
    """Another browser beside this one; only what is drawn when it starts is before its camera."""
    film = folder / "camera.y4m"
    film.write_bytes(_film(text))
    flags = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    started = chromium.launch(browser.browser_type, *flags, f"--use-file-for-fake-video-capture={film}")
    try:
        yield started
    finally:
        started.close()


def _film(text: str) -> bytes:
    """A few equal pictures as the raw video that Chromium takes for a camera's."""
    rows = [list(row) for row in segno.make(text, error="m", micro=False).matrix_iter(scale=7, border=4)]
    top, left = (HEIGHT - len(rows)) // 2, (WIDTH - len(rows)) // 2
    picture = [bytes([GREY] * WIDTH) for _ in range(HEIGHT)]
    for number, row in enumerate(rows):
        drawn = bytes(INK if module else PAPER for module in row)
        picture[top + number] = bytes([GREY] * left) + drawn + bytes([GREY] * (WIDTH - left - len(drawn)))
    colourless = bytes([128]) * (WIDTH * HEIGHT // 2)
    head = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode()
    return head + (b"FRAME\n" + b"".join(picture) + colourless) * 3

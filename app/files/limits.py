"""What each kind of upload may be, and how large."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from app.files.models import FileKind

PDF = "application/pdf"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
PNG = "image/png"
JPEG = "image/jpeg"
EXTENSIONS = {PDF: ".pdf", PPTX: ".pptx", PNG: ".png", JPEG: ".jpg"}
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limit:
    media_types: tuple[str, ...]
    megabytes: int
    help: object

    @property
    def accept(self) -> str:
        """For the file chooser; the server judges by content."""
        endings = [".jpg,.jpeg" if kind == JPEG else EXTENSIONS[kind] for kind in self.media_types]
        return ",".join([*self.media_types, *endings])


LIMITS = {
    FileKind.LOGO: Limit((PNG, JPEG), 2, _l("PNG or JPEG, at most %(size)s MB.", size=2)),
    FileKind.IMAGE: Limit((PNG, JPEG), 5, _l("PNG or JPEG, at most %(size)s MB.", size=5)),
    FileKind.DECK: Limit((PDF, PPTX), 25, _l("PDF or PPTX without macros, at most %(size)s MB.", size=25)),
    FileKind.ROOM: Limit((PDF, PPTX, PNG, JPEG), 25, _l("PDF, PPTX, PNG or JPEG, at most %(size)s MB.", size=25)),
    FileKind.ATTACHMENT: Limit((PDF, PPTX, PNG, JPEG), 10, _l("PDF, PPTX, PNG or JPEG, at most %(size)s MB.", size=10)),
}

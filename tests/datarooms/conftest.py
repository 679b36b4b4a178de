import pytest

from app.files import stamping


@pytest.fixture(autouse=True)
def fast_uploads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether a PDF takes the mark is tried by the tests of `files`; here uploads are sound ones."""
    monkeypatch.setattr(stamping, "is_markable", lambda _file: True)

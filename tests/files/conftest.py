from pathlib import Path

import pytest
from flask import Flask


@pytest.fixture(autouse=True)
def own_folder(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test has an empty folder of uploads."""
    monkeypatch.setitem(app.config, "INSTANCE_PATH", tmp_path)

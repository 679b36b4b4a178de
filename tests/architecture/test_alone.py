"""The matching library is tested without the application."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COLLECT = """
import sys
import pytest
sys.modules.update(dict.fromkeys(("app", "flask", "sqlalchemy")))
sys.exit(pytest.main(["--collect-only", "-q", "-p", "no:cacheprovider", "--confcutdir=tests/matching", *sys.argv[1:]]))
"""


def _collected(*paths: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", COLLECT, *paths], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_the_tests_of_the_library_need_nothing_of_the_application():
    done = _collected("tests/matching")
    assert done.returncode == 0, done.stdout[-2000:]
    # The control: what does need it is noticed.
    assert _collected("tests/recommendations").returncode != 0

"""Runs a script that opens what strangers uploaded: a process of its own, with little time and no settings.

The script sets itself the limits of memory that stand in `inspector.py`.
"""

import subprocess
import sys
import threading
from pathlib import Path

# A worker's threads take turns, so that many files at once cannot take all memory.
_PLACES = threading.BoundedSemaphore(2)


def run(
    script: Path, *arguments: object, seconds: float, given: bytes = b""
) -> subprocess.CompletedProcess[bytes] | None:
    """What became of the script; None when its time was over."""
    # By path and isolated, not by module: importing the package would load the whole application. The empty
    # environment keeps passwords and keys away from the parsers.
    command = [sys.executable, "-I", str(script), *map(str, arguments)]
    try:
        with _PLACES:
            return subprocess.run(
                command, input=given, capture_output=True, timeout=seconds, check=False, env={}, cwd="/"
            )
    except subprocess.TimeoutExpired:
        return None

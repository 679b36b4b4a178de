"""`make access`: execute the access matrix and print `routes N cells M deviations D`."""

import gc
import os
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from app.extensions import db
from tests import isolation
from tests.access import matrix, table
from tests.access.matrix import Cell

PROCESSES = max(1, min(4, os.cpu_count() or 1))


def part(number: int) -> list[Cell]:
    """Every endpoint whose turn it is, in a city of its own."""
    gc.set_threshold(100_000, 20, 50)  # collecting is a fifth of the time otherwise
    with tempfile.TemporaryDirectory() as folder:
        app = isolation.build_app(f"sqlite:///{folder}/access.db", Path(folder), PROPAGATE_EXCEPTIONS=False)
        with app.app_context():
            db.create_all()
        with isolation.rolled_back(app):
            return list(matrix.run(app, sorted(table.ROUTES)[number::PROCESSES]))


def main() -> int:
    with ProcessPoolExecutor(PROCESSES, get_context("spawn")) as pool:
        cells = [cell for found in pool.map(part, range(PROCESSES)) for cell in found]
    deviations = [cell for cell in cells if cell.deviates]
    for cell in deviations:
        print(
            f"{cell.method} {cell.endpoint} [{cell.thing}] as {cell.person}: got {cell.got}, expected {cell.expected}"
        )
    print(f"routes {len({cell.endpoint for cell in cells})} cells {len(cells)} deviations {len(deviations)}")
    return 1 if deviations else 0


if __name__ == "__main__":
    sys.exit(main())

"""`make access`: execute the access matrix and print `routes N cells M deviations D`."""

import sys
import tempfile
from pathlib import Path

from app.extensions import db
from tests import isolation
from tests.access import matrix


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        app = isolation.build_app(f"sqlite:///{folder}/access.db", Path(folder))
        with app.app_context():
            db.create_all()
        with isolation.rolled_back(app):
            cells = list(matrix.run(app))
    deviations = [cell for cell in cells if cell.deviates]
    for cell in deviations:
        print(
            f"{cell.method} {cell.endpoint} [{cell.thing}] as {cell.person}: got {cell.got}, expected {cell.expected}"
        )
    print(f"routes {len({cell.endpoint for cell in cells})} cells {len(cells)} deviations {len(deviations)}")
    return 1 if deviations else 0


if __name__ == "__main__":
    sys.exit(main())

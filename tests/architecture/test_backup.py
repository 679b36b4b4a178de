"""What was backed up is there again on an empty host: the same rows, the same files."""

import hashlib
import os
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.engine import make_url

from app.extensions import Base, db
from tests import factories
from tests.isolation import build_app

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(params=["sqlite", "postgresql"])
def urls(request, tmp_path):
    """(source, empty target) with their instance folders."""
    folders = [tmp_path / "from", tmp_path / "to"]
    for folder in folders:
        folder.mkdir()
    if request.param == "sqlite":
        yield [(f"sqlite:///{folder / 'fuqiao.db'}", folder) for folder in folders]
        return
    url = make_url(request.getfixturevalue("postgres_url"))
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    names = ["backup_from", "backup_to"]
    with engine.connect() as connection:
        for name in names:
            connection.execute(text(f"CREATE DATABASE {name}"))
    yield [
        (url.set(database=name).render_as_string(hide_password=False), folder)
        for name, folder in zip(names, folders, strict=True)
    ]
    with engine.connect() as connection:
        for name in names:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


def counts(url: str) -> dict[str, int]:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = {
            name: connection.scalar(select(func.count()).select_from(table))
            for name, table in Base.metadata.tables.items()
        }
    engine.dispose()
    return found


def hashes(folder: Path) -> dict[str, str]:
    files = sorted(path for path in (folder / "files").rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def script(name: str, url: str, instance: Path, backup: Path) -> None:
    environment = {**os.environ, "INSTANCE_PATH": str(instance), "DATABASE_URL": url if "postgres" in url else ""}
    command = ["sh", str(ROOT / "deploy" / name), str(backup)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_restored_installation_has_the_same_rows_and_files(urls, tmp_path):
    (source, source_folder), (target, target_folder) = urls
    app = build_app(source, source_folder)
    with app.app_context():
        db.create_all()
        for _ in range(3):
            factories.actor()
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    stored = source_folder / "files" / "ab" / "deck"
    stored.parent.mkdir(parents=True)
    stored.write_bytes(os.urandom(2000))
    script("backup.sh", source, source_folder, tmp_path / "backup")
    script("restore.sh", target, target_folder, tmp_path / "backup")
    assert counts(target) == counts(source)
    assert counts(target)["audit_entry"] > 0
    assert hashes(target_folder) == hashes(source_folder) != {}

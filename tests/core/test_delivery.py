"""Several runners at one outbox, and one that dies: every mail arrives, and no second copy under another name."""

import datetime as dt
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, update

from app.core import delivery
from app.core.mail import OutboxMessage
from app.core.model import utc_now
from app.extensions import db
from tests.core.smtp_sink import SmtpSink, serving

MAILS = 24


@pytest.fixture
def sink(database_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[SmtpSink]:
    """Committed mails, because other connections must see them; removed again afterwards."""
    with serving() as server, database_app.app_context():
        for key, value in {"MAIL_SERVER": "127.0.0.1", "MAIL_PORT": server.port, "MAIL_STARTTLS": False}.items():
            monkeypatch.setitem(database_app.config, key, value)
        for number in range(MAILS):
            db.session.add(
                OutboxMessage(recipient=f"p{number}@example.cn", locale="en", subject="s", text="t", html="h")
            )
        db.session.commit()
        try:
            yield server
        finally:
            db.session.execute(delete(OutboxMessage))
            db.session.commit()


def states() -> dict[str, int]:
    db.session.rollback()
    counted = select(OutboxMessage.state, func.count().label("mails")).group_by(OutboxMessage.state)
    return {row.state: row.mails for row in db.session.execute(counted)}


def test_runners_share_the_work(sink: SmtpSink, database_app: Flask) -> None:
    sent: list[int] = []

    def run() -> None:
        with database_app.app_context():
            sent.append(delivery.deliver_due())
            db.session.remove()

    runners = [threading.Thread(target=run) for _ in range(4)]
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join()
    assert sum(sent) == MAILS
    assert len(sink.messages) == MAILS
    assert len({message["Message-ID"] for message in sink.messages}) == MAILS
    assert states() == {"sent": MAILS}


RUNNER = """
import sys
from pathlib import Path
import app
app.SLICES = ("core",)  # a quick start: the outbox needs no more
from app.core import delivery
from tests.isolation import build_app
server = {"MAIL_SERVER": "127.0.0.1", "MAIL_PORT": int(sys.argv[3]), "MAIL_STARTTLS": False}
with build_app(sys.argv[1], Path(sys.argv[2]), **server).app_context():
    delivery.deliver_due()
"""


def test_a_killed_runner_loses_nothing(sink: SmtpSink, database_app: Flask, tmp_path: Path) -> None:
    sink.pause = 0.05
    url = database_app.config["SQLALCHEMY_DATABASE_URI"]
    command = [sys.executable, "-c", RUNNER, url, str(tmp_path), str(sink.port)]
    with subprocess.Popen(command, cwd=Path(__file__).parents[2]) as runner:
        deadline = time.monotonic() + 60
        while len(sink.messages) < 5 and time.monotonic() < deadline:
            time.sleep(0.01)
        os.kill(runner.pid, signal.SIGKILL)
    sink.pause = 0
    assert 5 <= len(sink.messages) < MAILS
    db.session.execute(update(OutboxMessage).values(next_attempt_at=utc_now() - dt.timedelta(seconds=1)))
    db.session.commit()
    delivery.deliver_due()
    assert states() == {"sent": MAILS}
    identifiers = [message["Message-ID"] for message in sink.messages]
    assert len(set(identifiers)) == MAILS
    assert len(identifiers) <= MAILS + 1, "at most the mail in flight came twice, under one name"

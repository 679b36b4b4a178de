"""What must hold before an installation goes public."""

import ipaddress
import os
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import current_app

from app.core.shell import is_sample

OK, WARN, FAIL = "OK", "WARN", "FAIL"
SHORTEST_SECRET = 32
GUESSABLE = ("secret", "change", "default", "example", "test", "dev", "password", "fuqiao")


@dataclass(frozen=True)
class Check:
    verdict: str
    name: str
    message: str


def checks() -> Iterator[Check]:
    """Every check, in the order in which a person sets an installation up. Operators read them, in English."""
    base = urlsplit(current_app.config["BASE_URL"])
    public = not is_loopback(base.hostname or "")
    yield _secret()
    yield _debug()
    yield _base_url(base.scheme, public)
    yield _hosts(base.hostname or "", public)
    yield _cookies()
    yield _database()
    yield _queue()
    yield _mail()
    yield _backup()
    yield _sample()


def is_loopback(host: str) -> bool:
    bare = host.strip("[]")
    try:
        return ipaddress.ip_address(bare).is_loopback
    except ValueError:
        return bare in {"", "localhost"} or bare.endswith(".localhost")


def _secret() -> Check:
    secret = str(current_app.config["SECRET_KEY"])
    if len(secret) < SHORTEST_SECRET:
        return Check(
            FAIL,
            "secret",
            f"SECRET_KEY has {len(secret)} characters; at least {SHORTEST_SECRET} random ones are needed.",
        )
    if len(set(secret)) < 10 or any(word in secret.lower() for word in GUESSABLE):
        return Check(
            FAIL,
            "secret",
            "SECRET_KEY looks like a default; make one with: python3 -c 'import secrets; print(secrets.token_hex(32))'",
        )
    if not os.environ.get("SECRET_KEY"):
        return Check(
            WARN,
            "secret",
            "SECRET_KEY comes from a file in the instance folder; several hosts need one common variable.",
        )
    return Check(OK, "secret", "long and random")


def _debug() -> Check:
    if current_app.debug or os.environ.get("FLASK_DEBUG", "").lower() not in {"", "0", "false"}:
        return Check(FAIL, "debug", "Debugging is on; unset FLASK_DEBUG.")
    if current_app.testing or current_app.config.get("PROPAGATE_EXCEPTIONS"):
        return Check(FAIL, "debug", "TESTING or PROPAGATE_EXCEPTIONS is on; visitors would see errors in detail.")
    return Check(OK, "debug", "off")


def _base_url(scheme: str, public: bool) -> Check:
    if not public:
        return Check(FAIL, "address", "BASE_URL is this machine's own; links in mails need the public https address.")
    if scheme != "https":
        return Check(FAIL, "address", "BASE_URL must begin with https://.")
    return Check(OK, "address", current_app.config["BASE_URL"])


def _hosts(host: str, public: bool) -> Check:
    trusted = current_app.config["TRUSTED_HOSTS"] or []
    if not trusted or any(name in {"*", "."} or "*" in name for name in trusted):
        return Check(FAIL, "hosts", "TRUSTED_HOSTS accepts any host; name those that visitors use.")
    if public and all(is_loopback(name.lstrip(".")) for name in trusted):
        return Check(FAIL, "hosts", "TRUSTED_HOSTS names only this machine; add the host of BASE_URL.")
    if not any(host == name or (name.startswith(".") and f".{host}".endswith(name)) for name in trusted):
        return Check(FAIL, "hosts", f"TRUSTED_HOSTS lacks {host}, the host of BASE_URL.")
    return Check(OK, "hosts", ", ".join(trusted))


def _cookies() -> Check:
    if not current_app.config["SESSION_COOKIE_SECURE"]:
        return Check(
            FAIL, "cookies", "Session cookies would travel unencrypted; they are secure when BASE_URL is https."
        )
    if not current_app.config["SESSION_COOKIE_HTTPONLY"] or current_app.config["SESSION_COOKIE_SAMESITE"] not in {
        "Lax",
        "Strict",
    }:
        return Check(FAIL, "cookies", "Session cookies must be HttpOnly and SameSite.")
    if not current_app.config.get("WTF_CSRF_ENABLED", True) or not current_app.config["RATELIMIT_ENABLED"]:
        return Check(FAIL, "cookies", "The protection against forged requests or the limits of attempts are off.")
    return Check(OK, "cookies", "secure")


def _database() -> Check:
    if current_app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
        return Check(WARN, "database", "SQLite serves one host only; for more set DATABASE_URL to PostgreSQL.")
    return Check(OK, "database", "PostgreSQL")


def _queue() -> Check:
    if not current_app.config["REDIS_URL"]:
        return Check(WARN, "jobs", "Without REDIS_URL the job queue and the limits of attempts serve one host only.")
    return Check(OK, "jobs", "Redis")


def _mail() -> Check:
    config = current_app.config
    if not config["MAIL_SERVER"]:
        return Check(FAIL, "mail", "MAIL_SERVER is empty; nobody could confirm an address or reset a password.")
    if "localhost" in config["MAIL_SENDER"]:
        return Check(FAIL, "mail", "MAIL_SENDER must be an address of your domain.")
    if not config["MAIL_STARTTLS"] and not is_loopback(config["MAIL_SERVER"]):
        return Check(FAIL, "mail", "MAIL_STARTTLS is off; mails would travel unencrypted.")
    return Check(OK, "mail", config["MAIL_SERVER"])


def _backup() -> Check:
    if not os.environ.get("BACKUP_COMMAND"):
        return Check(FAIL, "backup", "BACKUP_COMMAND is not set; say how this installation is backed up.")
    return Check(OK, "backup", "configured")


def _sample() -> Check:
    if is_sample():
        return Check(FAIL, "sample", "The invented sample city is loaded; begin with an empty database.")
    return Check(OK, "sample", "none")

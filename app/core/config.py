"""Settings from environment variables alone; without any, an embedded installation under `instance/`."""

import os
import secrets
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def _flag(name: str, default: bool = False) -> bool:
    return os.environ.get(name, str(int(default))).lower() in {"1", "true", "yes", "on"}


def _list(name: str) -> list[str]:
    return [item.strip() for item in os.environ.get(name, "").split(",") if item.strip()]


def _secret(instance: Path) -> str:
    """An embedded installation keeps its own random key, readable by its owner alone."""
    if key := os.environ.get("SECRET_KEY"):
        return key
    path = instance / "secret_key"
    if not path.exists():
        instance.mkdir(parents=True, exist_ok=True)
        try:
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_hex(32))
        except FileExistsError:
            pass  # another worker was faster
    return path.read_text().strip()


def _database(instance: Path) -> str:
    url = os.environ.get("DATABASE_URL", f"sqlite:///{instance / 'fuqiao.db'}")
    for scheme in ("postgres://", "postgresql://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    return url


def from_environment() -> dict[str, Any]:
    instance = Path(os.environ.get("INSTANCE_PATH", ROOT / "instance")).resolve()
    base_url = os.environ.get("BASE_URL", "http://127.0.0.1:8000").rstrip("/")
    return {
        "INSTANCE_PATH": instance,
        # Templates as Python compiled them; may be deleted at any time.
        "TEMPLATE_CACHE": Path(os.environ.get("TEMPLATE_CACHE", instance / "cache")),
        "SECRET_KEY": _secret(instance),
        # Earlier keys: they open what they signed or sealed, and nothing new is made with them.
        "SECRET_KEY_FALLBACKS": _list("SECRET_KEY_FALLBACKS"),
        "SQLALCHEMY_DATABASE_URI": _database(instance),
        "REDIS_URL": os.environ.get("REDIS_URL", ""),
        "BASE_URL": base_url,
        # Development listens on any loopback port, so only production names the hosts it trusts.
        "TRUSTED_HOSTS": _list("TRUSTED_HOSTS") or ["127.0.0.1", "localhost", "[::1]"],
        "PROXY_COUNT": int(os.environ.get("PROXY_COUNT", "0")),
        "SESSION_COOKIE_SECURE": base_url.startswith("https://"),
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_NAME": "fuqiao",
        "WTF_CSRF_TIME_LIMIT": None,  # a form left open over lunch must still be accepted
        "MAX_CONTENT_LENGTH": 32 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "MAX_FORM_PARTS": 2000,
        "MAIL_SERVER": os.environ.get("MAIL_SERVER", ""),
        "MAIL_PORT": int(os.environ.get("MAIL_PORT", "587")),
        "MAIL_USERNAME": os.environ.get("MAIL_USERNAME", ""),
        "MAIL_PASSWORD": os.environ.get("MAIL_PASSWORD", ""),
        "MAIL_STARTTLS": _flag("MAIL_STARTTLS", True),
        "MAIL_SENDER": os.environ.get("MAIL_SENDER", "Fuqiao 孵桥 <no-reply@localhost>"),
        "TIME_ZONE": os.environ.get("TIME_ZONE", "Asia/Shanghai"),
        # The city's code (GB/T 2260), proposed wherever an organisation says where it sits.
        "REGION": os.environ.get("REGION", ""),
        "SITE_NAME": os.environ.get("SITE_NAME", ""),
        "SITE_ICP": os.environ.get("SITE_ICP", ""),
        "SITE_POLICE_FILING": os.environ.get("SITE_POLICE_FILING", ""),
        "SITE_COMPLAINT_CONTACT": os.environ.get("SITE_COMPLAINT_CONTACT", ""),
        # Days somebody has to answer an invitation or a request.
        "ANSWER_DAYS": int(os.environ.get("ANSWER_DAYS", "7")),
        # Years that a filing of a mentor is proposed to hold.
        "FILING_YEARS": int(os.environ.get("FILING_YEARS", "2")),
        "RATELIMIT_ENABLED": _flag("RATELIMIT_ENABLED", True),
        "BABEL_DEFAULT_LOCALE": "zh",
        "BABEL_DEFAULT_TIMEZONE": "UTC",
        "LOG_JSON": _flag("LOG_JSON"),
        # Set where pages are served and nothing else is: commands and migrations are then not even loaded.
        "PAGES_ONLY": _flag("PAGES_ONLY"),
    }

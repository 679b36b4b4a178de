"""Logs: one line an event, JSON in production. No password, token or phone is ever a field of one."""

import logging
from typing import Any

import structlog
from flask import Flask

_SECRETS = ("password", "token", "phone", "secret", "authorization", "cookie")


def _hide_secrets(_logger: Any, _name: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    for key in event:
        if any(word in key.lower() for word in _SECRETS):
            event[key] = "•••"
    return event


def init_app(app: Flask) -> None:
    renderer: Any = structlog.processors.JSONRenderer(ensure_ascii=False)
    if not app.config["LOG_JSON"]:
        plain = structlog.dev.plain_traceback
        renderer = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=plain)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _hide_secrets,
            *([structlog.processors.format_exc_info] if app.config["LOG_JSON"] else []),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )

"""The application factory. It alone knows every slice; a slice is found by the files it has."""

import importlib
from importlib.util import find_spec
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app.core import audit, config, database, drafts, i18n, jobs, mail, once, security, shell, templating
from app.core.access import PUBLIC, Access, undeclared
from app.extensions import babel, csrf, db, limiter, login_manager

# Lower slices first: models of higher ones refer to their tables, and their blueprints come later in the menu.
SLICES = (
    "core",
    "accounts",
    "taxonomy",
    "notifications",
    "cities",
    "files",
    "messages",
    "projects",
    "mentors",
    "funds",
    "datarooms",
    "carriers",
    "events",
    "roadshows",
    "competitions",
    "mentorships",
    "deals",
    "offerings",
    "stories",
    "recommendations",
    "indicators",
    "evaluations",
    "subsidies",
    "bulletins",
    "admin",
    "api",
    "pages",
    "demo",
)


def create_app(overrides: dict[str, Any] | None = None) -> Flask:
    app = Flask(__name__, template_folder="../templates", static_folder="static", instance_relative_config=False)
    app.config.update(config.from_environment(), **(overrides or {}))
    app.config["INSTANCE_PATH"].mkdir(parents=True, exist_ok=True)
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", database.engine_options(app.config["SQLALCHEMY_DATABASE_URI"]))
    app.config.setdefault("RATELIMIT_STORAGE_URI", app.config["REDIS_URL"] or "memory://")
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.jinja_environment = templating.QuickEnvironment
    app.jinja_options = templating.options(app.config["TEMPLATE_CACHE"])

    _bind_extensions(app)
    for part in (i18n, templating, shell, security, mail):
        part.init_app(app)
    _load_slices(app)
    if not app.config["PAGES_ONLY"]:
        _bind_migrations(app)
    for part in (once, drafts, jobs):
        part.init_app(app)
    app.view_functions["static"].access = Access((PUBLIC,), None, None)  # type: ignore[union-attr]
    if missing := undeclared(app):
        raise RuntimeError(f"routes without an access declaration: {', '.join(missing)}")
    if app.config["PROXY_COUNT"]:
        count = app.config["PROXY_COUNT"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count)  # type: ignore[method-assign]
    return app


def _bind_extensions(app: Flask) -> None:
    db.init_app(app)
    with app.app_context():
        database.install(db.engine)
    audit.listen(db.session)
    jobs.listen(db.session)
    login_manager.init_app(app)
    csrf.init_app(app)
    limiter.init_app(app)
    babel.init_app(
        app,
        default_translation_directories=str(i18n.FOLDER),
        locale_selector=i18n.select_locale,
        timezone_selector=lambda: app.config["TIME_ZONE"],
    )


def _bind_migrations(app: Flask) -> None:
    from flask_migrate import Migrate  # loads Alembic, which pages never need

    Migrate(app, db, directory=str(config.ROOT / "migrations"), compare_type=True, render_as_batch=True)


def _load_slices(app: Flask) -> None:
    """Import what each slice has: models, jobs and panels by their side effects, views and commands by name."""
    for name in SLICES:
        if not _exists(f"app.{name}"):
            continue
        for part in ("models", "tasks", "panels"):
            if _exists(f"app.{name}.{part}"):
                importlib.import_module(f"app.{name}.{part}")
        package = importlib.import_module(f"app.{name}")
        if hasattr(package, "init_app"):
            package.init_app(app)
        if _exists(f"app.{name}.views"):
            app.register_blueprint(importlib.import_module(f"app.{name}.views").bp)
        if not app.config["PAGES_ONLY"] and _exists(f"app.{name}.commands"):
            module = importlib.import_module(f"app.{name}.commands")
            for command in getattr(module, "commands", None) or (module.group,):
                app.cli.add_command(command)


def _exists(module: str) -> bool:
    """Whether there is such a file; a folder without `__init__.py` is none."""
    spec = find_spec(module)
    return spec is not None and spec.origin is not None

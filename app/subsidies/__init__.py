"""What authorities pay carriers: for seed money they granted, for accreditations, for graduates that settled nearby."""

from flask import Flask


def init_app(app: Flask) -> None:
    from app.files import access
    from app.subsidies import labels, policies, rules

    access.register("attachment", policies.can_read_evidence)
    app.jinja_env.globals["subsidy_words"] = labels
    app.jinja_env.globals["subsidy_rules"] = rules.rules

from flask import Flask

from app.taxonomy import labels, picker


def init_app(app: Flask) -> None:
    """Names of codes, for every template."""
    app.jinja_env.globals.update(
        code_label=labels.label,
        code_labels=labels.joined,
        codes_in_order=labels.ordered,
        region_name=labels.region_name,
        code_choices=labels.choices,
        sector_choices=labels.sector_choices,
        sector_options=labels.sector_options,
        region_options=labels.region_options,
        region_levels=picker.levels,
    )

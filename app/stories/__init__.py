from flask import Flask


def init_app(app: Flask) -> None:
    """A picture is read by whoever reads its story."""
    from app.files import access
    from app.stories import labels, policies

    app.jinja_env.globals.update(story_words=labels)

    access.register("image", policies.can_read_picture)

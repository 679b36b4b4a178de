"""The bare floor: the least a Flask page can be that lists fifty joined rows, on the same database and settings.

`gunicorn -c gunicorn.conf.py bench.floor:app`. Nothing of the product is imported.
"""

import os

from flask import Flask, render_template
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import DeclarativeBase, Mapped, joinedload, mapped_column, relationship

PAGE = """{% autoescape true %}
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Floor</title></head><body><h1>Floor</h1><ul>
{% for project in projects %}<li><a href="/projects/{{ project.id }}">{{ project.name }}</a>
<p>{{ project.tagline }}</p><p>{{ project.organisation.name }}</p></li>
{% endfor %}</ul></body></html>
{% endautoescape %}"""


class Base(DeclarativeBase):
    pass


db = SQLAlchemy(model_class=Base, disable_autonaming=True)


class Organisation(Base):
    __tablename__ = "organisation"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]


class Project(Base):
    __tablename__ = "project"
    id: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    state: Mapped[str]
    name: Mapped[str]
    tagline: Mapped[str]
    published_at: Mapped[str]
    organisation: Mapped[Organisation] = relationship()


app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["DATABASE_URL"]
db.init_app(app)
# Compiled once, as a template in a file is.
TEMPLATE = app.jinja_env.from_string(PAGE)


@app.get("/")
def page() -> str:
    statement = select(Project).options(joinedload(Project.organisation)).where(Project.state == "published")
    projects = db.session.scalars(statement.order_by(Project.published_at.desc()).limit(50)).all()
    return render_template(TEMPLATE, projects=projects)

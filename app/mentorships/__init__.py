"""Requests to mentors, and the mentorships that follow."""

from flask import Flask


def init_app(app: Flask) -> None:
    from app.mentorships import coaching

    coaching.init_app(app)

from flask import Flask


def init_app(_app: Flask) -> None:
    """The timetable of 1:1 meetings prefers those that fit better."""
    from app.recommendations import queries
    from app.roadshows.meetings.worth import FITS

    if queries.fits not in FITS:
        FITS.append(queries.fits)

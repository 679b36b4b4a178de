from flask import Flask


def init_app(_app: Flask) -> None:
    """The timetable of 1:1 meetings prefers those that fit better; matches follow the agreements of cities."""
    from app.cities.services import CHANGED
    from app.recommendations import queries
    from app.recommendations.services import cities
    from app.roadshows.meetings.worth import FITS

    if queries.fits not in FITS:
        FITS.append(queries.fits)
    if cities.follow not in CHANGED:
        CHANGED.append(cities.follow)

"""Agreements of cities, and what a larger region looks into."""

ROUTES: dict[str, dict[str, str]] = {
    "cities.accept": {
        "city_offer": "other_organiser: ok; organiser province administrator: 403; *: 404",
    },
    "cities.agreements": {"-": "organiser other_organiser administrator: ok; *: 403"},
    "cities.end": {
        "city_offer": "organiser other_organiser: ok; province administrator: 403; *: 404",
    },
    "pages.region": {"-": "organiser other_organiser: ok; *: 403"},
}

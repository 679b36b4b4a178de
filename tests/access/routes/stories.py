"""Stories and notices."""

from tests.access.audiences import EVERYBODY, NOBODY

DESK = "organiser other_organiser: ok; *: 403"
WRITING = {"story": "organiser: ok; *: 404", "story_draft": "organiser: ok; *: 404", "nothing": NOBODY}
CHANGING = WRITING | {"story_archived": "organiser: 403; *: 404"}

ROUTES: dict[str, dict[str, str]] = {
    "stories.archive": WRITING,
    "stories.create": {"-": DESK},
    "stories.edit": CHANGING,
    "stories.feed": {"-": EVERYBODY},
    "stories.index": {"-": EVERYBODY},
    "stories.mine": {"-": DESK},
    "stories.picture": CHANGING,
    "stories.publish": WRITING,
    "stories.restore": WRITING,
    "stories.show": {
        "story": EVERYBODY,
        "story_draft": "organiser province: ok; visitor: 404; *: 404",
        "nothing": "visitor: 404; *: 404",
    },
    "stories.withdraw": WRITING,
}

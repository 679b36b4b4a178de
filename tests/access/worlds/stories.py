from app.stories import services
from tests.access.world import City


def add(city: City) -> None:
    organiser = city.people["organiser"]
    for thing in ("story", "story_draft", "story_archived"):
        story = services.create(actor=organiser, kind="story", title="故事", body="正文")
        city.things[thing] = {"story_id": story.id}
        if thing == "story":
            services.publish(actor=organiser, story=story)
        elif thing == "story_archived":
            services.archive(actor=organiser, story=story)

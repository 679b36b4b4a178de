import datetime as dt
import io
import xml.etree.ElementTree as ET

import pytest
from PIL import Image

from app.accounts.models import Role
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.model import utc_now
from app.extensions import db
from app.stories import services
from app.stories.models import Story, StoryState
from tests import factories
from tests.factories import sign_in

ATOM = "{http://www.w3.org/2005/Atom}"


def story(organiser, **values):
    return services.create(
        actor=organiser, **{"kind": "story", "title": "从实验室到产线", "body": "三年前，他们只有一台样机。", **values}
    )


def published(organiser, **values):
    made = story(organiser, **values)
    services.publish(actor=organiser, story=made)
    return made


@pytest.fixture
def organiser():
    return factories.actor(Role.ORGANISER)


def picture():
    content = io.BytesIO()
    Image.new("RGB", (60, 40), "navy").save(content, "PNG")
    content.seek(0)
    return content, "样机.png"


def test_an_organiser_writes_publishes_takes_back_and_archives(client):
    person = factories.actor(Role.ORGANISER)
    sign_in(client, person)
    form = {"kind": "notice", "title": "创新券开始申领", "body": "即日起受理。"}
    assert client.post("/stories/new", data={**form, "title": ""}).status_code == 422
    assert client.post("/stories/new", data=form).status_code == 303
    made = db.session.query(Story).one()
    visitor = client.application.test_client()
    assert visitor.get(f"/stories/{made.id}").status_code == 404
    assert "创新券开始申领" not in visitor.get("/stories").text
    client.post(f"/stories/{made.id}/publish")
    assert "创新券开始申领" in visitor.get("/stories?kind=notice").text
    assert "创新券开始申领" not in visitor.get("/stories?kind=story").text
    assert "创新券开始申领" in visitor.get("/").text
    assert client.post(f"/stories/{made.id}/publish").status_code == 409
    client.post(f"/stories/{made.id}/withdraw")
    assert visitor.get(f"/stories/{made.id}").status_code == 404
    client.post(f"/stories/{made.id}/archive")
    assert client.get(f"/stories/{made.id}/edit").status_code == 403
    client.post(f"/stories/{made.id}/restore")
    assert made.state is StoryState.DRAFT
    assert client.get("/stories/mine?format=csv").mimetype == "text/csv"


def test_a_scheduled_story_appears_when_its_moment_comes(client, organiser, monkeypatch):
    soon = utc_now() + dt.timedelta(hours=2)
    made = published(organiser, title="明天揭晓", appears_at=soon)
    db.session.commit()
    assert made.is_scheduled
    for path in ("/stories", "/stories.atom", "/"):
        assert "明天揭晓" not in client.get(path).text
    assert client.get(f"/stories/{made.id}").status_code == 404
    made.appears_at = utc_now() - dt.timedelta(minutes=1)
    db.session.commit()
    for path in ("/stories", "/stories.atom", "/"):
        assert "明天揭晓" in client.get(path).text


def test_the_feed_is_atom_in_the_readers_language(client, organiser):
    made = published(organiser, title_en="From lab to line", body_en="Three years **ago**.", summary="一句话")
    db.session.commit()
    feed = ET.fromstring(client.get("/stories.atom?lang=en").data)
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "From lab to line"
    assert entry.findtext(f"{ATOM}content").strip() == "<p>Three years <strong>ago</strong>.</p>"
    assert entry.findtext(f"{ATOM}id") == f"urn:uuid:{made.id}"


def test_a_picture_needs_words_and_is_read_by_whoever_reads_its_story(client, organiser):
    made = story(organiser)
    db.session.commit()
    sign_in(client, organiser)
    page = client.post(f"/stories/{made.id}/picture", data={"file": picture()}, content_type="multipart/form-data")
    assert page.status_code == 422
    sent = {"file": picture(), "text": "一台样机"}
    assert client.post(f"/stories/{made.id}/picture", data=sent, content_type="multipart/form-data").status_code == 303
    assert 'alt="一台样机"' in client.get(f"/stories/{made.id}").text
    visitor = client.application.test_client()
    address = f"/images/{made.picture_id}"
    shown = client.get(address)
    assert (shown.status_code, shown.mimetype) == (200, "image/png")
    assert visitor.get(address).status_code == 404
    client.post(f"/stories/{made.id}/publish")
    assert visitor.get(address).status_code == 200


def test_only_organisers_of_the_authority_write(app, organiser):
    made = story(organiser)
    for other in (factories.actor(Role.ORGANISER), factories.actor(), factories.actor(Role.MENTOR)):
        for act in (services.publish, services.archive):
            with pytest.raises(Forbidden):
                act(actor=other, story=made)
    with pytest.raises(Forbidden):
        story(factories.actor())


def test_half_a_story_is_not_published(app, organiser):
    for values in ({"body": ""}, {"title_en": "Half"}, {"body_en": "Half"}):
        with pytest.raises(Invalid):
            published(organiser, **values)
    made = published(organiser)
    with pytest.raises(Invalid):
        services.update(actor=organiser, story=made, body="")
    with pytest.raises(Conflict):
        services.restore(actor=organiser, story=made)


def test_lists_take_as_many_statements_whatever_their_length(client, organiser, statements):
    def asked():
        with statements() as seen:
            client.get("/stories")
        return len(seen)

    published(organiser)
    db.session.commit()
    client.get("/stories")
    one = asked()
    for number in range(2):
        published(organiser, title=f"故事{number}")
    db.session.commit()
    assert asked() == one

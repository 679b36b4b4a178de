"""The pages of competitions: what each person finds on them and can do there."""

import re

import pytest

from app.accounts.models import Role
from app.competitions.models import Competition, CompetitionState
from app.competitions.services import deciding, setup
from app.extensions import db
from tests import factories
from tests.competitions.factories import add_round, competition, decide, enter, hold, open_all, opened
from tests.factories import sign_in


@pytest.fixture
def organiser(app):
    return factories.actor(Role.ORGANISER)


ROUND = {
    "name": "初赛",
    "name_en": "Preliminary",
    "capacity": "20",
    "advance": "8",
    "mode": "on_site",
    "venue": "禾城大剧院",
    "apply_from": "2027-03-01T09:00",
    "apply_until": "2027-03-20T18:00",
    "starts_at": "2027-04-01T09:00",
    "ends_at": "2027-04-01T17:00",
}
PRIZES = {"name": ["一等奖", "", ""], "name_en": ["First", "", ""], "places": ["1", "", ""], "amount": ["20万", "", ""]}


def test_an_organiser_sets_a_competition_up_and_opens_it(client, organiser):
    sign_in(client, organiser)
    assert client.post("/competitions/new", data={"title": ""}).status_code == 422
    made = client.post("/competitions/new", data={"title": "禾城大赛", "summary": "两轮。", "once": ""})
    assert made.status_code == 303
    row = db.session.scalars(db.select(Competition)).unique().one()
    base = f"/competitions/{row.id}"
    assert client.post(f"{base}/move", data={"to": "open"}, follow_redirects=True).status_code == 200
    assert row.state is CompetitionState.DRAFT
    refused = client.post(f"{base}/rounds/new", data={**ROUND, "ends_at": "2027-03-31T09:00"})
    assert refused.status_code == 422
    assert client.post(f"{base}/rounds/new", data=ROUND).status_code == 303
    (first,) = row.rounds
    final = {**ROUND, "name": "决赛", "advance": "", "capacity": "8", "starts_at": "2027-05-01T09:00"}
    assert client.post(f"{base}/rounds/new", data={**final, "ends_at": "2027-05-01T17:00"}).status_code == 303
    wrong = client.post(f"{base}/prizes", data={**PRIZES, "places": ["0", "", ""]})
    assert (wrong.status_code, "一等奖" in wrong.text) == (422, True)
    for bad in ({"name": ["", "", ""]}, {"amount": ["很多", "", ""]}):
        assert client.post(f"{base}/prizes", data={**PRIZES, **bad}).status_code == 422
    assert client.post(f"{base}/prizes", data={**PRIZES, "more": "1"}).status_code == 200
    assert client.post(f"{base}/prizes", data=PRIZES).status_code == 303
    assert [(prize.name, prize.amount) for prize in row.prizes] == [("一等奖", 20_000_000)]
    assert client.get(base).status_code == 200
    assert sign_in(client, factories.actor()).get(base).status_code == 404
    sign_in(client, organiser)
    assert client.post(f"{base}/move", data={"to": "open"}).status_code == 303
    assert client.post(f"{base}/move", data={"to": "finished"}).status_code == 409
    edited = client.post(f"{base}/rounds/{first.id}/edit", data={"name": "海选", "advance": "5", "version": "99"})
    assert edited.status_code == 409
    assert client.post(f"{base}/rounds/{first.id}/edit", data={"name": "海选", "advance": "5"}).status_code == 303
    assert (first.name, first.advance, row.state) == ("海选", 5, CompetitionState.OPEN)
    last = row.rounds[-1]
    assert client.post(f"{base}/rounds/{last.id}/remove").status_code == 303
    db.session.expire_all()
    assert len(row.rounds) == 1


def test_results_are_read_by_everybody_once_they_are_released(client, organiser):
    owners = [factories.actor() for _ in range(3)]
    made = opened(organiser)
    first, last = made.rounds
    entries = enter(organiser, first, owners)
    hold(organiser, first, [(5,), (4,), (2,)])
    names = ["柔性抓手", "氢能无人机", "病理助手"]
    for one, name in zip(entries, names, strict=True):
        one.project.name = name
    db.session.commit()
    base = f"/competitions/{made.id}"
    page = f"{base}/rounds/{first.id}"
    sign_in(client, organiser)
    preview = client.get(page)
    seen = re.search(r'name="seen" value="(\w+)"', preview.text)
    assert seen
    assert client.post(f"{page}/decide", data={"seen": "0"}).status_code == 409
    assert client.post(f"{page}/decide", data={"seen": seen[1]}).status_code == 303
    assert client.post(f"{page}/decide", data={"seen": seen[1]}).status_code == 409
    assert client.get(f"{page}/edit").status_code == 403
    assert client.get(f"{page}?format=csv").text.count("\n") == 4
    for path in (f"{base}/manage", f"{base}/rounds/{last.id}", f"/roadshows/{first.roadshow_id}/manage"):
        assert client.get(path).status_code == 200
    for told in ("已邀请并通知", "均已在列"):
        assert told in client.post(f"{base}/rounds/{last.id}/jury", follow_redirects=True).text
    # The line-up of the next round is not public yet, and neither is the ranking.
    for person in (factories.actor(), organiser):
        text = sign_in(client, person).get(base).text
        assert not any(name in text for name in names)
    own = sign_in(client, owners[0]).get(f"/applications/{entries[0].id}").text
    assert last.label in own
    sign_in(client, organiser)
    assert client.post(f"{page}/release").status_code == 303
    assert client.post(f"{page}/release").status_code == 409
    entries[2].project.state = "archived"
    db.session.commit()
    sign_in(client, factories.actor())
    text = client.get(base).text
    assert [name in text for name in names] == [True, True, False]
    assert client.get(page).status_code == 404
    assert made.label in client.get("/competitions?state=open&q=禾城").text
    assert made.label not in client.get("/competitions?state=finished").text
    assert made.label in client.get("/competitions?format=csv&region=330402").text


def test_winners_carry_their_prize(client, organiser):
    owner = factories.actor()
    made = competition(organiser)
    only = add_round(organiser, made)
    setup.set_prizes(actor=organiser, competition=made, prizes=[{"name": "金奖", "places": 1}])
    open_all(organiser, made)
    (entry,) = enter(organiser, only, [owner])
    hold(organiser, only, [(5,)])
    decide(organiser, only)
    db.session.commit()
    paths = (f"/projects/{entry.project_id}", f"/applications/{entry.id}")
    sign_in(client, owner)
    assert not any("金奖" in client.get(path).text for path in paths)
    deciding.release(actor=organiser, row=only)
    db.session.commit()
    assert all("金奖" in client.get(path).text for path in paths)
    sign_in(client, organiser)
    assert client.get(f"/competitions/{made.id}/edit").status_code == 403
    assert client.get(f"/competitions/{made.id}/manage").status_code == 200


@pytest.mark.parametrize("path", ["/competitions", "/competitions/managed"])
def test_lists_ask_the_same_however_long_they_are(client, organiser, statements, path):
    opened(organiser)
    db.session.commit()
    sign_in(client, organiser)
    client.get(path)
    with statements() as one:
        client.get(path)
    opened(organiser)
    opened(organiser)
    db.session.commit()
    with statements() as three:
        client.get(path)
    assert len(one) == len(three)

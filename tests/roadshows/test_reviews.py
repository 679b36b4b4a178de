import pytest

from app.accounts.models import Membership, Role
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.visibility import Visibility
from app.extensions import db
from app.messages.services import connect
from app.projects.policies import reach
from app.roadshows.models import ReviewState, RoadshowState
from app.roadshows.queries.applications import managed_application
from app.roadshows.queries.results import gaps, results
from app.roadshows.queries.reviews import criteria, my_reviews, own_review, reviews_of
from app.roadshows.services import feedback, lineup, moves, reviews, setup
from tests import factories
from tests.factories import sign_in
from tests.roadshows.factories import application, opened


@pytest.fixture
def organiser(app):
    return factories.actor(Role.ORGANISER)


def reviewer(organiser, roadshow):
    person = factories.actor(Role.REVIEWER, of=organiser.membership.organisation, is_manager=False)
    return person, reviews.add_reviewer(actor=organiser, roadshow=roadshow, membership_id=person.membership_id)


def assigned(organiser, roadshow, sent):
    person, row = reviewer(organiser, roadshow)
    return person, reviews.assign(actor=organiser, roadshow=roadshow, application_id=sent.id, reviewer_id=row.id)


def give(person, review, *points):
    rubric = criteria(review.application.roadshow_id)
    scores = {criterion.id: point for criterion, point in zip(rubric, points, strict=True)}
    reviews.score(actor=person, review=review, scores=scores, comment="")


def test_means_are_weighted_by_the_rubric(organiser):
    made = opened(organiser)
    rubric = [
        {**_row(criterion), "weight": weight} for criterion, weight in zip(criteria(made.id), (1, 1, 1, 7), strict=True)
    ]
    setup.set_rubric(actor=organiser, roadshow=made, criteria=rubric)
    sent, other = application(made), application(made)
    for points in ((1, 1, 1, 5), (5, 5, 5, 5)):
        person, review = assigned(organiser, made, sent)
        give(person, review, *points)
    row = next(row for row in results(made.id, sort="-mean") if row.id == sent.id)
    assert row.mean == pytest.approx((3.8 + 5) / 2)
    assert row.spread == pytest.approx(1.2)
    assert (row.reviews, row.assigned) == (2, 2)
    assert [row.id for row in results(made.id, sort="mean")] == [sent.id, other.id]
    assert lineup.fill(actor=organiser, roadshow=made, least=4.4) == (1, 0)


def _row(criterion):
    return {name: getattr(criterion, name) for name in ("id", "name", "name_en", "hint", "weight")}


def test_reviews_are_spread_evenly_and_never_in_conflict(organiser):
    made = opened(organiser, reviews_wanted=1)
    people = [reviewer(organiser, made)[0] for _ in range(3)]
    sent = [application(made) for _ in range(6)]
    db.session.add(
        Membership(
            account_id=people[0].account_id, organisation_id=sent[0].project.organisation_id, role=Role.ENTREPRENEUR
        )
    )
    db.session.flush()
    assert reviews.assign_evenly(actor=organiser, roadshow=made) == (6, 0)
    assert reviews.assign_evenly(actor=organiser, roadshow=made) == (0, 0)
    load = {person.account_id: 0 for person in people}
    for review in reviews_of(made.id):
        load[review.reviewer.membership.account_id] += 1
        assert (review.application_id, review.reviewer.membership.account_id) != (sent[0].id, people[0].account_id)
    assert set(load.values()) == {2}


def test_who_works_for_the_startup_or_is_connected_with_it_is_not_assigned(organiser):
    made = opened(organiser)
    sent = application(made)
    person, row = reviewer(organiser, made)
    connect(
        project_id=sent.project_id,
        project_organisation_id=sent.project.organisation_id,
        other_kind="mentor",
        other_id=person.account_id,
        other_account_id=person.account_id,
    )
    with pytest.raises(Invalid):
        reviews.assign(actor=organiser, roadshow=made, application_id=sent.id, reviewer_id=row.id)


def test_a_reviewer_in_conflict_neither_sees_nor_scores(client, organiser):
    made = opened(organiser)
    sent = application(made)
    person, review = assigned(organiser, made, sent)
    assert reach(person, sent.project) is Visibility.AGREED
    sign_in(client, person)
    assert client.get(f"/reviews/{review.id}").status_code == 200
    give(person, review, 5, 5, 5, 5)
    assert client.post(f"/reviews/{review.id}/conflict").status_code == 303
    assert review.state is ReviewState.CONFLICT
    assert client.get(f"/reviews/{review.id}").status_code == 404
    assert client.post(f"/reviews/{review.id}", data={"comment": "x"}).status_code == 404
    assert sent.project.name not in client.get("/reviews").text
    assert results(made.id)[0].mean is None
    assert reach(person, sent.project) is Visibility.SIGNED_IN
    with pytest.raises(Forbidden):
        give(person, review, 5, 5, 5, 5)


def test_an_organiser_in_conflict_does_not_read_the_application(client, organiser):
    made = opened(organiser)
    mine, other = application(made), application(made, factories.actor(), presenter="另一位")
    db.session.add(
        Membership(
            account_id=organiser.account_id, organisation_id=mine.project.organisation_id, role=Role.ENTREPRENEUR
        )
    )
    db.session.flush()
    assert managed_application(organiser, made.id, mine.id) is None
    assert managed_application(organiser, made.id, other.id) is other
    sign_in(client, organiser)
    assert client.get(f"/roadshows/{made.id}/applications/{mine.id}").status_code == 404
    assert client.get(f"/roadshows/{made.id}/applications/{other.id}").status_code == 200
    assert "陈晓" not in client.get(f"/roadshows/{made.id}/applications?format=csv").text


def test_only_the_assigned_member_opens_a_review(organiser):
    made = opened(organiser)
    person, review = assigned(organiser, made, application(made))
    other, _row = reviewer(organiser, made)
    assert own_review(person, review.id) is review
    assert own_review(other, review.id) is None
    assert own_review(organiser, review.id) is None
    reviews.remove_reviewer(actor=organiser, roadshow=made, reviewer_id=review.reviewer_id)
    assert my_reviews(person) == []


def test_points_are_from_1_to_5_for_every_criterion_and_end_with_the_line_up(organiser):
    made = opened(organiser)
    sent = application(made)
    person, review = assigned(organiser, made, sent)
    for points in ((0, 5, 5, 5), (6, 5, 5, 5)):
        with pytest.raises(Invalid):
            give(person, review, *points)
    give(person, review, 4, 4, 4, 4)
    with pytest.raises(Conflict):
        setup.set_rubric(actor=organiser, roadshow=made, criteria=[_row(criteria(made.id)[0])])
    lineup.add(actor=organiser, roadshow=made, application_ids=[sent.id])
    moves.move(actor=organiser, roadshow=made, to=RoadshowState.LINEUP_FIXED)
    with pytest.raises(Conflict):
        give(person, review, 1, 1, 1, 1)


def test_reviewers_come_from_the_city_s_authorities(organiser):
    made = opened(organiser)
    elsewhere = factories.organisation("authority", region_code="110000")
    for person in (factories.actor(Role.REVIEWER, of=elsewhere), factories.actor(Role.INVESTOR)):
        with pytest.raises(Invalid):
            reviews.add_reviewer(actor=organiser, roadshow=made, membership_id=person.membership_id)


def test_an_organiser_reads_the_whole_project_only_while_it_applies(client, organiser):
    made = opened(organiser)
    owner = factories.actor()
    sent = application(made, owner)
    stranger = factories.actor(Role.ORGANISER)
    assert reach(organiser, sent.project) is Visibility.AGREED
    assert reach(stranger, sent.project) is Visibility.SIGNED_IN
    client_of_owner = sign_in(client, owner)
    assert client_of_owner.post(f"/applications/{sent.id}/withdraw").status_code == 303
    assert reach(organiser, sent.project) is Visibility.SIGNED_IN


def test_nobody_reviews_more_than_they_take_and_what_is_missing_is_explained(client, organiser):
    made = opened(organiser, reviews_wanted=2)
    (first, mine), (second, other) = reviewer(organiser, made), reviewer(organiser, made)
    sent = [application(made) for _ in range(3)]
    reviews.set_capacity(actor=organiser, roadshow=made, reviewer_id=mine.id, capacity=1)
    db.session.add(
        Membership(account_id=second.account_id, organisation_id=sent[0].organisation_id, role=Role.ENTREPRENEUR)
    )
    db.session.flush()
    assert reviews.assign_evenly(actor=organiser, roadshow=made) == (3, 3)
    found = {gap.result.id: gap for gap in gaps(made, results(made.id))}
    assert (found[sent[0].id].missing, found[sent[0].id].in_conflict) == (1, 1)
    assert all((found[one.id].missing, found[one.id].full) == (1, 1) for one in sent[1:])
    with pytest.raises(Invalid):
        reviews.assign(actor=organiser, roadshow=made, application_id=sent[1].id, reviewer_id=mine.id)
    sign_in(client, organiser)
    page = client.get(f"/roadshows/{made.id}/reviewers?lang=en").text
    assert "1 has a conflict of interest" in page
    assert "1 has as many as they take" in page
    path = f"/roadshows/{made.id}/reviewers/{mine.id}/capacity"
    assert client.post(path, data={"capacity": ""}).status_code == 303
    assert reviews.assign_evenly(actor=organiser, roadshow=made) == (2, 1)
    assert {review.reviewer_id for review in reviews_of(made.id)} == {mine.id, other.id}
    assert my_reviews(first)


def test_a_conflict_that_arose_since_passes_the_review_on(organiser):
    made = opened(organiser, reviews_wanted=1)
    sent = application(made)
    person, _review = assigned(organiser, made, sent)
    _other, row = reviewer(organiser, made)
    db.session.add(
        Membership(account_id=person.account_id, organisation_id=sent.organisation_id, role=Role.ENTREPRENEUR)
    )
    db.session.flush()
    assert reviews.assign_evenly(actor=organiser, roadshow=made) == (1, 0)
    assert [one.reviewer_id for one in reviews_of(made.id)] == [row.id]


def test_both_scores_stand_on_the_page_and_in_the_export(client, organiser):
    made = opened(organiser)
    sent = [application(made) for _ in range(3)]
    scaled, hasty = reviewer(organiser, made), reviewer(organiser, made)
    for number, one in enumerate(sent):
        task = reviews.assign(actor=organiser, roadshow=made, application_id=one.id, reviewer_id=scaled[1].id)
        give(scaled[0], task, *[number + 2] * 4)
    task = reviews.assign(actor=organiser, roadshow=made, application_id=sent[0].id, reviewer_id=hasty[1].id)
    give(hasty[0], task, 5, 5, 5, 5)
    assert [row.id for row in results(made.id, sort="-normalised")] == [sent[2].id, sent[1].id, sent[0].id]
    assert lineup.fill(actor=organiser, roadshow=made, least=3, by="normalised") == (2, 1)
    assert [place.application_id for place in lineup.places(made.id)] == [sent[2].id, sent[1].id, sent[0].id]
    sign_in(client, organiser)
    page = client.get(f"/roadshows/{made.id}/applications?lang=en").text
    assert "+1.22" in page
    assert "−1.22" in page
    assert f"{hasty[0].account.name} (1 review)" in page
    assert "1.22" in client.get(f"/roadshows/{made.id}/applications?format=csv&lang=en").text
    assert "z-score" in client.get(f"/roadshows/{made.id}/reviewers?format=csv&lang=en").text


def test_applicants_read_the_advice_and_the_means_when_they_are_released(client, organiser):
    made = opened(organiser)
    owner = factories.actor()
    sent, silent = application(made, owner), application(made)
    for remark in ("多讲客户。", "先做小批量。"):
        person, review = assigned(organiser, made, sent)
        scores = {criterion.id: 4 for criterion in criteria(made.id)}
        reviews.score(actor=person, review=review, scores=scores, comment="内部意见", remark=remark)
    lineup.add(actor=organiser, roadshow=made, application_ids=[sent.id])
    with pytest.raises(Conflict):
        feedback.release_all(actor=organiser, roadshow=made)
    moves.move(actor=organiser, roadshow=made, to=RoadshowState.LINEUP_FIXED)
    sign_in(client, organiser)
    page = client.get(f"/roadshows/{made.id}/applications/{sent.id}").text
    assert "- 先做小批量。\n- 多讲客户。" in page
    assert client.post(f"/roadshows/{made.id}/feedback", data={"shows_points": "1"}).status_code == 303
    assert silent.feedback_released_at is None
    page = sign_in(client, owner).get(f"/applications/{sent.id}").text
    assert "多讲客户。" in page
    assert "4.00" in page
    assert "内部意见" not in page
    assert person.account.name not in page
    feedback.release(actor=organiser, application=sent, feedback="更正：请先联系园区。")
    page = client.get(f"/applications/{sent.id}").text
    assert "更正" in page
    assert "4.00" not in page

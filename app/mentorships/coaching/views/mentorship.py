"""The page of a mentorship: goals, actions, sessions, files, what happened."""

from typing import Any

from flask import flash, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.core.access import actor, allow
from app.core.flashes import flash_undo
from app.extensions import db
from app.mentors.labels import RELATION_LABELS
from app.mentorships.coaching import labels, policies
from app.mentorships.coaching.forms import ActionForm, FileForm, GoalForm
from app.mentorships.coaching.models import ActionItem, Goal, MentorshipFile, Side, StepState, deadline_for_rating
from app.mentorships.coaching.queries import interests, pages, things
from app.mentorships.coaching.queries.ratings import ratings_of
from app.mentorships.coaching.queries.slots import today
from app.mentorships.coaching.services import files, steps
from app.mentorships.coaching.timeline import timeline
from app.mentorships.coaching.views import bp
from app.mentorships.coaching.views.common import SIDES, to_mentorship
from app.mentorships.forms import ReasonForm
from app.mentorships.models import Mentorship


@bp.get("/mentorships/<uuid:mentorship_id>")
@allow(*SIDES, Role.ORGANISER, load=things.visible_mentorship)
def show(mentorship: Mentorship) -> Any:
    """The organiser sees that sessions take place and who has a stake, not what the two say to each other."""
    return _page(mentorship)


def _page(mentorship: Mentorship, **forms: Any) -> Any:
    person = actor()
    side = policies.side_of(person, mentorship)
    sessions = pages.sessions(mentorship.id)
    known = ratings_of(mentorship)
    inside: dict[str, Any] = {}
    if side is not None:
        goals, shared = pages.goals(mentorship.id), pages.files(mentorship.id)
        inside = {"goals": goals, "actions": pages.actions(mentorship.id), "files": shared}
        inside["timeline"] = timeline(mentorship, goals, sessions, shared, known)
    status = max((form.status for form in forms.values()), default=200)
    given = {
        "goal_form": GoalForm(formdata=None),
        "action_form": ActionForm(formdata=None, prefix="action", data={"owner": Side.PROJECT.value}),
        "file_form": FileForm(formdata=None),
        **forms,
    }
    return render_template(
        "mentorships/coaching/show.html",
        mentorship=mentorship,
        side=side,
        sessions=sessions,
        activity=pages.activity(sessions),
        stakes=interests.stakes([mentorship.id]).get(mentorship.id, []),
        ratings=known,
        revealed=policies.is_revealed(mentorship, len(known)),
        rate_until=deadline_for_rating(mentorship),
        may_rate=policies.can_rate(person, mentorship),
        end_form=ReasonForm(formdata=None),
        words=labels,
        relation_words=RELATION_LABELS,
        today=today(),
        **inside,
        **given,
    ), status


@bp.post("/mentorships/<uuid:mentorship_id>/goals")
@allow(*SIDES, load=things.visible_mentorship)
def add_goal(mentorship: Mentorship) -> Any:
    form = GoalForm()
    if form.validate_on_submit():
        with form.field_errors():
            steps.add_goal(actor=actor(), mentorship=mentorship, text=form.text.data, due_on=form.due_on.data)
            db.session.commit()
            flash(_("Goal added."), "success")
            return to_mentorship(mentorship.id, "goals")
    return _page(mentorship, goal_form=form)


@bp.post("/mentorships/<uuid:mentorship_id>/actions")
@allow(*SIDES, load=things.visible_mentorship)
def add_action(mentorship: Mentorship) -> Any:
    form = ActionForm(prefix="action")
    if form.validate_on_submit():
        with form.field_errors():
            steps.add_action(
                actor=actor(),
                mentorship=mentorship,
                text=form.text.data,
                owner=Side(form.owner.data),
                due_on=form.due_on.data,
            )
            db.session.commit()
            flash(_("Action added."), "success")
            return to_mentorship(mentorship.id, "actions")
    return _page(mentorship, action_form=form)


@bp.route("/goals/<uuid:goal_id>/edit", methods=["GET", "POST"])
@allow(*SIDES, load=things.own_goal)
def edit_goal(goal: Goal) -> Any:
    return _edit(goal, GoalForm(obj=goal), _("Edit goal"), "goals")


@bp.route("/actions/<uuid:action_id>/edit", methods=["GET", "POST"])
@allow(*SIDES, load=things.own_action)
def edit_action(action: ActionItem) -> Any:
    return _edit(action, ActionForm(obj=action), _("Edit action"), "actions")


def _edit(step: Goal | ActionItem, form: Any, title: str, anchor: str) -> Any:
    if form.validate_on_submit():
        form.checked_version(step.version)
        owner = {"owner": Side(form.owner.data)} if isinstance(step, ActionItem) else {}
        with form.field_errors():
            steps.edit(actor=actor(), step=step, text=form.text.data, due_on=form.due_on.data, **owner)
            db.session.commit()
            flash(_("Saved."), "success")
            return to_mentorship(step.mentorship_id, anchor)
    page = render_template("mentorships/coaching/step.html", form=form, step=step, title=title, anchor=anchor)
    return page, form.status


@bp.post("/goals/<uuid:goal_id>/<any(open,done,dropped):state>")
@allow(*SIDES, load=things.own_goal)
def settle_goal(goal: Goal, state: str) -> Response:
    return _settle(goal, StepState(state), "settle_goal", "goals", goal_id=goal.id)


@bp.post("/actions/<uuid:action_id>/<any(open,done,dropped):state>")
@allow(*SIDES, load=things.own_action)
def settle_action(action: ActionItem, state: str) -> Response:
    return _settle(action, StepState(state), "settle_action", "actions", action_id=action.id)


def _settle(step: Goal | ActionItem, state: StepState, endpoint: str, anchor: str, **key: Any) -> Response:
    before = step.state
    steps.settle(actor=actor(), step=step, state=state)
    db.session.commit()
    flash_undo(f"{step.text}: {labels.STEP_STATES[state]}", url_for(f".{endpoint}", state=before.value, **key))
    return to_mentorship(step.mentorship_id, anchor)


@bp.post("/mentorships/<uuid:mentorship_id>/files")
@allow(*SIDES, load=things.visible_mentorship)
def share_file(mentorship: Mentorship) -> Any:
    form = FileForm()
    if form.validate_on_submit():
        with form.field_errors():
            files.share(actor=actor(), mentorship=mentorship, upload=form.file.data)
            db.session.commit()
            flash(_("Shared. The other side is told."), "success")
            return to_mentorship(mentorship.id, "files")
    return _page(mentorship, file_form=form)


@bp.post("/mentorships/files/<uuid:shared_id>/remove")
@allow(*SIDES, load=things.shared_file, may=policies.shared_by)
def remove_file(shared: MentorshipFile) -> Response:
    files.take_back(actor=actor(), shared=shared)
    db.session.commit()
    flash(_("Deleted. Nobody can read the file any more."), "success")
    return to_mentorship(shared.mentorship_id, "files")

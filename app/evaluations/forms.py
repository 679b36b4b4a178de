"""Forms of schemes, runs, judgements, appeals and rectifications."""

import uuid
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, SelectField
from wtforms.validators import InputRequired, Optional

from app.carriers.labels import LINKS
from app.carriers.models import CHAIN
from app.core.forms import BaseForm, CheckListField, MoneyField, prose_field, text_field
from app.core.i18n import bilingual
from app.evaluations import marks
from app.evaluations.labels import RULES
from app.evaluations.scoring import JUDGED, KINDS, RANK, Rules
from app.files.forms import upload_field
from app.files.models import FileKind
from app.indicators.catalogue import by_code, indicators

MOST = Decimal(1000)


def _parse_points(text: str) -> Decimal | None:
    cleaned = text.strip()[:20]
    if not cleaned:
        return None
    try:
        found = Decimal(cleaned)
    except InvalidOperation as error:
        raise ValueError from error
    if not found.is_finite() or not 0 <= found <= MOST or found * 100 != (found * 100).to_integral_value():
        raise ValueError
    return found


def _write_points(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


class PointsField(MoneyField):
    """Points or a weight: a decimal of at most two places."""

    kind = "points"
    parse = staticmethod(_parse_points)
    written = staticmethod(_write_points)
    refusal = _l("Write points from 0 on with at most two decimals.")


def link_choices() -> list[tuple[str, Any]]:
    return [(link.value, LINKS[link]) for link in CHAIN]


def indicator_choices() -> list[tuple[str, Any]]:
    """What is told of single carriers."""
    return [("", _l("None")), *((each.code, each.name) for each in indicators() if each.of_carriers)]


class SchemeForm(BaseForm):
    """The scheme's texts, and fields for each criterion, gate and grade; see `scheme_form`."""

    name = text_field(_l("Name of the scheme"), required=True)
    name_en = text_field(_l("Name in English"))
    source = text_field(_l("Source"), longest=300, help=_l("The document that it follows."))
    links = CheckListField(_l("For which links of the chain"), choices=link_choices)
    new_zh = text_field(_l("New criterion"), longest=80, help=_l("Leave it blank to add none."))
    new_en = text_field(_l("New criterion in English"), longest=80)
    new_kind = SelectField(_l("Rule"), [Optional()], choices=lambda: list(RULES.items()), default="linear")
    new_indicator = SelectField(_l("Indicator"), [Optional()], choices=indicator_choices)
    new_weight = PointsField(_l("Weight"))
    new_marks = prose_field(
        _l("Points by figure"), longest=500, rows=3, help=_l("A line each, a figure and its share: 80 = 100%")
    )


def scheme_form(document: Mapping[str, Any], **data: Any) -> SchemeForm:
    """The form of this document."""
    fields: dict[str, Any] = {}
    for row in document["criteria"]:
        code = row["code"]
        fields[f"weight_{code}"] = PointsField(_l("Weight"))
        if row["kind"] not in {RANK, JUDGED}:
            fields[f"marks_{code}"] = prose_field(_l("Points by figure"), longest=500, rows=len(row["marks"]))
    for number, row in enumerate(document.get("gates", ())):
        fields[f"gate_{number}"] = text_field(by_code()[row["indicator"]].name, longest=40)
    for row in document["grades"]:
        fields[f"grade_{row['code']}"] = PointsField(bilingual(row["zh"], row["en"]))
    form: SchemeForm = type("SchemeForm", (SchemeForm,), fields)(**data)
    return form


def scheme_values(document: Mapping[str, Any]) -> dict[str, Any]:
    """What the fields hold of a document."""
    found: dict[str, Any] = {"links": list(document["links"])}
    for row in document["criteria"]:
        found[f"weight_{row['code']}"] = Decimal(row["weight"])
        if "marks" in row:
            found[f"marks_{row['code']}"] = marks.written(by_code()[row["indicator"]], row["marks"])
    for number, row in enumerate(document.get("gates", ())):
        found[f"gate_{number}"] = marks.figure(by_code()[row["indicator"]], row["at"])
    for row in document["grades"]:
        found[f"grade_{row['code']}"] = Decimal(row["least"])
    return found


def scheme_document(form: SchemeForm, document: Mapping[str, Any]) -> dict[str, Any]:
    """The document with what was typed; a criterion without a weight goes, a new one comes last."""
    criteria = []
    for row in document["criteria"]:
        code = row["code"]
        weight = form[f"weight_{code}"].data
        if not weight:
            continue
        changed = {**row, "weight": str(weight)}
        if f"marks_{code}" in form:
            field = form[f"marks_{code}"]
            changed["marks"] = marks.parsed(by_code()[row["indicator"]], field.data or "", field.name)
        criteria.append(changed)
    gates = [
        {**row, "at": marks.amount(by_code()[row["indicator"]], form[f"gate_{number}"].data or "", f"gate_{number}")}
        for number, row in enumerate(document.get("gates", ()))
        if form[f"gate_{number}"].data
    ]
    grades = [{**row, "least": str(form[f"grade_{row['code']}"].data or 0)} for row in document["grades"]]
    links = [link.value for link in CHAIN if link.value in (form.links.data or [])]
    made = {**document, "links": links, "gates": gates, "grades": grades}
    return made | {"criteria": criteria + _new_criterion(form, document)}


def _new_criterion(form: SchemeForm, document: Mapping[str, Any]) -> list[dict[str, Any]]:
    if not form.new_zh.data:
        return []
    taken = {row["code"] for row in document["criteria"]}
    code = next(f"own_{number}" for number in range(1, len(taken) + 2) if f"own_{number}" not in taken)
    row = {"code": code, "zh": form.new_zh.data, "en": form.new_en.data or form.new_zh.data}
    kind = form.new_kind.data if form.new_kind.data in KINDS else JUDGED
    row |= {"kind": kind, "indicator": form.new_indicator.data or "", "weight": str(form.new_weight.data or 0)}
    indicator = by_code().get(row["indicator"])
    if kind not in {RANK, JUDGED} and indicator is not None:
        return [row | {"marks": marks.parsed(indicator, form.new_marks.data or "", "new_marks")}]
    return [row]


class RunForm(BaseForm):
    scheme_id = SelectField(_l("Scheme"), [InputRequired(_l("Choose a scheme."))])
    period = SelectField(_l("Period"), [InputRequired()])
    links = CheckListField(
        _l("Which carriers"), choices=link_choices, description=_l("None chosen means all that the scheme is for.")
    )


class ReviewersForm(BaseForm):
    reviewers = CheckListField(
        _l("Reviewers"), choices=[], description=_l("They give the points of judged criteria, each with a reason.")
    )

    @property
    def chosen(self) -> list[uuid.UUID]:
        return [uuid.UUID(value) for value in self.reviewers.data or []]


class PublishForm(BaseForm):
    seen = HiddenField()
    appeal_until = DateField(_l("Appeals until"), [InputRequired(_l("Choose a day."))])
    rectify_until = DateField(_l("Rectification until"), [InputRequired(_l("Choose a day."))])


class JudgeForm(BaseForm):
    """Points and a reason for each judged criterion; see `judge_form`."""


def judge_form(rules: Rules, **data: Any) -> JudgeForm:
    fields: dict[str, Any] = {}
    for each in rules.criteria:
        if each.kind == JUDGED:
            fields[f"points_{each.code}"] = PointsField(_l("Points"))
            fields[f"reason_{each.code}"] = prose_field(_l("Reason"), longest=1000, rows=2)
    form: JudgeForm = type("JudgeForm", (JudgeForm,), fields)(**data)
    return form


def judged_values(form: JudgeForm, rules: Rules) -> dict[str, tuple[Decimal | None, str]]:
    judged = [each.code for each in rules.criteria if each.kind == JUDGED]
    return {code: (form[f"points_{code}"].data, form[f"reason_{code}"].data or "") for code in judged}


class AppealForm(BaseForm):
    text = prose_field(
        _l("Your appeal"),
        longest=5000,
        rows=8,
        help=_l("Which figure or judgement is wrong, what is right, and what shows it."),
    )


class DocumentForm(BaseForm):
    file = upload_field(_l("Document"), FileKind.ATTACHMENT, required=True)


class DecideForm(BaseForm):
    grade = SelectField(_l("Corrected grade"), [Optional()])
    total = PointsField(_l("Corrected points"), description=_l("Blank when the points stay as they are."))
    reason = prose_field(_l("Reason"), longest=2000, rows=4, help=_l("The carrier reads it."))


class ReportForm(BaseForm):
    text = prose_field(
        _l("What was put right"),
        longest=5000,
        rows=8,
        help=_l("Point by point: what was found wanting, what you did, what it is like now."),
    )


class AnswerForm(BaseForm):
    reason = prose_field(_l("Reason"), longest=2000, rows=3, help=_l("The carrier reads it."))
    due_on = DateField(_l("New day"), [Optional()])


class SimulateForm(BaseForm):
    """What a changed scheme is held against."""

    against = SelectField(_l("Against"), [Optional()])
    period = SelectField(_l("Period"), [Optional()])


def grade_choices(rules: Rules, now: str) -> Sequence[tuple[str, str]]:
    """The grades that are not worse than this one."""
    codes = [grade.code for grade in rules.grades]
    return [(each.code, bilingual(each.zh, each.en)) for each in rules.grades[: codes.index(now) + 1]]

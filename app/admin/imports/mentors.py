"""Mentors of an authority's register: one line a mentor. A mentor who has signed up keeps the profile themselves."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.accounts.models import Account, Organisation
from app.admin.imports import values
from app.admin.imports.columns import Column, Line
from app.admin.imports.kinds import SHOWN, Changes, Kind, Settings, index_rows, line_states, no_rules, profile
from app.admin.imports.sync import CHANGED, UNCHANGED, Plan, Stored, compare, source_key, stored_rows
from app.core.bulk import chunks
from app.core.errors import Invalid
from app.core.model import new_id, utc_now
from app.extensions import db
from app.mentors import services
from app.mentors.models import FilingEvent, FilingStep, Mentor, MentorFacet, MentorText, TextKind
from app.mentors.services import FACETS

TEXT_KINDS = {"experience": TextKind.EXPERIENCE, "cases": TextKind.CASE}
LINE = values.text(120)
COLUMNS = (
    Column(
        "number",
        "编号",
        "Number",
        LINE,
        False,
        ("备案号", "备案编号", "序号", "id", "no"),
        hint=(
            "同一编号就是同一位导师；空着时看姓名和单位",
            "The same number is the same mentor; when empty, the name and the employer count",
        ),
    ),
    Column(
        "name",
        "姓名",
        "Name",
        LINE,
        True,
        ("导师", "导师姓名", "mentor"),
        example=("示例：张导师", "Example: Zhang Daoshi"),
    ),
    Column(
        "headline",
        "一句话介绍",
        "One-line description",
        LINE,
        True,
        ("简介", "headline", "title"),
        example=("二十年传感器产业化经验", "Twenty years of bringing sensors to market"),
    ),
    Column(
        "employer",
        "工作单位",
        "Employer",
        LINE,
        False,
        ("单位", "机构", "公司"),
        example=("示例大学", "Example University"),
    ),
    Column("position", "职务", "Position", LINE, False, ("职位", "职称"), example=("教授", "Professor")),
    Column(
        "expertise",
        "专长",
        "Expertise",
        values.codes("expertise"),
        True,
        ("专业特长", "辅导专长", "擅长"),
        "expertise",
        hint=("用分号隔开", "Separated by semicolons"),
        example=("知识产权；融资", "Intellectual property; fundraising"),
    ),
    Column(
        "sectors",
        "行业领域",
        "Sectors",
        values.codes("sector"),
        True,
        ("行业", "领域", "sector", "industry"),
        "sector",
        example=("机器人", "Robotics"),
    ),
    Column(
        "stages",
        "辅导阶段",
        "Stages",
        values.codes("stage"),
        False,
        ("阶段", "发展阶段", "stage"),
        "stage",
        example=("种子期；初创期", "Seed; start-up"),
    ),
    Column("languages", "语言", "Languages", values.codes("language"), False, ("工作语言", "language"), "language"),
    Column(
        "region_code",
        "所在地区",
        "Region",
        values.region,
        False,
        ("地区", "城市", "所在地", "place", "city"),
        example=("浙江省嘉兴市", "Jiaxing, Zhejiang"),
    ),
    Column(
        "capacity",
        "可带项目数",
        "Mentees at a time",
        values.whole(0, services.LARGEST_CAPACITY, empty=3),
        False,
        ("名额", "辅导名额", "capacity"),
        example=("3", "3"),
    ),
    Column("bio", "个人简介", "Biography", values.text(5000), False, ("简历", "介绍", "bio")),
    Column(
        "experience",
        "经历",
        "Experience",
        values.text(5000),
        False,
        ("工作经历", "从业经历"),
        hint=("匹配时会读这段文字", "Matching reads this text"),
    ),
    Column("cases", "辅导案例", "Coaching cases", values.text(5000), False, ("案例", "成功案例", "cases")),
    Column("contact_phone", "联系电话", "Phone", values.phone, False, ("电话", "手机", "mobile"), private=True),
    Column(
        "contact_email",
        "联系邮箱",
        "Email",
        values.email,
        False,
        ("邮箱", "电子邮件", "e-mail"),
        hint=(
            "导师用此邮箱注册后即可接管自己的档案",
            "The mentor takes the profile over by signing up with this address",
        ),
        private=True,
    ),
    Column("contact_wechat", "微信", "WeChat", values.text(40), False, ("微信号",), private=True),
)
OTHER = {"number", *FACETS, *TEXT_KINDS}
FIELDS = tuple(column.name for column in COLUMNS if column.name not in OTHER)


def key(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """What tells mentors apart: their number in the register, else name and employer."""
    return (row["number"],) if row.get("number") else (row["name"], row.get("employer") or "")


def plan(lines: Sequence[Line], settings: Settings) -> Changes:
    if settings.organisation_id is None:
        raise Invalid(_("Say which authority keeps this register of mentors."), "organisation")
    authority = settings.organisation_id
    keys = {line.number: source_key("mentor", authority, *key(line.values)) for line in lines}
    stored = stored_rows(
        Mentor,
        list(keys.values()),
        ("account_id", "mentee_count", "sort_key", *SHOWN, *FIELDS),
        facet_model=MentorFacet,
        facet_column="mentor_id",
    )
    for row in stored.values():
        row.kept = row.values["account_id"] is not None
    signed_up = _signed_up(authority, [line.values.get("contact_email") or "" for line in lines])
    numbers = _Numbers(authority)
    wanted = []
    for line in lines:
        number_key, address = keys[line.number], line.values.get("contact_email")
        if number_key not in stored and address in signed_up:
            stored[number_key] = Stored(signed_up[address], {}, kept=True)
        first = {"organisation_id": authority, "published_at": utc_now()}
        if number_key not in stored:
            first |= numbers.filed()
        asked = profile(line, number_key, fields=FIELDS, facets=FACETS, first=first)
        if "capacity" in asked.values and number_key in stored:
            # Places that are taken stay taken.
            taken = stored[number_key].values.get("mentee_count", 0)
            asked.values["capacity"] = max(asked.values["capacity"], taken)
        wanted.append(asked)
    found = compare(Mentor, wanted, stored, facet_model=MentorFacet, facet_column="mentor_id")
    texts = _plan_texts(lines, keys, found)
    plans = [("mentors", found), ("texts", texts), ("filings", _plan_history(found, settings))]
    return Changes(plans, line_states({n: [k] for n, k in keys.items()}, found))


class _Numbers:
    """Filings of the authority's own list: it lists whom it filed."""

    def __init__(self, authority: uuid.UUID) -> None:
        self.region_code = db.session.get_one(Organisation, authority).region_code
        known = select(Mentor.filing_number).where(Mentor.filing_number.is_not(None))
        self.taken: set[str | None] = set(db.session.scalars(known))

    def filed(self) -> dict[str, Any]:
        columns = services.entered(self.region_code, taken=self.taken)
        self.taken.add(columns["filing_number"])
        return columns


def _plan_history(mentors: Plan, settings: Settings) -> Plan:
    """The first step in the history of each new mentor."""
    plan = Plan(FilingEvent)
    for row in mentors.inserts:
        entered = {"id": new_id(), "mentor_id": row["id"], "step": FilingStep.ENTERED, "by_id": settings.account_id}
        plan.inserts.append({**entered, "at": utc_now(), "reason": "", "until": row["filed_until"]})
    return plan


def _signed_up(authority: uuid.UUID, addresses: Iterable[str]) -> dict[str, uuid.UUID]:
    """Mail address → profile of the mentors who came by themselves."""
    statement = select(Account.email, Mentor.id).join(Mentor, Mentor.account_id == Account.id)
    found: dict[str, uuid.UUID] = {}
    for part in chunks([address for address in addresses if address]):
        rows = db.session.execute(statement.where(Mentor.organisation_id == authority, Account.email.in_(part)))
        found.update(rows.all())
    return found


def _plan_texts(lines: Sequence[Line], keys: Mapping[int, str], mentors: Plan) -> Plan:
    """The one text of each kind that a list holds; what a mentor or organiser wrote besides stays."""
    plan = Plan(MentorText)
    known = _texts(list(mentors.ids.values()))
    for line in lines:
        key_, mentor_id = keys[line.number], mentors.ids[keys[line.number]]
        if mentors.states[key_] == "kept":
            continue
        for position, (column, kind) in enumerate(TEXT_KINDS.items()):
            text = line.values.get(column)
            row = known.get((mentor_id, kind))
            if text is None or text == (row[1] if row else ""):
                continue
            if row is None:
                plan.inserts.append(
                    {"id": new_id(), "mentor_id": mentor_id, "position": position, "kind": kind, "text": text}
                )
            else:
                plan.updates.append((row[0], {"text": row[1]}, {"text": text}))
            if mentors.states[key_] == UNCHANGED:
                mentors.states[key_] = CHANGED
    return plan


def _texts(mentor_ids: Sequence[uuid.UUID]) -> dict[tuple[uuid.UUID, TextKind], tuple[uuid.UUID, str]]:
    found: dict[tuple[uuid.UUID, TextKind], tuple[uuid.UUID, str]] = {}
    for part in chunks(mentor_ids):
        statement = select(MentorText.mentor_id, MentorText.kind, MentorText.id, MentorText.text)
        statement = statement.where(MentorText.mentor_id.in_(part)).order_by(MentorText.position, MentorText.id)
        for mentor_id, kind, text_id, text in db.session.execute(statement):
            found.setdefault((mentor_id, kind), (text_id, text))
    return found


def index(ids: Sequence[uuid.UUID]) -> None:
    index_rows(Mentor, services.index, ids, selectinload(Mentor.texts))


KIND = Kind(
    name="mentors",
    label=_l("Mentors"),
    explanation=_l("The register of mentors. Whoever signs up with the address given here takes the profile over."),
    columns=COLUMNS,
    plan=plan,
    check=no_rules,
    key=key,
    indexed="mentors",
    index=index,
    model=Mentor,
    unowned=lambda: Mentor.account_id.is_(None),
)

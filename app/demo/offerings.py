"""Agencies of the sample city: services and financing products, requests for them and vouchers in every state."""

import datetime as dt
import json
import uuid
from pathlib import Path

from app.accounts import services as accounts
from app.accounts.actor import Actor
from app.accounts.models import OrganisationKind, Role
from app.core.days import city_day
from app.core.model import utc_now
from app.demo import papers
from app.demo.content import CITY
from app.demo.roadshows import act_as
from app.demo.seeding import SAMPLE, WAN, City, member
from app.extensions import db
from app.files.models import FileKind
from app.files.services import store
from app.offerings.models import Offering, RequestState, ServiceRequest, Voucher
from app.offerings.services import offerings, requests, vouchers
from app.projects.models import Project

DATA = Path(__file__).parent / "data" / "offerings.json"
DAY = dt.timedelta(days=1)
AMOUNTS = ("amount_min", "amount_max", "revenue_min")
Founder = tuple[Actor, Project]
Pair = tuple[Actor, Offering]
# What became of the requests of the first projects: which offering, which state, how many days ago it was sent.
REQUESTS: tuple[tuple[int, str, RequestState, int], ...] = (
    (0, "发明专利申请代理", RequestState.COMPLETED, 90),
    (0, "科创信用贷", RequestState.QUOTED, 6),
    (0, "传感器环境可靠性试验", RequestState.ACCEPTED, 20),
    (0, "知识产权质押贷", RequestState.REQUESTED, 1),
    (1, "发明专利申请代理", RequestState.COMPLETED, 60),
    (2, "发明专利申请代理", RequestState.REQUESTED, 2),
    (3, "天使轮融资法律服务", RequestState.DECLINED, 30),
    (4, "科创信用贷", RequestState.REFUSED, 25),
    (5, "发明专利申请代理", RequestState.WITHDRAWN, 12),
    (6, "高新技术企业财税辅导", RequestState.EXPIRED, 45),
    (7, "发明专利申请代理", RequestState.CANCELLED, 40),
    (8, "发明专利申请代理", RequestState.ACCEPTED, 9),
)
MESSAGES = ("希望了解流程、周期和费用，可以先提供技术交底书。", "计划下个季度启动，请按现有资料先给报价。")


def build(city: City) -> None:
    known = {}
    for number, agency in enumerate(json.loads(DATA.read_text(encoding="utf-8"))):
        organisation = accounts.create_organisation(
            kind=OrganisationKind.AGENCY, name=f"{agency['name']}（示例）", region_code=CITY
        )
        email = SAMPLE["agency"] if number == 0 else f"agency{number}@example.cn"
        staff = member(city, organisation, Role.AGENCY_STAFF, email)
        for values in agency["offerings"]:
            made = _offer(staff, values, email)
            known[made.name] = (staff, made)
    founders = [pair for pair in city.projects if pair[1].is_published]
    asked = [_request(founders[project], known[name], state, days) for project, name, state, days in REQUESTS]
    assert city.organiser
    _vouchers(city.organiser, founders, asked, known[REQUESTS[0][1]][0], known["传感器环境可靠性试验"][0])
    db.session.commit()


def _vouchers(organiser: Actor, founders: list[Founder], made: list[ServiceRequest], ip: Actor, lab: Actor) -> None:
    """One that is used in every way, one used up, one revoked, one expired, one untouched."""
    held = [
        _issue(organiser, founders[number], amount, days)
        for number, amount, days in ((0, 3 * WAN, 200), (1, 9_600_00, 120), (4, 1 * WAN, 90), (3, 2 * WAN, 30))
    ]
    untouched = _issue(organiser, founders[0], 2 * WAN, 300, kinds=["legal", "accounting"])
    untouched.issued_at = utc_now() - 5 * DAY
    _redeem(organiser, founders[0][0], ip, made[0], held[0], (6_000_00, "paid"), (2_000_00, "confirmed"))
    _redeem(organiser, founders[0][0], lab, made[2], held[0], (4_500_00, "submitted"), (500_00, "refused"))
    _redeem(organiser, founders[1][0], ip, made[4], held[1], (9_600_00, "paid"))
    act_as(organiser)
    vouchers.revoke(actor=organiser, voucher=held[2], reason="企业已迁出本市。")
    held[3].valid_until = city_day() - 3 * DAY
    vouchers.expire(voucher=held[3])


def _issue(organiser: Actor, founder: Founder, amount: int, days: int, **values: list[str]) -> Voucher:
    act_as(organiser)
    return vouchers.issue(
        actor=organiser,
        holder=founder[1].organisation,
        amount=amount,
        valid_until=city_day() + days * DAY,
        purpose="科技服务创新券（示例）",
        **values,
    )


def _redeem(
    organiser: Actor, owner: Actor, staff: Actor, request: ServiceRequest, of: Voucher, *invoices: tuple[int, str]
) -> None:
    act_as(owner)
    vouchers.offer(actor=owner, request=request, voucher=of)
    for amount, state in invoices:
        act_as(staff)
        number = f"26332000{request.requested_at.day:02d}{amount // 100:06d}"
        sent = vouchers.submit(
            actor=staff, request=request, amount=amount, invoice_number=number, invoice_id=_paper(staff, number)
        )
        act_as(owner)
        if state == "refused":
            vouchers.refuse(actor=owner, redemption=sent, reason="发票抬头有误，请重开。")
        elif state != "submitted":
            vouchers.confirm(actor=owner, redemption=sent)
        if state == "paid":
            act_as(organiser)
            vouchers.pay(actor=organiser, redemption=sent, reference="转账 2026-0712（示例）")


def _paper(staff: Actor, number: str) -> uuid.UUID:
    upload = papers.pdf(f"发票 {number}", ("电子发票（示例）", (f"发票号码 {number}", "技术服务费")))
    return store(actor=staff, upload=upload, kind=FileKind.ATTACHMENT, organisation_id=staff.organisation_id).id


def _offer(staff: Actor, values: dict[str, object], email: str) -> Offering:
    """The amounts of the file are in 万; the last words say what it has become."""
    state = values.pop("state", "published")
    money = {name: int(str(values[name])) * WAN for name in AMOUNTS if name in values}
    name = staff.account.name if staff.account else ""
    made = offerings.create(actor=staff, **{**values, **money, "contact_name": name, "contact_email": email})
    if state != "draft":
        offerings.publish(actor=staff, offering=made)
    if state == "archived":
        offerings.archive(actor=staff, offering=made)
    return made


def _request(founder: Founder, agency: Pair, state: RequestState, days: int) -> ServiceRequest:
    owner, project = founder
    staff, offering = agency
    act_as(owner)
    request = requests.ask(actor=owner, project=project, offering=offering, message=MESSAGES[days % 2])
    _go(owner, staff, request, state)
    if state is RequestState.COMPLETED:
        act_as(owner)
        requests.rate(actor=owner, request=request, rating=4 + days % 4 // 2, review="响应快，撰写质量高。")
    request.requested_at = utc_now() - days * DAY
    for name, later in (("quoted_at", 1), ("answered_at", 3), ("ended_at", days // 2), ("rated_at", days // 2)):
        if getattr(request, name):
            setattr(request, name, request.requested_at + later * DAY)
    if state is RequestState.EXPIRED:
        request.valid_until = city_day() - 10 * DAY
    db.session.flush()
    return request


def _go(owner: Actor, staff: Actor, request: ServiceRequest, state: RequestState) -> None:
    if state is RequestState.WITHDRAWN:
        return requests.withdraw(actor=owner, request=request)
    act_as(staff)
    if state is RequestState.REFUSED:
        return requests.refuse(actor=staff, request=request, reason="成立不满一年，暂不符合准入条件。")
    if state is RequestState.REQUESTED:
        return None
    _quote(staff, request)
    if state is RequestState.EXPIRED:
        return requests.expire(request=request)
    act_as(owner)
    if state is RequestState.DECLINED:
        return requests.decline(actor=owner, request=request, reason="已与另一家律所签约。")
    if state is RequestState.QUOTED:
        return None
    requests.accept(actor=owner, request=request)
    if state is RequestState.CANCELLED:
        return requests.cancel(actor=owner, request=request, reason="技术方案调整，本次不再申请。")
    if state is RequestState.COMPLETED:
        act_as(staff)
        requests.complete(actor=staff, request=request)
    return None


def _quote(staff: Actor, request: ServiceRequest) -> None:
    financing = request.offering.is_financing
    requests.quote(
        actor=staff,
        request=request,
        amount=150 * WAN if financing else 9_600_00,
        rate=385 if financing else None,
        term=24 if financing else None,
        terms="随借随还，按季付息，到期还本。" if financing else "含检索、撰写、递交与一次答复，官费另计。",
        valid_until=city_day() + 20 * DAY,
    )

"""Three years of quarterly bulletins in the sample city: public, internal, one corrected, the last one a draft."""

import datetime as dt

from app.bulletins import queries, services
from app.bulletins.models import Bulletin
from app.core.days import end_of
from app.demo.content import CITY
from app.demo.roadshows import act_as
from app.demo.seeding import City
from app.extensions import db
from app.indicators.periods import Period
from app.stories.queries import public as public_stories

CHANGES = "在孵企业和团队稳步增加，入孵与毕业衔接顺畅；**融资与研发投入**比上季度明显增长。"
CHANGES_EN = "Tenants and teams keep growing; **financing and R&D spending** rose clearly against the quarter before."
REMARKS = (
    "### 下一步工作\n\n- 督促未配齐联络员、辅导员的载体在下季度完成配备；\n- 组织两场银企对接活动；\n- 对连续两个季度"
    "场地使用率低于六成的载体开展走访。\n\n数据由各载体填报、经审核确认，平台自动汇总。"
)
REMARKS_EN = (
    "### What comes next\n\n- carriers without liaison officers and counsellors complete their teams next quarter;\n"
    "- two events bring banks and companies together;\n- carriers used to less than 60 % for two quarters are visited."
)
# So many quarters back: read by the network alone.
INTERNAL = (3, 7)
CORRECTED = 1


def build(city: City) -> None:
    assert city.organiser
    act_as(city.organiser)
    stories = [str(story.id) for story in db.session.scalars(public_stories().limit(2))]
    for back, quarter in reversed(list(enumerate(queries.quarters()))):
        made = _written(city, quarter, "internal" if back in INTERNAL else "public", stories)
        if back == 0:
            break
        published_at = end_of(quarter.last + dt.timedelta(18))
        services.publish(actor=city.organiser, bulletin=made, at=published_at)
        if back == CORRECTED:
            _corrected(city, made)
        db.session.commit()
    db.session.commit()


def _written(city: City, quarter: Period, audience: str, stories: list[str]) -> Bulletin:
    assert city.organiser
    made = services.start(actor=city.organiser, region=CITY, quarter=quarter)
    texts = {"changes": CHANGES, "changes_en": CHANGES_EN, "remarks": REMARKS, "remarks_en": REMARKS_EN}
    services.write(actor=city.organiser, bulletin=made, audience=audience, stories=stories, **texts)
    return made


def _corrected(city: City, bulletin: Bulletin) -> None:
    assert city.organiser
    made = services.correct(actor=city.organiser, bulletin=bulletin)
    cause = "一家载体补报了从业人员数，本期相应数据随之更正。"
    cause_en = "A carrier filed its number of jobs late; the figure of the quarter is corrected."
    services.write(actor=city.organiser, bulletin=made, cause=cause, cause_en=cause_en)
    services.publish(actor=city.organiser, bulletin=made)

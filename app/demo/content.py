"""The invented texts and names of the sample city, chosen by a seeded generator so that every city is the same city."""

import random
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).with_name("data")
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
GIVEN = (
    "安邦博晨承达丹德迪恩帆芳菲枫歌冠光国海涵航昊和恒弘华晖慧佳嘉剑健江洁金津锦晶景静娟军君俊凯康可兰磊蕾"
    "立丽琳凌珑璐曼敏明铭楠宁培鹏琪启茜青晴荣蓉锐睿若珊尚诗书思松素涛天恬婷彤巍维文雯希贤翔骁晓欣鑫轩雪雅"
    "妍言彦扬阳洋瑶烨怡逸颖永宇雨玉钰元远悦云韵泽展哲真之志卓子梓"
)
DISTRICTS = ("330402", "330411", "330421", "330424", "330481", "330482", "330483")
CITY = "330400"


@dataclass(frozen=True)
class Theme:
    sectors: list[str]
    expertise: list[str]
    projects: list[list[str]]
    mentors: list[list[str]]
    funds: list[list[str]]


@cache
def themes() -> tuple[Theme, ...]:
    found = []
    for path in sorted(DATA.glob("themes_*.toml")):
        with path.open("rb") as file:
            found += [Theme(**theme) for theme in tomllib.load(file)["theme"]]
    return tuple(found)


class Names:
    """Names that no two people of the city share."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.used: set[str] = set()

    def person(self) -> str:
        while True:
            name = self.rng.choice(SURNAMES) + "".join(self.rng.sample(GIVEN, self.rng.choice((1, 2, 2))))
            if name not in self.used:
                self.used.add(name)
                return name


WANTS = (
    "希望见到了解本行业、愿意领投的早期投资人，并得到两位导师在市场切入上的建议。",
    "想用五分钟讲清楚技术路线和首批订单，找到能带来产业资源的投资方。",
    "正在筹备本轮融资，希望结识能在供应链和认证上帮忙的导师。",
    "We would like to meet lead investors who know the field, and two mentors for our first sales hires.",
)
TRACTION = (
    "已完成样机与小批量试用，签订意向订单三份，申请发明专利四项。",
    "首批客户上线半年，月均收入二十八万元，续约率八成以上。",
    "完成第三方检测，与两家龙头企业进入联合测试。",
    "获省级创新创业大赛二等奖，公司成立一年，团队十二人。",
)
TEAM = (
    "创始人来自高校实验室，联合创始人有十年产业经验，核心成员八人。",
    "三位联合创始人共事六年，分别负责技术、产品与销售。",
    "创始人为连续创业者，上一家公司被上市公司并购。",
)
MARKET = (
    "目标市场约八十亿元，年增速两成；首先服务长三角的中小客户。",
    "国内可触达市场约三十亿元，进口替代空间超过七成。",
    "先从本地产业集群切入，三年内覆盖周边五省。",
)
NEEDS = (
    "需要懂行业渠道的导师，帮助我们确定第一批标杆客户，并对接愿意领投的天使基金。",
    "希望导师在量产与质量体系上给予指导，同时寻找有产业资源的投资人。",
    "想找熟悉政策与认证的导师，融资用于中试与团队扩充。",
)
APPOINTED = "禾科〔2025〕18号《关于聘任首批创业导师的通知》"
DECLINE = ("近期排期已满，建议两个月后再联系。", "方向与我的经验不够吻合，推荐找做过量产的导师。")
ADVICE = (
    "把前三个客户的订单和回款讲清楚，比讲市场规模更有说服力。",
    "建议先锁定一个细分场景，再谈平台化。",
    "融资用途请按季度列出，并说明对应的里程碑。",
)
COMMENT = ("技术有门槛，客户验证还可以再扎实一些。", "商业模式清楚，融资节奏合理。", "团队互补，建议补充财务预测。")
REASONS_TO_MEET = (
    "贵基金投过同赛道的项目，想当面介绍我们的样机数据和首批订单。",
    "我们正在确定本轮领投，希望了解贵基金的决策流程和产业资源。",
    "想就量产节奏和供应链听听您的看法，并介绍团队。",
    "We would like to show you our pilot results and hear how you see the market.",
)
NOTES = (
    "核心数据比商业计划书里更扎实，关注交付周期。",
    "团队沟通顺畅，约定两周后看产线。",
    "估值预期略高，等下一批客户落地再谈。",
)
TO_DO = ("发送最新财务模型", "提供三家客户的联系方式", "安排一次产线参观", "补充检测报告")

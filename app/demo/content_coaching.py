"""What people say to each other in the sample city's mentorships."""

from app.mentorships.coaching.models import Side, StepState

GOALS = (
    ("六月底前签下三家付费客户", 60, StepState.OPEN),
    ("确定量产工艺并完成小批试制", -5, StepState.OPEN),
    ("完成产品定价与报价单", -30, StepState.DONE),
    ("参加深圳展会", 20, StepState.DROPPED),
)
TOPICS = (
    "首批客户画像与切入顺序",
    "产品定价与报价单",
    "量产良率与供应商选择",
    "融资计划书点评",
    "下一阶段里程碑",
)
SHARED_NOTE = (
    "先把三家试点客户的使用数据整理成一页纸，再谈价格。\n\n- 报价按年订阅，不做一次性买断\n- 交付范围写进合同附件"
)
PRIVATE_NOTE = "创始人对价格没有把握，下次带一个做过渠道的朋友一起聊。"
ACTIONS = (
    ("整理三家试点客户的使用数据", Side.PROJECT),
    ("改出新版融资计划书", Side.PROJECT),
    ("介绍两位渠道负责人", Side.MENTOR),
    ("帮忙审一遍供应商合同", Side.MENTOR),
)
WISH = "希望面谈本轮融资安排与客户情况。"
STAKE = "种子轮跟投，占股不足百分之二。"
REQUEST = "我们在定价和首批客户上拿不准，希望得到您的指导。"
END = "阶段目标已完成。"
TESTIMONIALS = (
    "导师帮我们把三个试点谈成了年度合同，报价单几乎是一行一行改出来的。",
    "对供应链的判断很准，少走了半年弯路。",
    "每次辅导都有明确的下一步，团队执行效率提高很多。",
    "介绍的两位渠道负责人都成了合作伙伴。",
)
BACK = "团队准备充分，执行力强。"

"""Words of the filling: names of people, summaries, syllabi, teachers. Nobody of them exists."""

import random
from collections.abc import Sequence
from typing import Any

from cms.management.province.filling._topics import Topic

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
FIRST = "嘉子雨思文佳晓明志建俊海春秋庆国永世立新宏泽浩天一若清云雅静慧梦欣怡书景承怀润启致知行以亦"
SECOND = (
    "伟芳敏静磊洋艳勇杰娟涛明超兰国东桐涵强华博远怡健宁峰琳宇鑫梅颖辉军平刚斌飞玲红霞燕丹琪瑶晨阳辰昕然睿哲翔凯楠婷悦"
)
RANKS = ("教授", "研究员", "正高级工程师", "高级工程师", "副教授", "高级经济师")
SCHOOLS = (
    "滨江理工大学（示例）", "石城科技大学（示例）", "江海职业技术学院（示例）", "钟山应用技术研究院（示例）", "太湖产业研究院（示例）",
    "云龙工程技术中心（示例）", "运河发展研究所（示例）", "黄海工业设计院（示例）",
)  # fmt: skip
ENDINGS = {
    True: "采取专题讲授、案例研讨与现场教学相结合的方式，结业前分组交流，形成可带回单位的改进方案。",
    False: "讲练结合，课后有练习与答疑，考核合格后登记学时。",
}
AUDIENCES = {
    True: "具有中级及以上职称、从事相关研发、设计、生产或管理工作的专业技术人员，企业技术负责人和骨干优先",
    False: "从事相关工作的专业技术人员，不限单位性质",
}


def name(chance: random.Random) -> str:
    """Return a name of two or three characters."""
    given = chance.choice(SECOND) if chance.random() < 0.25 else chance.choice(FIRST) + chance.choice(SECOND)
    return chance.choice(SURNAMES) + given


def teachers(chance: random.Random, *, count: int) -> list[dict[str, str]]:
    """Return who teaches, as an application states it."""
    return [
        {"name": name(chance), "title": chance.choice(RANKS), "employer": chance.choice(SCHOOLS)}
        for _one in range(count)
    ]


def summary(topic: Topic, *, hours: int, is_seminar: bool) -> str:
    """Return what an application says about the content."""
    *most, last = topic.modules
    days = -(-hours // 8)
    return f"为期{days}天，共{hours}学时，围绕{'、'.join(most)}和{last}展开。{ENDINGS[is_seminar]}"


def introduction(topic: Topic, chance: random.Random, *, is_seminar: bool) -> str:
    """Return the first paragraph of a page."""
    first, *_between, last = topic.modules
    whom = "技术骨干和项目负责人" if is_seminar else "一线专业技术人员"
    return f"<p>{chance.choice(OPENINGS).format(whom=whom, first=first, last=last)}</p>"


def words_of_programme(topic: Topic, *, is_seminar: bool) -> list[dict[str, Any]]:
    """Return the syllabus and answers, as blocks of a page. Who teaches is among the approved facts, which the page shows itself."""
    items = "".join(
        f"<li>{module}：{_how(number, is_seminar=is_seminar)}</li>" for number, module in enumerate(topic.modules)
    )
    return [
        {"type": "text", "value": f"<h2>课程内容</h2><ol>{items}</ol>"},
        {"type": "syllabus", "value": None},
        {"type": "questions", "value": QUESTIONS},
    ]


def words_of_base(base: str, fields: Sequence[str], images: Sequence[tuple[int, str]]) -> list[dict[str, Any]]:
    """Return what a base says of itself, as blocks of a page."""
    shown = [{"image": key, "alternative": alternative, "caption": ""} for key, alternative in images]
    taught = "".join(f"<li>{title}</li>" for title in fields)
    return [
        {"type": "gallery", "value": shown},
        {"type": "text", "value": f"<h2>培训方向</h2><ul>{taught}</ul><h2>教学条件</h2><p>设有报告厅、研讨教室和实训场地，提供无障碍通道、母婴室和学员食堂；外地学员可由教务处协助安排住宿。</p>"},
        {"type": "venue", "value": {"name": "教学楼报告厅", "address": "校区东门内（示例）", "directions": "地铁站步行约10分钟；自驾可由东门进入地下停车场。", "access": "东门设坡道，教学楼有电梯。"}},
        {"type": "questions", "value": QUESTIONS},
    ]  # fmt: skip


OPENINGS = (
    "面向{whom}，从“{first}”讲起，到“{last}”结束。学员带着本单位的问题来，带着可以试行的办法回去。",
    "不从教科书讲起，而从现场的难题讲起：先看{first}，再谈{last}，每个专题都配有本省单位的实际案例。",
    "帮助{whom}把{first}讲清楚、把{last}做扎实。开课前收集学员问题，课上逐一回应。",
    "内容按岗位需要编排，兼顾{first}与{last}，小班研讨，人人发言，课后提供讲义和练习。",
)
QUESTIONS = [
    {"question": "学时什么时候登记？", "answer": "<p>结班后登记。每天签到当晚可在“我的学时”看到已登记的出勤。</p>"},
    {
        "question": "缺课怎么办？",
        "answer": "<p>请在开课前向教务处请假。缺课较多的，按学时认定规则不予登记或部分登记。</p>",
    },
]


def _how(number: int, *, is_seminar: bool) -> str:
    ways = (
        "专题讲授与讨论",
        "案例剖析",
        "分组研讨" if is_seminar else "上机或实操练习",
        "现场教学与总结" if is_seminar else "综合练习与考核",
    )
    return ways[number % len(ways)]

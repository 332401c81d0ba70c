"""What is taught in the demo province: twelve programmes, applied for by their bases and approved by the province."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import translation

from cms.management.province._cast import Cast
from learning.accounts.enums import Sector
from seminars import guidance, programmes
from seminars.enums import Category, Cluster, Level, Mode, ProgrammeKind

MINUTES_PER_HOUR = 45
LOGIN_OF = {"320100": "base", "320200": "base_wuxi", "320500": "base_suzhou"}


@dataclass(frozen=True)
class Course:
    """What one programme teaches."""

    key: str
    kind: ProgrammeKind
    title: str
    hours: int
    category: Category
    cluster: Cluster
    summary: str


def courses(city: str) -> list[Course]:
    """Return the four programmes of the base in `city`."""
    return [
        Course(key, kind, title, hours, category, CLUSTERS[city], summary)
        for key, kind, title, hours, category, summary in PLAN[city]
    ]


CLUSTERS = {"320100": Cluster.HIGH_END_EQUIPMENT, "320200": Cluster.INTEGRATED_CIRCUITS, "320500": Cluster.BIOMEDICINE}
SEMINAR, COURSE, PUBLIC = ProgrammeKind.ADVANCED_SEMINAR, ProgrammeKind.BASE_COURSE, ProgrammeKind.PUBLIC_COURSE
PLAN = {
    "320100": [
        ("seminar", SEMINAR, "智能制造系统集成与数字孪生高级研修班", 36, Category.PROFESSIONAL, "面向装备制造骨干，讲授系统集成方法、数字孪生建模与产线改造案例，并安排企业现场教学。"),
        ("public", PUBLIC, "人工智能与职业道德公需科目", 32, Category.PUBLIC, "人工智能基础知识、数据安全法律法规与专业技术人员职业道德。"),
        ("long", COURSE, "工业机器人应用与维护", 40, Category.PROFESSIONAL, "工业机器人编程、调试、维护与安全规范，含上机操作。"),
        ("short", COURSE, "机械设计标准与质量控制", 24, Category.PROFESSIONAL, "新版机械制图与公差标准、质量控制工具及典型失效分析。"),
    ],
    "320200": [
        ("seminar", SEMINAR, "集成电路设计与先进封装高级研修班", 36, Category.PROFESSIONAL, "先进封装工艺、芯粒互连与可靠性，邀请产业一线专家研讨。"),
        ("public", PUBLIC, "数字经济与知识产权公需科目", 32, Category.PUBLIC, "数字经济政策、知识产权创造与保护、科研诚信。"),
        ("long", COURSE, "集成电路测试技术", 40, Category.PROFESSIONAL, "晶圆测试、成品测试与测试程序开发，含实验室实训。"),
        ("short", COURSE, "传感器与物联网应用", 24, Category.PROFESSIONAL, "常用传感器原理、低功耗无线通信与工业物联网案例。"),
    ],
    "320500": [
        ("seminar", SEMINAR, "生物医药研发与质量管理高级研修班", 36, Category.PROFESSIONAL, "创新药研发流程、药品生产质量管理与国际注册要点。"),
        ("public", PUBLIC, "创新方法与职业素养公需科目", 32, Category.PUBLIC, "技术创新方法、科研伦理与专业技术人员心理健康。"),
        ("long", COURSE, "新型医疗器械设计与验证", 40, Category.PROFESSIONAL, "医疗器械设计控制、风险管理与临床评价。"),
        ("short", COURSE, "药物分析与实验室管理", 24, Category.PROFESSIONAL, "分析方法验证、数据可靠性与实验室质量体系。"),
    ],
}  # fmt: skip
BRANCHES = (("A", "战略性新兴产业"), ("B", "未来产业"), ("C", "现代服务业"))
FUTURE = (
    "通用人工智能", "第三代半导体", "氢能与新型储能", "细胞和基因技术", "合成生物", "类人机器人", "量子信息", "先进通信与卫星互联网", "深海深地空天",
    "零碳负碳", "虚拟现实", "脑机接口", "未来网络", "低空经济", "柔性电子", "先进核能", "空间智能与无人系统", "前沿材料设计", "可信数据空间", "光子芯片", "智能工厂",
)  # fmt: skip
SERVICES = (
    "检验检测认证", "现代物流", "科技成果转化", "工业设计", "知识产权服务", "科技金融", "管理会计", "工程咨询", "建筑信息模型", "城市更新", "绿色建筑",
    "智慧水利", "养老服务", "社会工作", "体育与健康服务", "职业教育服务", "基层医疗服务", "农业社会化服务", "航运与港口服务", "安全应急服务",
    "文化遗产保护", "数字贸易",
)  # fmt: skip
ITEMS = {city: f"A{list(Cluster).index(cluster) + 1:02d}" for city, cluster in CLUSTERS.items()}


def _guidance(*, is_former: bool = False) -> list[guidance.GuidanceFacts]:
    """Return the guidance catalogue: the thirteen clusters, future industries and modern services; the former edition had other items too."""
    with translation.override("zh-hans"):
        named = {"A": [str(cluster.label) for cluster in Cluster], "B": FUTURE, "C": SERVICES}
    if is_former:
        named |= {"B": ("新一代人工智能", *FUTURE[1:], "区块链"), "C": (*SERVICES, "会展服务")}
    branches = [guidance.GuidanceFacts(code=code, name=name) for code, name in BRANCHES]
    items = [
        guidance.GuidanceFacts(code=f"{branch}{number:02d}", name=name, parent=branch)
        for branch, names in named.items()
        for number, name in enumerate(names, start=1)
    ]
    return [*branches, *items]


def approve_all(cast: Cast, *, first_year: int, at: datetime) -> dict[str, dict[str, Any]]:
    """Have all programmes applied for, submitted and approved; return them by city and key."""
    # The edition of the plan before, and the present one: seminars of earlier years cite the earlier.
    for edition, since in ((first_year - 4, date(first_year - 5, 1, 1)), (first_year, date(first_year - 1, 7, 1))):
        guidance.publish_guidance(
            name=f"高级研修项目产业引导目录（{edition}年演示版）",
            reference=f"苏人社演〔{edition}〕引导目录",
            valid_from=since,
            items=_guidance(is_former=edition < first_year),
        )
    taught: dict[str, dict[str, Any]] = {}
    number = 0
    for city in PLAN:
        taught[city] = {}
        for course in courses(city):
            number += 1
            taught[city][course.key] = _approve(cast, city, course, number=f"苏人社演〔{at.year}〕{number}号", at=at)
    return taught


def apply_for_more(cast: Cast, *, at: datetime) -> None:
    """Let two bases apply for programmes that wait for a decision, and one keep a draft."""
    for city, title in (("320100", "数控机床精度保持与补偿技术"), ("320500", "细胞治疗产品质量研究")):
        application = _draft(
            cast,
            city,
            Course("new", COURSE, title, 24, Category.PROFESSIONAL, CLUSTERS[city], "面向一线工程技术人员的专题课程。"),
            at=at,
        )
        programmes.submit(application=application, by=cast.logins[LOGIN_OF[city]], at=at)
    _draft(
        cast,
        "320200",
        Course("new", COURSE, "芯片可靠性试验方法", 24, Category.PROFESSIONAL, CLUSTERS["320200"], ""),
        at=at,
    )


def _approve(cast: Cast, city: str, course: Course, *, number: str, at: datetime) -> Any:
    application = _draft(cast, city, course, at=at)
    programmes.submit(application=application, by=cast.logins[LOGIN_OF[city]], at=at)
    assert cast.province is not None
    version = programmes.approve(
        application=application, by=cast.logins["province"], organisation=cast.province, approval_number=number, at=at
    )
    return version.programme


def _draft(cast: Cast, city: str, course: Course, *, at: datetime) -> Any:
    item = next(row for row in guidance.guidance_items(at.date()) if row.code == ITEMS[city])
    base = cast.bases[city]
    return programmes.draft(
        base=base,
        by=cast.logins[LOGIN_OF[city]],
        at=at,
        kind=course.kind,
        title=course.title,
        summary=course.summary,
        category=course.category,
        hours=Decimal(course.hours),
        minutes=course.hours * MINUTES_PER_HOUR,
        sector=Sector.INDUSTRY if city != "320500" else Sector.HEALTH,
        cluster=course.cluster,
        level=Level.PROVINCIAL if course.kind == SEMINAR else Level.CITY,
        mode=Mode.ON_SITE,
        audience="相关行业中级及以上职称的专业技术人员" if course.kind == SEMINAR else "相关行业专业技术人员",
        teachers=[
            {"name": "高明远", "title": "教授", "employer": "示例大学"},
            {"name": "林嘉", "title": "正高级工程师", "employer": "示例研究院"},
        ],
        host=cast.province.name if course.kind == SEMINAR and cast.province else base.name,
        organiser=base.name,
        fee=0 if course.kind != COURSE else 800,
        guidance_item=item if course.kind == SEMINAR else None,
    )

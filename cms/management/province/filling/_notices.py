"""Notices of the demo province, by the editors of the site; two of them ask for objections (公示). And pages under way to the public."""

from datetime import timedelta
from typing import Any

from cms.management.province.filling import _moderated
from cms.management.province.filling._plan import Plan
from cms.models import NoticeIndex, NoticeKind, NoticePage
from learning.workdays import working_days_before

# Days before the filling, title, one sentence, paragraphs.
NOTICES: tuple[tuple[int, str, str, tuple[str, ...]], ...] = (
    (
        2,
        "关于做好本年度继续教育学时登记收尾工作的通知（演示）",
        "请各基地在12月20日前完成结班，请学员核对本人学时。",
        (
            "各继续教育基地应于12月20日前完成已结束班次的考勤确认和结班，逾期影响学员年度学时统计。",
            "专业技术人员可在“我的学时”查看还差多少学时，对登记内容有疑问的，先联系办班基地。",
        ),
    ),
    (
        9,
        "关于公布下一年度高级研修项目申报安排的通知（演示）",
        "申报须对应产业引导目录条目，每个基地不超过六项。",
        (
            "申报项目应服务先进制造业集群、未来产业和现代服务业，并注明对应的产业引导目录条目。",
            "市级人力资源社会保障部门审核后，由省级部门组织评审，结果在本平台公布。",
        ),
    ),
    (
        23,
        "关于线上直播课程考勤方式的说明（演示）",
        "直播课程按实际在线时间核算，中途离开超过规定时间的不计该课次。",
        ("学员应以本人账号进入直播间；设备故障的，请当日联系办班基地说明情况。",),
    ),
    (
        41,
        "关于2023年前后学时要求如何衔接的解答（演示）",
        "各年度按当年有效的规定核对，不追溯。",
        (
            "2023年起，每年不少于90学时，其中专业科目一般不少于60学时；以前年度按当时的规定核对。",
            "历年学时由单位或基地报送后统一导入，本人可在“学时明细”查看每一条的核算依据。",
        ),
    ),
)


CHANNEL = "省人力资源社会保障厅专业技术人员管理处（演示），电话96178，邮箱yanshi@xueshi.example"


def write(plan: Plan) -> None:
    """Publish the notices, and leave some pages under way."""
    index = NoticeIndex.objects.get()
    _ask_for_objections(plan, index)
    _moderated.leave_under_way(plan)
    for number, (days, title, summary, paragraphs) in enumerate(NOTICES, start=1):
        words: list[dict[str, Any]] = [{"type": "text", "value": "".join(f"<p>{text}</p>" for text in paragraphs)}]
        day = plan.today - timedelta(days=days)
        page = NoticePage(title=title, slug=f"demo-{number}", issued_on=day, summary=summary, words=words)
        index.add_child(instance=page)
        page.save_revision().publish()


def _ask_for_objections(plan: Plan, index: NoticeIndex) -> None:
    """Publish a 公示 that is over, with what came of it, and one that runs."""
    said = {"kind": NoticeKind.PUBLICITY, "shown_days": 5, "objections_to": CHANNEL}
    ended, running = (working_days_before(plan.today, count=count) for count in (20, 1))
    outcome = _published(
        index,
        title="关于公布本年度省级继续教育基地认定结果的通知（演示）",
        slug="demo-outcome",
        issued_on=ended + timedelta(days=12),
        summary="公示期内未收到异议，现予公布。",
        text="经申报、评审和公示，名单中的单位认定为省级继续教育基地，有效期五年。",
    )
    _published(
        index,
        title="关于拟认定省级继续教育基地名单的公示（演示）",
        slug="demo-public-notice-1",
        issued_on=ended,
        summary="拟认定名单公示5个工作日。",
        text="对名单有异议的，请在公示期内以书面形式实名反映，并附相关证明材料。",
        shown_from=ended,
        outcome=outcome,
        **said,
    )
    _published(
        index,
        title="关于下一年度高级研修项目拟立项名单的公示（演示）",
        slug="demo-public-notice-2",
        issued_on=running,
        summary="拟立项项目公示5个工作日，请社会监督。",
        text="经专家评审，拟将名单中的项目列入下一年度高级研修项目计划。",
        shown_from=running,
        **said,
    )


def _published(index: NoticeIndex, *, text: str, **facts: Any) -> NoticePage:
    page = NoticePage(words=[{"type": "text", "value": f"<p>{text}</p>"}], **facts)
    index.add_child(instance=page)
    page.save_revision().publish()
    return page

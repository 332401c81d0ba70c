"""Notices of the demo province, by the editors of the site."""

from datetime import timedelta
from typing import Any

from cms.management.province.filling._plan import Plan
from cms.models import NoticeIndex, NoticePage

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


def write(plan: Plan) -> None:
    """Publish the notices."""
    index = NoticeIndex.objects.get()
    for number, (days, title, summary, paragraphs) in enumerate(NOTICES, start=1):
        words: list[dict[str, Any]] = [{"type": "text", "value": "".join(f"<p>{text}</p>" for text in paragraphs)}]
        day = plan.today - timedelta(days=days)
        page = NoticePage(title=title, slug=f"demo-{number}", issued_on=day, summary=summary, words=words)
        index.add_child(instance=page)
        page.save_revision().publish()

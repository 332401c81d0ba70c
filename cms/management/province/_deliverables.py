"""What two runs of the small world ask to be handed in: one to come with the demo's own professional in it, one that is over."""

import io
import zipfile
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from learning.accounts.models import User
from seminars import deliverables

DAYS = 15
REASON = "案例部分缺少数据来源，第三节只有提纲，请补充后重新提交。"
THESIS = "结合本单位近两年的实际工作，分析一个问题，提出改进措施，两千字以上。"
PROPOSAL = "围绕本岗位拟开展的一项工作，写明目标、步骤、进度和所需条件，三页以内。"
TEXTS = ("分析了装配工位节拍不均衡的原因，提出调整工序和防错夹具两项措施，试行一个月后返工率下降三成。",
         "梳理了设备点检记录，按故障频次排序，建议将三台关键设备纳入状态监测。")  # fmt: skip
LINK = "https://example.cn/demo/lunwen.html"


def ask_for_proposal(run: Any) -> None:
    """Let a run that is to come ask for a proposal."""
    deliverables.state(run=run, name="项目方案", expected=PROPOSAL, days=DAYS)


def ask_for_thesis(run: Any) -> None:
    """Let a run that is over have asked for a thesis."""
    deliverables.state(run=run, name="结业论文", expected=THESIS, days=DAYS)


def hand_in(run: Any, *, by: User, now: datetime) -> None:
    """Hand in three theses of `run`, and another two of which one is accepted and one returned; the others are missing."""
    places = list(run.enrolments.select_related("run__version").order_by("rank"))
    what: list[dict[str, Any]] = [
        {"file": _archive(), "link": "", "text": ""},
        {"file": None, "link": LINK, "text": ""},
        *({"file": None, "link": "", "text": text} for text in TEXTS),
        {"file": None, "link": "", "text": "提纲：一、现状；二、问题；三、措施。"},
    ]
    at = now - timedelta(hours=20)
    rows = [
        deliverables.hand_in(enrolment=place, by=by, at=at + timedelta(minutes=11 * number), **one)
        for number, (place, one) in enumerate(zip(places, what, strict=False))
    ]
    decided = now - timedelta(hours=2)
    deliverables.accept(run=run, seen={rows[0].pk: rows[0].version}, by=by, at=decided)
    deliverables.send_back(row=rows[-1], seen=rows[-1].version, reason=REASON, by=by, at=decided)


def _archive() -> SimpleUploadedFile:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        # A fixed day: the same demo gives the same bytes.
        made.writestr(zipfile.ZipInfo("结业论文.txt", (2026, 1, 1, 0, 0, 0)), TEXTS[0])
    return SimpleUploadedFile("结业论文（示例）.zip", stream.getvalue())

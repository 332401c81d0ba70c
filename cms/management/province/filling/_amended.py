"""What was put right: a correction that waits, one that was decided, a sheet of opening balances; all by the real operations."""

import csv
import io
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from cms.management.province._held import MINUTES, moment
from cms.management.province.filling import _organisations
from cms.management.province.filling._places import BasePlan
from cms.management.province.filling._plan import Plan
from credits import openings
from learning.accounts import people
from learning.accounts.models import Person, User
from seminars import attendance, corrections
from seminars.enums import CorrectionKind

WAITING, DECIDED = 0, 1  # parts of the closed runs of a base
HEADINGS = ("档案编号", "姓名", "学时认定规则", "年度", "结转学时", "来源文件")


def correct(plan: Plan, of: BasePlan, part: int, *, run: Any, by: User) -> None:
    """Ask for a correction of each closed run of the first base; the second one is decided."""
    if of != plan.bases[0]:
        return
    run.refresh_from_db()
    rows = attendance.on_roster(run).select_related("person")
    present = next((row for row in rows if _was_there(row)), None)
    if present is None:
        return
    first, *_later = sorted(attendance.minutes_of(present))
    asked_at = plan.begun_at - timedelta(days=3) if part == WAITING else moment(run.ends_on + timedelta(days=4))
    asked = corrections.ask(
        run=run,
        kind=CorrectionKind.MINUTES,
        person=present.person,
        minutes={first: MINUTES // 3} if part == WAITING else dict.fromkeys(_later, 0),
        reason="核对纸质签到表：该学员当次课中途离场，考勤录入有误。"
        if part == WAITING
        else "核对纸质签到表：该学员只参加了第一次课，其余课次系他人误签。",
        papers=[SimpleUploadedFile("签到表（示例）.png", _sign_in_sheet())],
        by=by,
        at=asked_at,
    )
    if part == DECIDED:
        corrections.approve(
            correction=asked,
            by=_organisations.officer_of(of.city),
            office=_organisations.regulator(of.city),
            at=asked_at + timedelta(days=6),
            answer="签到表与说明相符，同意更正。",
        )


def bring_along(plan: Plan, city: str, who: Sequence[Person], *, family: str, year: int) -> None:
    """Hand in a sheet of what these people bring along, with a row that is refused, and register it."""
    if not who:
        return
    names = people.current_names(one.pk for one in who)
    source = f"宁人社继〔{year + 1}〕5号 学时结转表（示例）"
    lines = [[one.pk, names[one.pk], family, year, 0, source] for one in who]
    lines.append([who[0].pk, "姓名有误", family, year, 0, source])
    text = io.StringIO()
    csv.writer(text).writerows([HEADINGS, *lines])
    file = SimpleUploadedFile(f"南京市{year}年学时结转表（示例）.csv", text.getvalue().encode("utf-8-sig"))
    officer, office = _organisations.officer_of(city), _organisations.regulator(city)
    sheet = openings.check(file=file, by=officer, office=office, at=plan.begun_at)
    openings.confirm(sheet=sheet, by=officer, at=plan.begun_at)
    openings.apply_due(at=plan.begun_at)


def _was_there(row: Any) -> bool:
    noted = attendance.minutes_of(row).values()
    return len(noted) > 1 and all(minutes == MINUTES for minutes in noted)


def _sign_in_sheet() -> bytes:
    page = Image.new("L", (420, 594), 255)
    lines = ImageDraw.Draw(page)
    for number in range(14):
        lines.line([(40, 80 + 36 * number), (380, 80 + 36 * number)], fill=90)
    for place in (40, 90, 200, 290, 380):
        lines.line([(place, 80), (place, 80 + 36 * 13)], fill=90)
    out = io.BytesIO()
    page.save(out, "PNG")
    return out.getvalue()

"""The style guide: every component in every state, on one page, for those who build pages. In development only."""

from types import SimpleNamespace
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

STATES = (("good", "已达标"), ("warn", "名额已满，可以候补"), ("bad", "未达标"), ("calm", "已取消报名"))


class SampleForm(forms.Form):
    """A form with one field of each kind."""

    name = forms.CharField(label="姓名", help_text="与证件上的姓名一致。", max_length=50)
    day = forms.DateField(label="日期", widget=forms.DateInput(attrs={"type": "date"}))
    category = forms.ChoiceField(
        label="科目", choices=[("", "请选择"), ("professional", "专业科目"), ("public", "公需科目")]
    )
    modes = forms.MultipleChoiceField(
        label="方式", choices=[("site", "线下面授"), ("live", "线上直播")], widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(label="原因", widget=forms.Textarea(attrs={"rows": 3}), help_text="不超过500字。")
    agreed = forms.BooleanField(label="我已阅读并同意", help_text="未勾选不能提交。")


def styleguide(request: HttpRequest) -> HttpResponse:
    """
    Show every component in every state.

    :raises Http404: wherever the site is not being developed
    """
    if not settings.DEBUG:
        raise Http404
    return render(request, "styleguide.html", _samples())


def _samples() -> dict[str, Any]:
    return {
        "states": STATES,
        "form": SampleForm(),
        "wrong_form": SampleForm({"name": "", "day": "2026-02-30", "category": "sport", "reason": "x"}),
        "steps": [
            SimpleNamespace(label="基本情况", is_done=True, is_here=False, address="?step=1"),
            SimpleNamespace(label="课程安排", is_done=False, is_here=True, address="?step=2"),
            SimpleNamespace(label="师资", is_done=False, is_here=False, address=""),
        ],
        "tabs": [
            SimpleNamespace(label="人员", is_here=True, address="?tab=people", count=37),
            SimpleNamespace(label="课次", is_here=False, address="?tab=sessions", count=0),
            SimpleNamespace(label="结班材料", is_here=False, address="?tab=file", count=None),
        ],
        "receipt": [("导入行数", "1,204"), ("登记学时", "28,896学时"), ("未导入", "3行")],
        "cards": [_card(counted=4200, expected=1600), _card(counted=9000), _card(counted=9600, required=None)],
        "bars": [_bar("专业科目", 4200, 6000), _bar("公需科目", 3000, 3000), _bar("选修", 800, 0)],
        "reasons": [
            SimpleNamespace(
                sentence="培训8小时，每45分钟为1学时。", amount=1000, document=_("Sample rules"), article="第六条"
            ),
            SimpleNamespace(sentence="每天最多8学时。", amount=-200, document=_("Sample rules"), article="第九条"),
        ],
        "rows": range(1, 5),
    }


def _card(*, counted: int, required: int | None = 9000, expected: int = 0) -> SimpleNamespace:
    missing = max((required or 0) - counted, 0)
    standing = SimpleNamespace(pk=counted, counted=counted, required=required or 0, missing=missing)
    share = 100 * counted // required if required else 0
    return SimpleNamespace(
        standing=standing,
        is_known=required is not None,
        is_short=missing > 0,
        expected=expected,
        counted_share=min(share, 100),
        expected_share=min(share + 18, 100) if expected else 0,
    )


def _bar(label: str, counted: int, required: int) -> SimpleNamespace:
    share = min(100 * counted // required, 100) if required else 0
    return SimpleNamespace(
        label=label, counted=counted, required=required, missing=max(required - counted, 0), share=share
    )

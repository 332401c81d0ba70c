"""The columns of a sheet of the plan."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from learning.sheets import Column, Layout

LAYOUT = Layout(
    columns=(
        Column(
            code="code",
            headings=("编号", "Code", "项目编号", "序号"),
            label=pgettext_lazy("row of the plan", "Code"),
            is_needed=True,
            width=14,
        ),
        Column(
            code="title",
            headings=("项目名称", "Title", "研修班名称", "名称"),
            label=_("Title"),
            is_needed=True,
            width=44,
        ),
        Column(
            code="base",
            headings=("承办基地", "Base", "承办单位", "继续教育基地"),
            label=_("Base"),
            is_needed=True,
            width=36,
        ),
        Column(code="sector", headings=("行业", "Sector", "行业领域"), label=_("Sector"), is_needed=True),
        Column(
            code="guidance_item",
            headings=("引导目录代码", "Guidance item", "引导目录", "产业引导目录代码"),
            label=_("Guidance item"),
            is_needed=True,
            width=14,
        ),
        Column(code="month", headings=("计划月份", "Month", "月份"), label=_("Month"), is_needed=True, width=12),
        Column(code="hours", headings=("学时", "Hours", "计划学时"), label=_("Hours"), is_needed=True, width=10),
        Column(
            code="places", headings=("计划人数", "Places", "人数", "名额"), label=_("Places"), is_needed=True, width=12
        ),
        Column(code="host", headings=("主办单位", "Host"), label=_("Host"), width=30),
    ),
    rows_max=1000,
)
FACTS = ("base", "title", "sector", "guidance_item", "month", "hours", "places", "host")

"""The columns of a sheet: how they are headed, in Chinese and English, and what stands in them."""

from django.utils.translation import gettext_lazy as _

from learning.sheets import Column, Layout

LAYOUT = Layout(
    columns=(
        Column(
            code="number",
            headings=("证件号码", "Document number", "身份证号", "身份证号码"),
            label=_("Document number"),
            width=24,
        ),
        Column(code="record", headings=("档案编号", "Record id"), label=_("Record id"), width=12),
        Column(code="name", headings=("姓名", "Name"), label=_("Name"), is_needed=True, width=14),
        Column(
            code="family",
            headings=("学时认定规则", "Rulebook", "规则", "family"),
            label=_("Rulebook"),
            is_needed=True,
            width=22,
        ),
        Column(code="year", headings=("年度", "Year", "周期", "cycle"), label=_("Year"), is_needed=True, width=10),
        Column(code="category", headings=("科目", "Category", "学时类别"), label=_("Category"), width=14),
        Column(code="carried_in", headings=("结转学时", "Hours carried"), label=_("Hours carried"), width=12),
        Column(
            code="shortfall", headings=("欠缺学时", "Shortfall", "Hours missing"), label=_("Hours missing"), width=12
        ),
        Column(
            code="source",
            headings=("来源文件", "Source document", "来源", "Source"),
            label=_("Source document"),
            is_needed=True,
            width=40,
        ),
    ),
    either=(("number", "record"), ("carried_in", "shortfall")),
)
LABELS = LAYOUT.labels

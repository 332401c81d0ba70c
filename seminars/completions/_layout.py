"""The columns of a table of completions."""

from django.utils.translation import gettext_lazy as _

from learning.sheets import Column, Layout

LAYOUT = Layout(
    columns=(
        Column(
            code="number",
            headings=("证件号码", "Document number", "身份证号", "身份证号码"),
            label=_("Document number"),
            is_needed=True,
            width=24,
        ),
        Column(code="name", headings=("姓名", "Name"), label=_("Name"), is_needed=True, width=14),
        Column(
            code="year",
            headings=("学习年度", "Learning year", "年度", "Year"),
            label=_("Learning year"),
            is_needed=True,
            width=12,
        ),
        Column(
            code="completed_on",
            headings=("完成日期", "Completed on", "结业日期", "完成时间"),
            label=_("Completed on"),
            is_needed=True,
            width=14,
        ),
        Column(code="score", headings=("考试成绩", "Score", "成绩", "得分"), label=_("Score"), width=12),
    ),
)

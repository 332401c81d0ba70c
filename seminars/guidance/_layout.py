"""The columns of a sheet of the catalogue."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from learning.sheets import Column, Layout

LAYOUT = Layout(
    columns=(
        Column(
            code="code",
            headings=("代码", "Code", "编码", "目录代码"),
            label=pgettext_lazy("item of the guidance catalogue", "Code"),
            is_needed=True,
            width=12,
        ),
        Column(code="name", headings=("名称", "Name", "方向", "项目方向"), label=_("Name"), is_needed=True, width=40),
        Column(code="parent", headings=("上级代码", "Parent", "父代码"), label=_("Code of the item above"), width=12),
        Column(code="note", headings=("说明", "Directions", "备注"), label=_("Directions"), width=60),
    ),
    rows_max=2000,
)
